package dev.starling.dht.store;

import static dev.starling.dht.Samples.KEY;
import static dev.starling.dht.Samples.contactsByDistance;
import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.sender;
import static dev.starling.dht.Samples.tombstone;
import static dev.starling.dht.Samples.withoutLeases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.routing.Contacts;
import dev.starling.dht.routing.Placement;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One holder and how it moves what it holds. The audit pushes too, from half a minute after the
 * first put on; these stories about single pushes end before or start a new one.
 */
class RepairTest {

    private static final Entry HELD = entry("a", 1, "x");

    /** The closest to the key first; this node is the third, unless a test says otherwise. */
    private final List<Contact> near = contactsByDistance(KEY.point(), 30);

    private final List<DhtEffect> out = new ArrayList<>();
    private long now;
    private Contacts contacts = new Contacts(near.get(2));
    private Custody custody = newCustody();

    @Test
    void nothing_moves_while_nothing_changes() {
        knows(0, 10);
        put();
        runFor(seconds(20));
        assertThat(pushedTo()).isEmpty();
    }

    @Test
    void who_takes_the_place_of_a_dead_replica_gets_what_we_hold_after_the_delay() {
        knows(0, 10);
        put();
        down(1);

        runFor(ms(999));
        assertThat(pushedTo()).isEmpty();
        runFor(ms(1_001));
        assertThat(pushedTo()).containsOnly(near.get(5));
        DhtMessage.Put put = firstPut();
        assertThat(put.key()).isEqualTo(KEY);
        assertThat(withoutLeases(put.entries())).isEqualTo(withoutLeases(List.of(HELD)));
        assertThat(put.known()).hasSize(7);
    }

    @Test
    void a_pushed_lease_is_what_remains() {
        knows(0, 10);
        put();
        down(1);
        runFor(seconds(2));
        long first = firstPut().entries().getFirst().leaseNanos();
        assertThat(first).isBetween(HELD.leaseNanos() - seconds(2), HELD.leaseNanos() - seconds(1));

        runFor(seconds(2));
        int repeats = pushedTo().size() - 1;
        assertThat(repeats).isPositive();
        assertThat(lastPut().entries().getFirst().leaseNanos())
                .isEqualTo(first - repeats * ms(600));
    }

    @Test
    void silence_is_answered_by_repeating_and_an_acknowledgement_ends_it() {
        knows(0, 10);
        put();
        down(1);
        runFor(ms(3_500));
        int repeated = pushedTo().size();
        assertThat(repeated).isBetween(3, 5);

        acknowledge(true);
        runFor(seconds(15));
        assertThat(pushedTo()).hasSize(repeated);
    }

    @Test
    void a_replica_that_stays_silent_is_tried_again_later() {
        knows(0, 10);
        put();
        down(1);
        runFor(seconds(12));
        assertThat(pushedTo()).hasSize(8);
        runFor(seconds(8));
        assertThat(pushedTo().size()).isGreaterThan(8);
    }

    @Test
    void a_replica_that_refuses_is_not_pressed_but_tried_again_later() {
        knows(0, 10);
        put();
        down(1);
        runFor(seconds(2));
        acknowledge(false);
        int sent = pushedTo().size();
        runFor(seconds(10));
        assertThat(pushedTo()).hasSize(sent);
        runFor(seconds(8));
        assertThat(pushedTo().size()).isGreaterThan(sent);
    }

    @Test
    void pushing_to_a_node_that_is_no_contact_any_more_stops() {
        knows(0, 5);
        put();
        up(1_000_000, near.get(0));
        down(1);
        up(now, near.get(5));
        runFor(seconds(2));
        assertThat(pushedTo()).contains(near.get(5));
        contacts.down(near.get(5).id());
        out.clear();
        runFor(seconds(12));
        assertThat(pushedTo()).isEmpty();
    }

    @Test
    void a_replica_that_was_gone_and_came_back_gets_everything_again() {
        knows(0, 10);
        put();
        down(0);
        up(now, near.get(0));
        runFor(seconds(2));
        assertThat(pushedTo()).containsOnly(near.get(0));
    }

