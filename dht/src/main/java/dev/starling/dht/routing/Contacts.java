package dev.starling.dht.routing;

import dev.starling.dht.Contact;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everybody this node knows, itself included: the rows of a Kademlia table (Kademlia §2.2) in id
 * order, so that those who share a prefix are neighbours and every bucket is a range.
 *
 * <p>Changes gather in a small map and are merged into the arrays when somebody asks who is
 * closest, or when a quarter of the rows has changed: learning a whole fleet costs a logarithm a
 * row, and a row costs one reference and one int.
 *
 * <p>Not thread-safe.
 */
public final class Contacts {

    /** Below this many changes, merging waits for a question whatever the size of the table. */
    private static final int FEW_CHANGES = 64;

    /** Ranges up to this size are sorted by distance rather than split further. */
    private static final int SMALL_RANGE = 12;

    private static final long TENTH_NANOS = 100_000_000;

    /** A row as it is or will be; {@code isGone} hides what the arrays still show. */
    private record Row(Contact contact, int sinceTenths, boolean isGone) {}

    private record Range(int from, int to) {
        int length() {
            return to - from;
        }
    }

    private final Contact self;
    private final Row nobody;
    private final TreeSet<NodeId> suspects = new TreeSet<>();
    private final TreeMap<NodeId, Row> changes = new TreeMap<>();
    private int size = 1;

    private Contact[] contacts;

    /** When each contact came, in tenths of a second: an int that lasts for six years. */
    private int[] sinceTenths;

    public Contacts(Contact self) {
        this.self = self;
        nobody = new Row(self, 0, true);
        contacts = new Contact[] {self};
        sinceTenths = new int[1];
    }

    public Contact self() {
        return self;
    }

    /** How many, this node included. */
    public int size() {
        return size;
    }

    /**
     * Adds a node that is alive, moves it if it is known elsewhere, and clears its suspicion.
     *
     * @return whether it was unknown
     */
    public boolean up(Contact contact, long nowNanos) {
        NodeId id = contact.id();
        if (id.equals(self.id())) return false;
        suspects.remove(id);
        Row row = row(id);
        if (row.isGone) {
            size++;
            change(new Row(contact, (int) (nowNanos / TENTH_NANOS), false), id);
        } else if (!row.contact.equals(contact)) {
            change(new Row(contact, row.sinceTenths, false), id);
        }
        return row.isGone;
    }

    /** Keeps the node, but lookups will not wait for it. Unknown ids are ignored. */
    public void suspect(NodeId id) {
        if (!id.equals(self.id()) && !row(id).isGone) suspects.add(id);
    }

    /**
     * Forgets a node that died or left.
     *
     * @return whether it was known
     */
    public boolean down(NodeId id) {
        if (id.equals(self.id()) || row(id).isGone) return false;
        suspects.remove(id);
        size--;
        change(nobody, id);
        return true;
    }

    public boolean isSuspect(NodeId id) {
        return suspects.contains(id);
    }

    public Optional<Contact> contact(NodeId id) {
        Row row = row(id);
        return row.isGone ? Optional.empty() : Optional.of(row.contact);
    }

    /** Whether this node was unknown less than {@code spanNanos} ago, to a tenth of a second. */
    public boolean isNewcomer(NodeId id, long spanNanos, long nowNanos) {
        if (id.equals(self.id())) return false;
        Row row = row(id);
        return !row.isGone && nowNanos - row.sinceTenths * TENTH_NANOS < spanNanos;
    }

    /** The {@code most} closest to {@code target} by the XOR metric, closest first. */
    public List<Contact> closest(NodeId target, int most) {
        mergeChanges();
        List<Contact> closest = new ArrayList<>(Math.min(Math.max(most, 0), size));
        if (most > 0) collect(new Range(0, size), target, most, closest);
        return closest;
    }

