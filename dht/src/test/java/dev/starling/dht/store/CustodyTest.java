package dev.starling.dht.store;

import static dev.starling.dht.Samples.KEY;
import static dev.starling.dht.Samples.contactsByDistance;
import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.tombstone;
import static dev.starling.dht.Samples.withoutLeases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtCodec;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.Samples;
import dev.starling.dht.routing.Contacts;
import dev.starling.dht.routing.Placement;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What a node alone keeps: bounds, leases, and what it tells of changes. */
class CustodyTest {

    private static final Contact SELF = contactsByDistance(KEY.point(), 1).getFirst();

    private final List<DhtEffect> out = new ArrayList<>();
    private final Custody custody = custodyOf(DhtConfig.defaults());

    @Test
    void a_change_is_told_and_a_renewal_is_not() {
        Entry first = entry("a", 1, "x");
        assertThat(put(first, 0)).isTrue();
        assertThat(put(first, seconds(60))).isTrue();
        assertThat(put(entry("a", 0, "older"), seconds(60))).isTrue();
        assertThat(put(entry("a", 2, "y"), seconds(60))).isTrue();

        assertThat(out)
                .containsExactly(
                        new DhtEffect.ReplicaChanged(KEY, first),
                        new DhtEffect.ReplicaChanged(KEY, entry("a", 2, "y")));
    }

    @Test
    void nobody_is_granted_more_than_twice_the_usual_lease() {
        long usual = DhtConfig.defaults().leaseNanos();
        put(entry("a", 1, "x").withLease(Long.MAX_VALUE), seconds(9));

        Entry granted = entry("a", 1, "x").withLease(2 * usual);
        assertThat(custody.held(KEY, seconds(9))).containsExactly(granted);
        assertThat(out).containsExactly(new DhtEffect.ReplicaChanged(KEY, granted));
    }

    @Test
    void what_is_not_renewed_is_collected_and_told() {
        put(entry("a", 1, "x"), 0);
        put(entry("b", 1, "y"), 0);
        put(entry("b", 1, "y"), seconds(600));
        out.clear();

        runUntil(seconds(960));
        assertThat(custody.held(KEY, seconds(960)))
                .isEqualTo(List.of(entry("b", 1, "y").withLease(seconds(540))));
        assertThat(out).containsExactly(dropped(entry("a", 1, "x")));

        runUntil(seconds(1_560));
        assertThat(custody.keys()).isEmpty();
        assertThat(out).containsExactly(dropped(entry("a", 1, "x")), dropped(entry("b", 1, "y")));
        assertThat(custody.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void collecting_goes_through_many_keys_in_steps() {
        for (int i = 0; i < 2_000; i++) {
            custody.put(Key.of(1, "key" + i), List.of(entry("a", 1, "x")), 0, out::add);
        }
        out.clear();
        long before = DhtConfig.defaults().leaseNanos() - seconds(1);
        runUntil(before);
        assertThat(out).isEmpty();

        long mostAtOnce = 0;
        while (!custody.keys().isEmpty()) {
            int told = out.size();
            custody.tick(custody.nextDeadlineNanos(), out::add);
            mostAtOnce = Math.max(mostAtOnce, out.size() - told);
        }
        assertThat(out).hasSize(2_000);
        assertThat(mostAtOnce).isEqualTo(512);
    }

    @Test
    void at_the_bound_of_keys_a_new_key_is_refused_and_what_is_held_stays() {
        Custody small = custodyOf(Samples.config(3, 10));
        for (int i = 0; i < 3; i++) {
            assertThat(putUnder(small, Key.of(1, "key" + i), entry("a", 1, "x"))).isTrue();
        }
        assertThat(putUnder(small, Key.of(1, "key3"), entry("a", 1, "x"))).isFalse();
        assertThat(putUnder(small, Key.of(1, "key0"), entry("a", 2, "y"))).isTrue();
        assertThat(small.keys()).hasSize(3);
        small.checkInvariants();
    }

    @Test
    void at_the_bound_of_entries_a_new_subkey_is_refused_and_what_is_held_stays() {
        Custody small = custodyOf(Samples.config(10, 2));
        assertThat(putUnder(small, KEY, entry("a", 1, "x"), entry("b", 1, "x"))).isTrue();
        assertThat(putUnder(small, KEY, entry("a", 2, "x"), entry("c", 1, "x"))).isFalse();
        assertThat(putUnder(small, KEY, tombstone("b", 2))).isTrue();

        assertThat(withoutLeases(small.held(KEY, 0)))
                .isEqualTo(withoutLeases(List.of(entry("a", 2, "x"), tombstone("b", 2))));
        small.checkInvariants();
    }

    @Test
    void nothing_remains_of_a_put_that_was_refused_as_a_whole() {
        assertThat(put(entry("a", 1, "x").withLease(0), 0)).isFalse();
        assertThat(custody.keys()).isEmpty();
        assertThat(custody.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void restoring_tells_nothing_and_merges_like_any_put() {
        custody.restore(KEY, entry("a", 2, "y"), 0);
        custody.restore(KEY, entry("a", 1, "x"), 0);
        assertThat(out).isEmpty();
        assertThat(custody.held(KEY, 0)).containsExactly(entry("a", 2, "y"));
    }

    @Test
    void a_copy_says_when_it_is_cut() {
        for (int i = 0; i < 20; i++) {
            put(entry("key" + i, 1, "x".repeat(100)), 0);
        }
        int all = custody.held(KEY, 0).stream().mapToInt(DhtCodec::sizeOf).sum();

        assertThat(custody.copy(KEY, all, 0).isCut()).isFalse();
        assertThat(custody.copy(KEY, all, 0).entries()).hasSize(20);
        assertThat(custody.copy(KEY, all - 1, 0).isCut()).isTrue();
        assertThat(custody.copy(KEY, all - 1, 0).entries()).hasSize(19);
        assertThat(custody.copy(Key.of(1, "none"), 1, 0).isCut()).isFalse();
    }

    private boolean put(Entry entry, long nowNanos) {
        return custody.put(KEY, List.of(entry), nowNanos, out::add);
    }

    private boolean putUnder(Custody where, Key key, Entry... entries) {
        return where.put(key, List.of(entries), 0, out::add);
    }

    private void runUntil(long nowNanos) {
        while (custody.nextDeadlineNanos() <= nowNanos) {
            custody.tick(custody.nextDeadlineNanos(), out::add);
        }
    }

    private static DhtEffect dropped(Entry entry) {
        return new DhtEffect.ReplicaDropped(KEY, List.of(entry.withLease(0)));
    }

    private static Custody custodyOf(DhtConfig config) {
        return new Custody(config, new Placement(new Contacts(SELF), config), 1);
    }
}
