package dev.starling.gossip.order;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is still to be told to others: one slot per key, least sent first, a limited number of times
 * (SWIM §4.1: "elements gossiped fewer times are preferred").
 *
 * <p>A newer value takes the place of the older one of its key and starts counting anew, before
 * everything else that was never sent. So the queue is no longer than the keys are many, and nobody
 * hears the old after the new from here.
 *
 * <pre>
 *   sent 0 times   newest ... oldest      taken from the left, lane by lane;
 *   sent 1 time    ...                    what was taken goes to the right end
 *   sent 2 times   ...                    of the lane below
 * </pre>
 */
public final class SpreadQueue<K, V> {

    /** So many that do not fit are passed over in search of smaller ones: a guess. */
    private static final int MOST_MISFITS = 4;

    private final Map<K, Slot<K, V>> slots = new LinkedHashMap<>();
    private final List<Slot<K, V>> lanes = new ArrayList<>();
    private final List<Slot<K, V>> taken = new ArrayList<>();

    public boolean isEmpty() {
        return slots.isEmpty();
    }

    public int size() {
        return slots.size();
    }

    /** Puts {@code value} before everything else, in place of the last one of this key. */
    public void put(K key, V value, int sizeBytes) {
        Slot<K, V> slot = new Slot<>(key, value, sizeBytes);
        Slot<K, V> replaced = slots.put(key, slot);
        if (replaced != null) replaced.unlink();
        slot.linkAfter(lane(0));
    }

    public void remove(K key) {
        Slot<K, V> removed = slots.remove(key);
        if (removed != null) removed.unlink();
    }

    /**
     * Takes values that together fit {@code budgetBytes}, none of them twice; each counts as sent.
     *
     * @param most how many at most
     * @param limit how often a value is sent before it is dropped
     * @return how many bytes they take
     */
    public int take(int budgetBytes, int most, int limit, Consumer<V> into) {
        int left = choose(budgetBytes, most);
        for (Slot<K, V> slot : taken) {
            into.accept(slot.value);
            slot.sends++;
            if (slot.sends >= limit) slots.remove(slot.key);
            else slot.linkBefore(lane(slot.sends));
        }
        taken.clear();
        return budgetBytes - left;
    }

    private int choose(int budgetBytes, int most) {
        int left = budgetBytes;
        int misfits = 0;
        for (Slot<K, V> lane : lanes) {
            Slot<K, V> slot = lane.next;
            while (slot != lane) {
                if (taken.size() == most || misfits > MOST_MISFITS) return left;
                Slot<K, V> following = slot.next;
                if (slot.sizeBytes <= left) {
                    left -= slot.sizeBytes;
                    slot.unlink();
                    taken.add(slot);
                } else {
                    misfits++;
                }
                slot = following;
            }
        }
        return left;
    }

    private Slot<K, V> lane(int sends) {
        while (lanes.size() <= sends) {
            lanes.add(new Slot<>(null, null, 0));
        }
        return lanes.get(sends);
    }

    /** A value in its lane, a ring whose head holds none. */
    private static final class Slot<K, V> {

        private final K key;
        private final V value;
        private final int sizeBytes;
        private int sends;
        private Slot<K, V> previous = this;
        private Slot<K, V> next = this;

        Slot(K key, V value, int sizeBytes) {
            this.key = key;
            this.value = value;
            this.sizeBytes = sizeBytes;
        }

        void linkAfter(Slot<K, V> place) {
            previous = place;
            next = place.next;
            place.next.previous = this;
            place.next = this;
        }

        void linkBefore(Slot<K, V> place) {
            linkAfter(place.previous);
        }

        void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }
    }
}