    /** Throws if the rows are out of order, or not as many as counted. */
    public void checkInvariants() {
        int counted = size;
        mergeChanges();
        if (counted != contacts.length) {
            throw new IllegalStateException(
                    "counted " + counted + " contacts, not " + contacts.length);
        }
        for (int i = 1; i < contacts.length; i++) {
            if (contacts[i - 1].id().compareTo(contacts[i].id()) >= 0) {
                throw new IllegalStateException("contacts out of order at " + i);
            }
        }
        if (row(self.id()).isGone) throw new IllegalStateException("a node forgot itself");
        for (NodeId suspect : suspects) {
            if (row(suspect).isGone) throw new IllegalStateException("a stranger is suspected");
        }
    }

    /**
     * Splits the range at the first bit in which its ids differ. The half that agrees with the
     * target there is closer as a whole, so the other is looked at only if that is not enough.
     */
    private void collect(Range range, NodeId target, int most, List<Contact> into) {
        if (range.length() <= SMALL_RANGE) {
            collectSorted(range, target, most, into);
            return;
        }
        int bit = Prefix.shared(contacts[range.from].id(), contacts[range.to - 1].id());
        int split = firstWithBit(range, bit);
        Range zeros = new Range(range.from, split);
        Range ones = new Range(split, range.to);
        boolean isOne = Prefix.isSet(target, bit);
        collect(isOne ? ones : zeros, target, most, into);
        if (into.size() < most) collect(isOne ? zeros : ones, target, most, into);
    }

    private void collectSorted(Range range, NodeId target, int most, List<Contact> into) {
        Contact[] near = Arrays.copyOfRange(contacts, range.from, range.to);
        Arrays.sort(near, (left, right) -> target.compareDistance(left.id(), right.id()));
        for (int i = 0; i < near.length && into.size() < most; i++) {
            into.add(near[i]);
        }
    }

    private int firstWithBit(Range range, int bit) {
        int from = range.from;
        int to = range.to;
        while (from < to) {
            int middle = from + to >>> 1;
            if (Prefix.isSet(contacts[middle].id(), bit)) to = middle;
            else from = middle + 1;
        }
        return from;
    }

    private Row row(NodeId id) {
        Row changed = changes.get(id);
        if (changed != null) return changed;
        int at = placeOf(id, 0);
        if (at == contacts.length || !contacts[at].id().equals(id)) return nobody;
        return new Row(contacts[at], sinceTenths[at], false);
    }

    private void change(Row row, NodeId id) {
        changes.put(id, row);
        if (changes.size() > Math.max(FEW_CHANGES, contacts.length / 4)) mergeChanges();
    }

    /** Copies the runs between changes, so that few changes cost little more than two copies. */
    private void mergeChanges() {
        if (changes.isEmpty()) return;
        Contact[] mergedContacts = new Contact[size];
        int[] mergedSince = new int[size];
        int from = 0;
        int to = 0;
        for (Map.Entry<NodeId, Row> change : changes.entrySet()) {
            int at = placeOf(change.getKey(), from);
            System.arraycopy(contacts, from, mergedContacts, to, at - from);
            System.arraycopy(sinceTenths, from, mergedSince, to, at - from);
            to += at - from;
            boolean isReplaced = at < contacts.length && contacts[at].id().equals(change.getKey());
            from = isReplaced ? at + 1 : at;
            if (change.getValue().isGone) continue;
            mergedContacts[to] = change.getValue().contact;
            mergedSince[to++] = change.getValue().sinceTenths;
        }
        System.arraycopy(contacts, from, mergedContacts, to, contacts.length - from);
        System.arraycopy(sinceTenths, from, mergedSince, to, contacts.length - from);
        contacts = mergedContacts;
        sinceTenths = mergedSince;
        changes.clear();
    }

    /** The first index from {@code from} on whose id is not below {@code id}. */
    private int placeOf(NodeId id, int from) {
        int low = from;
        int high = contacts.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (contacts[middle].id().compareTo(id) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
