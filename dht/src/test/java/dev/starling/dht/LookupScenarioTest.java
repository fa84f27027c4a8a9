package dev.starling.dht;

import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.randomId;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.tombstone;
import static dev.starling.dht.Samples.withoutLeases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.World.Host;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Fleets that look up: converged, with dead contacts, with loss, with partial views. */
class LookupScenarioTest {

    private final Chance chance = Chance.stream(21, "lookups");

    @Test
    void in_a_converged_fleet_everybody_reads_everything_in_one_round() {
        World world = World.converged(40, 1);
        for (int i = 0; i < 60; i++) {
            WriteResult written =
                    world.write(any(world), key(i), entry("a", 1, "v" + i), entry("b", 1, "w"));
            assertThat(written.isAcknowledged()).isTrue();
        }
        world.runFor(seconds(1));
        world.sent.clear();
        for (Host host : world.hosts) {
            for (int i = 0; i < 60; i++) {
                ReadResult result = world.read(host, key(i));
                assertThat(withoutLeases(result.entries()))
                        .isEqualTo(
                                withoutLeases(List.of(entry("a", 1, "v" + i), entry("b", 1, "w"))));
                assertThat(result.isComplete()).isTrue();
                assertThat(result.rounds()).isEqualTo(1);
                assertThat(result.replicasAnswered()).isEqualTo(2);
            }
        }
        assertThat(questionsIn(world).size()).isLessThanOrEqualTo(40 * 60 * 2);
    }

