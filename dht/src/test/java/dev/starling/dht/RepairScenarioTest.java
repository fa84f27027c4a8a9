package dev.starling.dht;

import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.tombstone;
import static dev.starling.dht.Samples.withoutLeases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.World.Host;
import dev.starling.node.Chance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Fleets that change: who holds what afterwards. */
class RepairScenarioTest {

    private static final int KEYS = 60;

    private final Chance chance = Chance.stream(31, "repair");
    private World world = World.converged(30, 1);

    @AfterEach
    void every_disk_says_what_its_host_holds() {
        for (Host host : world.running()) {
            assertThat(world.diskOf(host)).isEqualTo(world.memoryOf(host));
            host.dht.checkInvariants();
        }
        assertThat(world.answerCounts()).allMatch(count -> count == 1);
    }

    @Test
    void after_two_of_five_replicas_died_there_are_five_again() {
        writeAll(1);
        List<Host> dead = world.replicasOf(key(0)).subList(0, 2);
        crashAndTell(dead);
        world.runFor(seconds(4));

        for (int i = 0; i < KEYS; i++) {
            for (Host replica : world.replicasOf(key(i))) {
                assertHolds(replica, i, 1);
            }
        }
    }

    @Test
    void reads_succeed_while_data_moves() {
        writeAll(1);
        crashAndTell(List.of(world.hosts.get(3), world.hosts.get(4), world.hosts.get(5)));
        for (int i = 0; i < 600; i++) {
            int which = i % KEYS;
            assertReads(any(), which, 1);
            world.runFor(ms(5));
        }
    }

    @Test
    void a_joiner_receives_exactly_its_range_and_the_displaced_let_go_after_their_grace() {
        writeAll(1);
        Host joiner = world.addHost();
        world.introduce(joiner);
        world.runFor(seconds(4));

        assertThat(joiner.dht.keys()).containsExactlyElementsOf(rangeOf(joiner));
        assertThat(rangeOf(joiner)).isNotEmpty();
        for (int i = 0; i < KEYS; i++) {
            if (joiner.dht.isReplica(key(i))) assertHolds(joiner, i, 1);
        }
        world.runFor(seconds(75));
        for (Host host : world.running()) {
            assertThat(host.dht.keys()).containsExactlyElementsOf(rangeOf(host));
        }
    }

    @Test
    void many_joiners_at_once_change_no_answer() {
        writeAll(1);
        for (int i = 0; i < 30; i++) {
            world.introduce(world.addHost());
        }
        for (int i = 0; i < 800; i++) {
            assertReads(any(), i % KEYS, 1);
            world.runFor(ms(5));
        }
        world.runFor(seconds(75));
        for (Host host : world.running()) {
            assertThat(host.dht.keys()).containsExactlyElementsOf(rangeOf(host));
        }
    }

    @Test
    void a_fleet_that_starts_answers_from_the_first_moment() {
        world = new World(1, 5);
        world.write(world.hosts.getFirst(), key(0), entry("a", 1, "v0"));
        for (int size = 2; size <= 12; size++) {
            world.introduce(world.addHost());
            for (Host host : world.running()) {
                ReadResult result = world.read(host, key(0));
                assertThat(withoutLeases(result.entries()))
                        .isEqualTo(withoutLeases(List.of(entry("a", 1, "v0"))));
                if (size <= 5) assertThat(result.isComplete()).isTrue();
            }
            world.runFor(ms(200));
        }
        world.runFor(seconds(5));
        for (Host host : world.running()) {
            assertThat(world.read(host, key(0)).isComplete()).isTrue();
        }
    }

