package dev.starling.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;
import dev.starling.node.Chance;
import dev.starling.simulator.measure.Settled;
import dev.starling.simulator.scenario.Checking;
import dev.starling.simulator.scenario.Fault;
import dev.starling.simulator.scenario.HostModel;
import dev.starling.simulator.scenario.Joining;
import dev.starling.simulator.scenario.Scenario;
import dev.starling.simulator.scenario.Share;
import dev.starling.simulator.scenario.Workload;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Seeds that nobody has seen before, a few in each build: what they find stays as a story. */
class FreshSeedsTest {

    private static final String PROPERTY = "starling.seed";
    private static final int BAND = 4;
    private static final int LONG_TASKS = 3;

    static LongStream seeds() {
        String given = System.getProperty(PROPERTY);
        if (given != null) return LongStream.of(Long.parseLong(given));
        long first = Chance.mix(System.nanoTime()) >>> 16;
        return LongStream.range(first, first + BAND);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void after_a_chaos_of_crashes_and_cuts_all_see_all_and_find_everything(long seed) {
        Scenario scenario = chaosThenCalm(seed);
        String again =
                "mvn -pl simulator -am test -Dtest=FreshSeedsTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -D"
                        + PROPERTY
                        + "="
                        + seed;
        System.out.println("fresh seed; again by: " + again);

        SimResults results = Simulation.run(scenario, progress -> {});

        assertThat(results.settled().getLast().tookNanos()).as(again).isNotEqualTo(Settled.NEVER);
        assertThat(results.lookups().expected()).as(again).isPositive();
        assertThat(results.lookups().missing()).as(again).isZero();
        assertThat(results.lookups().stale()).as(again).isZero();
        assertThat(results.tasks().placed()).as(again).isEqualTo(results.tasks().tasks());
        assertThat(results.tasks().running()).as(again).isEqualTo(LONG_TASKS);
        assertThat(results.tasks().runningTwice()).as(again).isZero();
    }

    /** Half a minute of faults, a minute and a half to recover, then lookups. */
    private static Scenario chaosThenCalm(long seed) {
        Chance chance = Chance.stream(seed, "fresh");
        int nodes = 3 + chance.below(22);
        Scenario scenario =
                Scenario.defaults()
                        .withSeed(seed)
                        .withHosts(new HostModel(true, new Resources(4_000, 8L << 30)))
                        .withNodes(nodes)
                        .withLength(Duration.ofSeconds(150))
                        .withChecking(Checking.ALWAYS)
                        .withJoining(new Joining(1 + chance.below(3), millis(chance.below(5_000))))
                        .withLatency(Duration.ofMillis(1 + chance.below(20)))
                        .withLoss(chance.below(2) == 0 ? 0 : 0.05 * chance.unit())
                        .withWorkload(
                                new Workload(
                                        new Workload.Services(
                                                5, 20, millis(10_000), millis(30_000)),
                                        new Workload.Lookups(10, millis(125_000)),
                                        List.of(
                                                job("short", 8, "10s"),
                                                job("long", LONG_TASKS, "1h"))));
        for (int i = chance.below(4); i > 0; i--) {
            scenario = scenario.withFault(fault(chance));
        }
        return scenario;
    }

    private static Workload.Job job(String name, int tasks, String runs) {
        Resources needed = new Resources(1_000, 1 << 20);
        List<String> command = List.of("work", runs);
        JobSpec spec = new JobSpec(name, tasks, command, new TreeMap<>(), needed, 0);
        return new Workload.Job(spec, millis(11_000));
    }

    private static Fault fault(Chance chance) {
        long at = millis(12_000 + chance.below(20_000));
        long until = at + millis(100 + chance.below(14_000));
        if (chance.below(2) == 0) {
            return new Fault.Crash(new Share(1 + chance.below(40), true), at, until, false);
        }
        int left = 10 + chance.below(80);
        return new Fault.Partition(new Share(left, true), new Share(100 - left, true), at, until);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