    @Test
    void a_write_reaches_all_replicas_and_nobody_else() {
        World world = World.converged(40, 2);
        for (int i = 0; i < 40; i++) {
            world.write(any(world), key(i), entry("a", 1, "x"));
        }
        world.runFor(seconds(1));
        for (Host host : world.hosts) {
            TreeSet<Key> expected = new TreeSet<>();
            for (int i = 0; i < 40; i++) {
                if (world.replicasOf(key(i)).contains(host)) expected.add(key(i));
            }
            assertThat(host.dht.keys()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void a_removal_is_seen_by_all() {
        World world = World.converged(20, 3);
        world.write(any(world), key(0), entry("a", 1, "x"), entry("b", 1, "y"));
        world.write(any(world), key(0), tombstone("a", 2));
        for (Host host : world.hosts) {
            assertThat(withoutLeases(world.read(host, key(0)).entries()))
                    .isEqualTo(withoutLeases(List.of(entry("b", 1, "y"))));
        }
    }

    @Test
    void with_one_in_twenty_dead_and_nobody_told_all_lookups_succeed() {
        World world = World.converged(60, 4);
        for (int i = 0; i < 50; i++) {
            world.write(any(world), key(i), entry("a", 1, "v" + i));
        }
        world.runFor(seconds(1));
        for (int i = 0; i < 3; i++) {
            world.crash(any(world));
        }
        List<Long> durations = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long start = world.nowNanos();
            int which = chance.below(50);
            ReadResult result = world.read(any(world), key(which));
            assertThat(withoutLeases(result.entries()))
                    .isEqualTo(withoutLeases(List.of(entry("a", 1, "v" + which))));
            assertThat(result.isComplete()).isTrue();
            assertThat(result.rounds()).isEqualTo(1);
            durations.add(world.nowNanos() - start);

            WriteResult written = world.write(any(world), key(which), entry("a", 1, "v" + which));
            assertThat(written.isAcknowledged()).isTrue();
            world.runFor(ms(700));
        }
        durations.sort(null);
        assertThat(durations.get(200)).isLessThan(ms(40));
        assertThat(durations.getLast()).isLessThan(ms(700));
    }

    @Test
    void loss_slows_lookups_down_and_no_more() {
        World world = World.converged(40, 5);
        world.loss = 0.05;
        int incomplete = 0;
        for (int i = 0; i < 300; i++) {
            assertThat(world.write(any(world), key(i), entry("a", 1, "v" + i)).isAcknowledged())
                    .isTrue();
            world.runFor(ms(700)); // two of five may hold it only when the background is through
            ReadResult result = world.read(any(world), key(i));
            if (!result.isComplete()) incomplete++;
            assertThat(withoutLeases(result.entries()))
                    .isEqualTo(withoutLeases(List.of(entry("a", 1, "v" + i))));
        }
        assertThat(incomplete).isZero();
    }

    @Test
    void every_request_is_answered_exactly_once_whatever_happens() {
        World world = World.converged(30, 6);
        world.loss = 0.3;
        for (int i = 0; i < 1_000; i++) {
            Host host = any(world);
            switch (chance.below(8)) {
                case 0, 1 -> world.put(host, key(chance.below(20)), entry("a", i, "v"));
                case 2, 3, 4 -> world.get(host, key(chance.below(20)));
                case 5 -> world.find(host, randomId(chance));
                case 6 -> world.tellDown(host, any(world));
                default -> world.tellUp(host, any(world));
            }
            if (chance.below(20) == 0) world.runFor(chance.below(ms(400)));
        }
        world.runFor(seconds(6));
        assertThat(world.answerCounts()).isNotEmpty().allMatch(count -> count == 1);
    }

    @Test
    void the_same_seed_gives_the_same_run() {
        assertThat(traceOf(9)).isEqualTo(traceOf(9)).isNotEqualTo(traceOf(10));
    }

    @Test
    void with_buckets_as_in_the_paper_lookups_find_the_true_closest() {
        World world = new World(600, 7);
        fillBuckets(world, 8, 16);
        world.runFor(seconds(10));
        int mostRounds = 0;
        for (int i = 0; i < 150; i++) {
            NodeId target = randomId(chance);
            Host host = any(world);
            DhtEffect.Located located = world.locate(host, target);
            assertThat(located.closest()).isEqualTo(closest(world, target, 5));
            mostRounds = Math.max(mostRounds, located.rounds());
        }
        assertThat(mostRounds).isBetween(2, 8);
    }

    @Test
    void with_buckets_as_in_the_paper_what_is_written_is_read_back() {
        World world = new World(600, 8);
        fillBuckets(world, 8, 16);
        world.runFor(seconds(10));
        for (int i = 0; i < 50; i++) {
            assertThat(world.write(any(world), key(i), entry("a", 1, "v" + i)).isAcknowledged())
                    .isTrue();
        }
        world.runFor(ms(100));
        for (int i = 0; i < 50; i++) {
            ReadResult result = world.read(any(world), key(i));
            assertThat(withoutLeases(result.entries()))
                    .isEqualTo(withoutLeases(List.of(entry("a", 1, "v" + i))));
            assertThat(result.isComplete()).isTrue();
        }
    }

    @Test
    void any_partial_views_let_lookups_end_without_asking_anybody_twice() {
        for (int round = 0; round < 20; round++) {
            World world = new World(61 + chance.below(60), 100 + round);
            for (Host host : world.hosts) {
                for (int i = chance.below(12); i > 0; i--) {
                    world.tellUp(host, any(world));
                }
            }
            world.runFor(seconds(10));
            for (int i = 0; i < 10; i++) {
                world.sent.clear();
                Host host = any(world);
                long request = world.find(host, randomId(chance));
                world.runFor(seconds(5));

                assertThat(world.answerTo(request)).isPresent();
                List<World.Sent> questions = questionsIn(world);
                assertThat(questions.stream().map(World.Sent::to)).doesNotHaveDuplicates();
                assertThat(questions.stream().map(World.Sent::to)).doesNotContain(host.number);
            }
        }
    }

    @Test
    void never_more_questions_are_waited_for_than_allowed() {
        World world = new World(200, 11);
        fillBuckets(world, 4, 6);
        world.runFor(seconds(10));
        world.loss = 0.2;
        int most = 0;
        for (int i = 0; i < 100; i++) {
            world.sent.clear();
            world.find(any(world), randomId(chance));
            world.runFor(seconds(5));
            most = Math.max(most, mostWaitedFor(world));
        }
        assertThat(most).isEqualTo(DhtConfig.defaults().parallelism());
    }

    /** First questions less than a timeout old and not answered by somebody, at any moment. */
    private static int mostWaitedFor(World world) {
        TreeMap<Long, Long> open = new TreeMap<>();
        TreeSet<Long> seen = new TreeSet<>();
        int most = 0;
        for (World.Sent sent : world.sent) {
            long number = sent.message().requestId();
            if (!(sent.message() instanceof DhtMessage.Find)) continue;
            if (!seen.add(number)) open.remove(number);
            else open.put(number, sent.atNanos());
            open.values().removeIf(at -> sent.atNanos() - at >= ms(300));
            open.keySet().removeIf(other -> isAnsweredBefore(world, other, sent.atNanos()));
            most = Math.max(most, open.size());
        }
        return most;
    }

    /** Whether an answer had surely arrived: the slowest takes 20 ms. */
    private static boolean isAnsweredBefore(World world, long number, long atNanos) {
        return world.sent.stream()
                .anyMatch(sent ->
                        sent.message() instanceof DhtMessage.Closer closer
                                && closer.requestId() == number
                                && sent.atNanos() <= atNanos);
    }

    private long traceOf(long seed) {
        World world = World.converged(20, seed);
        world.loss = 0.1;
        for (int i = 0; i < 50; i++) {
            world.put(world.hosts.get(i % 20), key(i), entry("a", 1, "x"));
            world.runFor(ms(50));
        }
        world.crash(world.hosts.get(3));
        world.announceDeath(world.hosts.get(3));
        world.runFor(seconds(60));
        return world.traceHash;
    }

    /** Each host knows its nearest siblings, and of each farther subtree some at random. */
    private void fillBuckets(World world, int bucket, int siblings) {
        for (Host host : world.hosts) {
            NodeId self = host.contact.id();
            List<Host> others = new ArrayList<>(world.hosts);
            others.remove(host);
            chance.shuffle(others);
            TreeMap<Integer, Integer> filled = new TreeMap<>();
            for (Host other : others) {
                int index = Long.numberOfLeadingZeros(self.bits0() ^ other.contact.id().bits0());
                if (filled.merge(index, 1, Integer::sum) <= bucket) world.tellUp(host, other);
            }
            others.sort((a, b) -> self.compareDistance(a.contact.id(), b.contact.id()));
            others.subList(0, siblings).forEach(sibling -> world.tellUp(host, sibling));
        }
    }

    private static List<Contact> closest(World world, NodeId target, int most) {
        return world.hosts.stream()
                .map(host -> host.contact)
                .sorted((a, b) -> target.compareDistance(a.id(), b.id()))
                .limit(most)
                .toList();
    }

    private static List<World.Sent> questionsIn(World world) {
        return world.sent.stream()
                .filter(sent ->
                        sent.message() instanceof DhtMessage.Find
                                || sent.message() instanceof DhtMessage.Get)
                .toList();
    }

    private Host any(World world) {
        List<Host> running = world.running();
        return running.get(chance.below(running.size()));
    }

    private static Key key(int number) {
        return Key.of(1, "service" + number);
    }
}