    @Test
    void both_halves_of_a_split_fleet_accept_writes_and_after_healing_all_see_everything() {
        writeAll(1);
        split();
        List<Host> left = side(true);
        List<Host> right = side(false);
        for (int i = 0; i < KEYS; i++) {
            assertThat(write(any(left), i, entry("left", 1, "l")).isAcknowledged()).isTrue();
            assertThat(write(any(right), i, entry("right", 1, "r")).isAcknowledged()).isTrue();
            Host owner = any(i % 2 == 0 ? left : right);
            assertThat(write(owner, i, entry("a", 2, "changed")).isAcknowledged()).isTrue();
        }
        assertThat(withoutLeases(world.read(any(left), key(0)).entries()))
                .isEqualTo(withoutLeases(List.of(entry("a", 2, "changed"), entry("left", 1, "l"))));

        heal();
        world.runFor(seconds(6));
        for (Host host : world.running()) {
            for (int i = 0; i < KEYS; i++) {
                ReadResult result = world.read(host, key(i));
                assertThat(withoutLeases(result.entries()))
                        .isEqualTo(
                                withoutLeases(
                                        List.of(
                                                entry("a", 2, "changed"),
                                                entry("left", 1, "l"),
                                                entry("right", 1, "r"))));
                assertThat(result.isComplete()).isTrue();
            }
        }
    }

    @Test
    void what_one_half_removed_stays_removed_after_healing() {
        writeAll(1);
        split();
        for (int i = 0; i < KEYS; i++) {
            write(any(side(i % 2 == 0)), i, tombstone("a", 2));
        }
        world.runFor(seconds(100));
        heal();
        world.runFor(seconds(6));
        for (int i = 0; i < KEYS; i++) {
            assertThat(world.read(any(), key(i)).entries()).isEmpty();
        }
    }

    @Test
    void a_read_just_after_healing_sees_both_halves() {
        split();
        for (int i = 0; i < KEYS; i++) {
            write(any(side(true)), i, entry("left", 1, "l"));
            write(any(side(false)), i, entry("right", 1, "r"));
        }
        heal();
        int seen = 0;
        for (int i = 0; i < KEYS; i++) {
            ReadResult result = world.read(any(), key(i));
            if (result.entries().size() == 2) seen++;
            else if (result.entries().isEmpty()) throw new AssertionError("nothing of " + key(i));
        }
        assertThat(seen).isGreaterThan(KEYS * 9 / 10);
    }

    @Test
    void a_fleet_that_was_stopped_as_a_whole_comes_back_with_everything() {
        writeAll(1);
        List<Host> all = List.copyOf(world.hosts);
        all.forEach(world::crash);
        world.runFor(seconds(30));
        for (Host host : all.subList(0, 28)) {
            world.restart(host);
        }
        world.introduceAll();
        world.runFor(seconds(5));
        for (int i = 0; i < KEYS; i++) {
            assertReads(any(), i, 1);
            for (Host replica : world.replicasOf(key(i))) {
                assertHolds(replica, i, 1);
            }
        }
    }

    @Test
    void a_node_that_lost_its_disk_is_refilled_once_it_was_seen_down() {
        writeAll(1);
        Host amnesiac = world.replicasOf(key(0)).getFirst();
        world.crash(amnesiac);
        world.announceDeath(amnesiac);
        world.runFor(ms(300));
        amnesiac.disk.clear();
        world.restart(amnesiac);
        world.introduce(amnesiac);
        world.runFor(seconds(4));
        assertThat(amnesiac.dht.keys()).containsExactlyElementsOf(rangeOf(amnesiac));
    }

    @Test
    void what_a_silent_replica_missed_is_handed_on_by_who_took_its_place() {
        Host missing = world.replicasOf(key(0)).get(3);
        world.isCut = (from, to) -> from == missing.number || to == missing.number;
        write(world.replicasOf(key(0)).getFirst(), 0, entry("a", 1, "v0"));
        world.runFor(seconds(10));
        world.isCut = (from, to) -> false;
        assertThat(missing.dht.keys()).isEmpty();

        world.runFor(seconds(30));
        assertHolds(missing, 0, 1);
    }

    @Test
    void what_a_replica_lost_without_anybody_noticing_the_audit_brings_back() {
        writeAll(1);
        Host forgetful = world.replicasOf(key(0)).get(3);
        world.crash(forgetful);
        forgetful.disk.clear();
        world.restart(forgetful);
        world.running().forEach(other -> world.tellUp(forgetful, other));
        world.runFor(seconds(20));
        assertThat(forgetful.dht.keys()).doesNotContainAnyElementsOf(List.of(key(0)));

        world.runFor(seconds(460));
        assertThat(forgetful.dht.keys()).containsExactlyElementsOf(rangeOf(forgetful));
    }

