package dev.starling.dht;

import static dev.starling.dht.Samples.KEY;
import static dev.starling.dht.Samples.contactsByDistance;
import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.sender;
import static dev.starling.dht.Samples.tombstone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class DhtTest {

    private final List<Contact> near = contactsByDistance(KEY.point(), 20);
    private final List<DhtEffect> out = new ArrayList<>();
    private final Dht dht = new Dht(DhtConfig.defaults(), near.getFirst(), 1);

    @Test
    void a_node_alone_writes_reads_and_finds_itself_at_once() {
        assertThat(dht.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        dht.put(1, KEY, List.of(entry("a", 1, "x")), 0, out::add);
        dht.get(2, KEY, 0, out::add);
        dht.find(3, KEY.point(), 0, out::add);

        assertThat(out)
                .containsExactly(
                        new DhtEffect.ReplicaChanged(KEY, entry("a", 1, "x")),
                        new DhtEffect.Written(1, new WriteResult(1, 1, 1)),
                        new DhtEffect.Read(
                                2, new ReadResult(List.of(entry("a", 1, "x")), 1, 1, true, 0)),
                        new DhtEffect.Located(3, List.of(near.getFirst()), 0));
        assertThat(dht.keys()).containsExactly(KEY);
        assertThat(dht.isReplica(KEY)).isTrue();
        dht.checkInvariants();
    }

    @Test
    void a_tombstone_outlives_what_it_removes() {
        dht.put(1, KEY, List.of(entry("a", 1, "x")), 0, out::add);
        dht.put(2, KEY, List.of(tombstone("a", 2)), 0, out::add);
        long twice = 2 * DhtConfig.defaults().leaseNanos();
        assertThat(dht.held(KEY, twice - 1)).containsExactly(tombstone("a", 2).withLease(1));
    }

    @Test
    void a_write_of_nothing_or_of_too_much_is_the_callers_mistake() {
        assertThatThrownBy(() -> dht.put(1, KEY, List.of(), 0, out::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a write without entries");
        List<Entry> tooMuch = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            tooMuch.add(entry("key" + i, 1, "x".repeat(Entry.PAYLOAD_BYTES)));
        }
        assertThatThrownBy(() -> dht.put(1, KEY, tooMuch, 0, out::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + DhtCodec.ENTRIES_BYTES);
        assertThat(out).isEmpty();
    }

    @Test
    void what_it_is_asked_it_answers_to_where_the_asker_is_reached() {
        for (Contact contact : near) {
            dht.contactUp(contact, 0);
        }
        Contact asker = near.get(9);
        long later = seconds(60);
        DhtMessage put = new DhtMessage.Put(11, KEY, List.of(entry("a", 1, "x")), List.of());
        dht.on(sender(asker), put, later, out::add);
        dht.on(sender(asker), new DhtMessage.Get(12, KEY, known(1, 7)), later, out::add);
        dht.on(sender(asker), new DhtMessage.Find(13, KEY.point(), known(1, 3)), later, out::add);

        assertThat(out)
                .containsExactly(
                        new DhtEffect.ReplicaChanged(KEY, entry("a", 1, "x")),
                        answer(asker, new DhtMessage.PutAck(11, true, near.subList(1, 7))),
                        answer(
                                asker,
                                new DhtMessage.Held(
                                        12,
                                        true,
                                        true,
                                        false,
                                        List.of(),
                                        List.of(entry("a", 1, "x")))),
                        answer(asker, new DhtMessage.Closer(13, near.subList(3, 7))));
    }

    @Test
    void an_answer_that_does_not_fit_a_frame_says_that_it_is_cut_and_the_reader_passes_that_on() {
        World world = World.converged(6, 3);
        World.Host writer = world.hosts.getFirst();
        for (int i = 0; i < 150; i++) {
            world.write(writer, KEY, entry("key" + i, 1, "x".repeat(Entry.PAYLOAD_BYTES)));
        }
        World.Host reader =
                world.hosts.stream()
                        .filter(host -> !host.dht.isReplica(KEY))
                        .findFirst()
                        .orElseThrow();
        ReadResult result = world.read(reader, KEY);
        assertThat(result.entries()).hasSizeBetween(120, 130);
        assertThat(result.replicasAnswered()).isEqualTo(2);
        assertThat(result.isComplete()).isFalse();
    }

    @Test
    void answers_that_nobody_waits_for_are_ignored() {
        dht.contactUp(near.get(1), 0);
        for (int i = 0; i < 300; i++) {
            dht.on(sender(near.get(1)), new DhtMessage.Closer(i, near), 0, out::add);
            dht.on(sender(near.get(1)), new DhtMessage.PutAck(i, true, near), 0, out::add);
        }
        assertThat(out).isEmpty();
        assertThat(dht.closest(KEY.point(), 20)).hasSize(2);
    }

    @Test
    void its_view_follows_the_membership() {
        dht.contactUp(near.get(1), 0);
        dht.contactUp(near.get(2), 0);
        dht.contactSuspect(near.get(1).id());
        assertThat(dht.closest(KEY.point(), 20)).isEqualTo(near.subList(0, 3));
        dht.contactDown(near.get(1).id(), 0);
        assertThat(dht.closest(KEY.point(), 20)).containsExactly(near.get(0), near.get(2));
        assertThat(dht.closest(KEY.point(), 1)).containsExactly(near.get(0));
    }

    @Test
    void ticking_early_or_twice_changes_nothing() {
        assertThat(effects(true)).isEqualTo(effects(false)).hasSizeGreaterThan(50);
    }

    private List<DhtEffect> effects(boolean isTickedOften) {
        Chance chance = Chance.stream(8, "story");
        Dht one = new Dht(DhtConfig.defaults(), near.getFirst(), 1);
        List<DhtEffect> effects = new ArrayList<>();
        for (long now = 0; now < seconds(200); now += ms(10)) {
            if (chance.below(500) == 0) one.contactUp(near.get(chance.below(20)), now);
            if (chance.below(900) == 0) one.contactDown(near.get(chance.below(20)).id(), now);
            if (chance.below(1_000) == 0) {
                Entry entry = entry("a", now, "x");
                one.put(now, Key.of(1, "key" + chance.below(9)), List.of(entry), now, effects::add);
            }
            boolean isDue = one.nextDeadlineNanos() <= now;
            for (int times = isTickedOften ? 3 : isDue ? 1 : 0; times > 0; times--) {
                one.tick(now, effects::add);
            }
        }
        return effects;
    }

    private List<Long> known(int from, int to) {
        return near.subList(from, to).stream().map(contact -> contact.id().bits0()).toList();
    }

    private static DhtEffect answer(Contact to, DhtMessage message) {
        return new DhtEffect.Send(to.endpoint(), message);
    }
}