    @Test
    void changes_close_together_are_repaired_together() {
        knows(0, 30);
        put();
        down(0);
        runFor(ms(200));
        down(1);
        runFor(ms(1_800));
        assertThat(pushedTo()).containsOnly(near.get(5), near.get(6));
    }

    @Test
    void what_was_restored_from_disk_goes_to_all_other_replicas_once_they_are_known() {
        custody.restore(KEY, HELD, now);
        custody.restore(KEY, tombstone("b", 4), now);
        runFor(seconds(5));
        assertThat(pushedTo()).isEmpty();

        up(now, near.get(0));
        up(now, near.get(4));
        runFor(seconds(2));
        assertThat(pushedTo()).containsOnly(near.get(0), near.get(4));
        assertThat(withoutLeases(lastPut().entries()))
                .isEqualTo(withoutLeases(List.of(HELD, tombstone("b", 4))));
    }

    @Test
    void a_node_that_is_no_replica_any_more_hands_on_and_drops_after_the_grace() {
        startAs(5);
        knows(1, 5);
        knows(6, 10);
        put();
        up(now, near.get(0));
        long displaced = now;

        runFor(seconds(3));
        assertThat(new TreeSet<>(pushedNumbers())).hasSize(5);
        acknowledgeAll(3);
        runUntil(displaced + seconds(59));
        assertThat(custody.keys()).containsExactly(KEY);
        runFor(seconds(20));
        assertThat(custody.keys()).isEmpty();
        assertThat(drops()).hasSize(1);
        assertThat(withoutLeases(drops().getFirst().entries()))
                .isEqualTo(withoutLeases(List.of(HELD)));
    }

    @Test
    void a_former_replica_keeps_what_too_few_have_acknowledged() {
        startAs(5);
        knows(0, 5);
        put();
        runFor(seconds(3));
        acknowledgeAll(2);
        runFor(seconds(200));
        assertThat(custody.keys()).containsExactly(KEY);
        assertThat(drops()).isEmpty();
    }

    @Test
    void who_holds_a_key_that_is_not_its_own_hands_it_to_all_replicas() {
        startAs(9);
        knows(0, 9);
        put();
        runFor(seconds(2));
        assertThat(pushedTo()).containsOnly(near.subList(0, 5).toArray(Contact[]::new));
    }

    @Test
    void a_former_replica_that_becomes_one_again_keeps_the_key_until_it_is_displaced_anew() {
        startAs(5);
        knows(0, 5);
        put();
        runFor(seconds(3));
        acknowledgeAll(5);
        down(0);
        runFor(seconds(100));
        assertThat(custody.keys()).containsExactly(KEY);

        out.clear();
        up(now, near.get(0));
        runFor(ms(2_100));
        assertThat(pushedTo()).containsOnly(near.subList(0, 5).toArray(Contact[]::new));
        acknowledgeAll(5);
        runFor(seconds(50));
        assertThat(custody.keys()).containsExactly(KEY);
        runFor(seconds(30));
        assertThat(custody.keys()).isEmpty();
    }

    @Test
    void many_keys_are_moved_a_bounded_number_at_a_time() {
        contacts = new Contacts(near.get(2));
        custody = newCustody();
        knows(0, 2);
        int keys = 1_000;
        for (int i = 0; i < keys; i++) {
            custody.put(Key.of(1, "key" + i), List.of(HELD), now, ignored -> {});
        }
        up(now, near.get(7));
        runFor(ms(900));
        long started = 0;
        for (int step = 0; step < 100; step++) {
            out.clear();
            runFor(ms(50));
            acknowledge(true);
            assertThat(pushedNumbers()).hasSizeLessThanOrEqualTo(64);
            started += pushedNumbers().size();
        }
        assertThat(started).isEqualTo(keys);
    }

    @Test
    void pushes_that_nobody_acknowledges_stop_at_their_bound() {
        contacts = new Contacts(near.get(2));
        custody = newCustody();
        for (int i = 0; i < 2_000; i++) {
            custody.put(Key.of(1, "key" + i), List.of(HELD), now, ignored -> {});
        }
        up(now, near.get(7));
        runFor(seconds(4));
        assertThat(new TreeSet<>(pushedNumbers()).size()).isBetween(1_020, 1_024);
        custody.checkInvariants();
    }