    @Test
    void repair_gets_through_loss() {
        writeAll(1);
        world.loss = 0.2;
        crashAndTell(world.replicasOf(key(0)).subList(0, 2));
        world.introduce(world.addHost());
        world.runFor(seconds(30));
        for (int i = 0; i < KEYS; i++) {
            for (Host replica : world.replicasOf(key(i))) {
                assertHolds(replica, i, 1);
            }
        }
    }

    @Test
    void waves_of_crashes_leave_every_key_that_they_leave_time_to_repair() {
        writeAll(1);
        while (world.running().size() > 6) {
            Host first = any();
            Host second = any();
            crashAndTell(List.of(first));
            if (second.isRunning) crashAndTell(List.of(second));
            world.runFor(seconds(4));
        }
        for (int i = 0; i < KEYS; i++) {
            assertReads(any(), i, 1);
        }
    }

    @Test
    void a_quiet_fleet_audits_and_sends_nothing_else() {
        writeAll(1);
        world.runFor(seconds(80));
        world.sent.clear();
        world.runFor(seconds(120));
        // Each key goes to four others about once a minute, each time with one acknowledgement.
        assertThat(world.sent.size()).isBetween(KEYS * 2 * 4, KEYS * 4 * 4 * 2);
        assertThat(world.sent)
                .allMatch(sent ->
                        sent.message() instanceof DhtMessage.Put
                                || sent.message() instanceof DhtMessage.PutAck);
    }

    @Test
    void what_nobody_renews_is_gone_everywhere_after_its_lease_audits_or_not() {
        writeAll(1);
        world.runFor(DhtConfig.defaults().leaseNanos() + seconds(5));
        assertThat(world.read(any(), key(0)).entries()).isEmpty();
        world.runFor(seconds(60));
        assertThat(world.heldKeys()).isEmpty();
    }

    private void writeAll(long sequence) {
        for (int i = 0; i < KEYS; i++) {
            assertThat(write(any(), i, entry("a", sequence, "v" + i)).isAcknowledged()).isTrue();
        }
        world.runFor(seconds(1));
    }

    private WriteResult write(Host host, int key, Entry entry) {
        return world.write(host, key(key), entry);
    }

    private void assertReads(Host host, int key, long sequence) {
        assertThat(withoutLeases(world.read(host, key(key)).entries()))
                .isEqualTo(withoutLeases(List.of(entry("a", sequence, "v" + key))));
    }

    private void assertHolds(Host host, int key, long sequence) {
        assertThat(withoutLeases(host.dht.held(key(key), world.nowNanos())))
                .as("%s, key %s", host, key)
                .isEqualTo(withoutLeases(List.of(entry("a", sequence, "v" + key))));
    }

    private TreeSet<Key> rangeOf(Host host) {
        TreeSet<Key> range = new TreeSet<>();
        for (int i = 0; i < KEYS; i++) {
            if (world.replicasOf(key(i)).contains(host)) range.add(key(i));
        }
        return range;
    }

    private void crashAndTell(List<Host> dead) {
        dead.forEach(world::crash);
        dead.forEach(world::announceDeath);
    }

    /** Even numbers against odd ones; each side is told that the other is dead. */
    private void split() {
        world.isCut = (from, to) -> (from & 1) != (to & 1);
        forStrangers(world::tellDown);
    }

    private void heal() {
        world.isCut = (from, to) -> false;
        forStrangers(world::tellUp);
    }

    private void forStrangers(BiConsumer<Host, Host> tell) {
        for (Host host : world.running()) {
            for (Host other : world.running()) {
                if ((host.number & 1) != (other.number & 1)) tell.accept(host, other);
            }
        }
    }

    private List<Host> side(boolean isLeft) {
        List<Host> side = new ArrayList<>(world.running());
        side.removeIf(host -> (host.number & 1) == (isLeft ? 1 : 0));
        return side;
    }

    private Host any() {
        return any(world.running());
    }

    private Host any(List<Host> some) {
        return some.get(chance.below(some.size()));
    }

    private static Key key(int number) {
        return Key.of(1, "service" + number);
    }
}