    @Test
    void a_large_key_goes_in_pieces_each_acknowledged() {
        knows(0, 10);
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(entry("key" + i, 1, "x".repeat(4_000)));
        }
        custody.put(KEY, many, now, ignored -> {});
        down(1);
        runFor(seconds(2));
        List<Entry> arrived = new ArrayList<>();
        for (int piece = 0; piece < 7; piece++) {
            arrived.addAll(lastPut().entries());
            acknowledge(true);
        }
        assertThat(new TreeSet<>(pushedNumbers())).hasSize(7);
        assertThat(withoutLeases(arrived)).isEqualTo(withoutLeases(custody.held(KEY, now)));
    }

    @Test
    void an_acknowledgement_from_somebody_else_counts_for_nothing() {
        knows(0, 10);
        put();
        down(1);
        runFor(seconds(2));
        DhtMessage.PutAck ack = new DhtMessage.PutAck(lastPut().requestId(), true, List.of());
        custody.onAck(sender(near.get(8)), ack, now, out::add);
        runFor(seconds(2));
        assertThat(pushedTo().size()).isGreaterThan(1);
    }

    private Custody newCustody() {
        DhtConfig config = DhtConfig.defaults();
        return new Custody(config, new Placement(contacts, config), 1);
    }

    private void startAs(int rank) {
        contacts = new Contacts(near.get(rank));
        custody = newCustody();
    }

    private void knows(int from, int to) {
        for (Contact contact : near.subList(from, to)) {
            contacts.up(contact, now);
        }
    }

    private void put() {
        custody.put(KEY, List.of(HELD), now, ignored -> {});
    }

    private void up(long nowNanos, Contact contact) {
        if (contacts.up(contact, nowNanos)) custody.onArrival(contact.id(), nowNanos);
    }

    private void down(int rank) {
        if (contacts.down(near.get(rank).id())) custody.onDeparture(now);
    }

    private void runFor(long nanos) {
        runUntil(now + nanos);
    }

    private void runUntil(long nanos) {
        while (custody.nextDeadlineNanos() <= nanos) {
            now = Math.max(now, custody.nextDeadlineNanos());
            custody.tick(now, out::add);
        }
        now = nanos;
    }

    private List<DhtEffect.Send> sends() {
        return out.stream()
                .filter(DhtEffect.Send.class::isInstance)
                .map(DhtEffect.Send.class::cast)
                .toList();
    }

    private List<Contact> pushedTo() {
        return sends().stream().map(this::contactOf).toList();
    }

    private List<Long> pushedNumbers() {
        return sends().stream().map(send -> send.message().requestId()).toList();
    }

    private DhtMessage.Put firstPut() {
        return (DhtMessage.Put) sends().getFirst().message();
    }

    private DhtMessage.Put lastPut() {
        return (DhtMessage.Put) sends().getLast().message();
    }

    private List<DhtEffect.ReplicaDropped> drops() {
        return out.stream()
                .filter(DhtEffect.ReplicaDropped.class::isInstance)
                .map(DhtEffect.ReplicaDropped.class::cast)
                .toList();
    }

    /** Answers everything sent so far. */
    private void acknowledge(boolean isHeld) {
        for (DhtEffect.Send send : sends()) {
            answer(send, isHeld);
        }
    }

    /** The first {@code count} different nodes answer. */
    private void acknowledgeAll(int count) {
        List<Contact> answering = pushedTo().stream().distinct().limit(count).toList();
        for (DhtEffect.Send send : sends()) {
            if (answering.contains(contactOf(send))) answer(send, true);
        }
    }

    private void answer(DhtEffect.Send send, boolean isHeld) {
        DhtMessage ack = new DhtMessage.PutAck(send.message().requestId(), isHeld, List.of());
        custody.onAck(sender(contactOf(send)), (DhtMessage.PutAck) ack, now, out::add);
    }

    private Contact contactOf(DhtEffect.Send send) {
        return near.stream()
                .filter(contact -> contact.endpoint().equals(send.to()))
                .findFirst()
                .orElseThrow();
    }
}
