package dev.starling.simulator.scenario;

import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.dht.DhtConfig;
import dev.starling.gossip.GossipConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run, completely: with the same scenario and the same code everything happens the same way.
 *
 * @param name for people
 * @param seed of everything that is drawn
 * @param nodes 1 to {@value #MOST_NODES}
 * @param lengthNanos simulated time
 * @param config the agents' own settings, all the same
 */
public record Scenario(
        String name,
        String about,
        long seed,
        int nodes,
        long lengthNanos,
        Codec codec,
        Checking checking,
        Joining joining,
        NetworkModel network,
        HostModel hosts,
        CoreConfig config,
        List<Fault> faults,
        Workload workload) {

    public static final int MOST_NODES = 1_000_000;

    public Scenario {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException(
                    "nodes must be 1 to " + MOST_NODES + ", not " + nodes);
        }
        if (lengthNanos < 1) {
            throw new IllegalArgumentException("a run must last longer than nothing");
        }
        faults = List.copyOf(faults);
    }

    /**
     * A quiet fleet: 100 nodes for a minute, half a millisecond apart, no faults and no tasks, 100
     * instances of 20 services looked up ten times a second.
     */
    public static Scenario defaults() {
        HostModel hosts = new HostModel(false, new Resources(4_000, 8L << 30));
        return new Scenario(
                "default",
                "",
                1,
                100,
                seconds(60),
                Codec.ALWAYS,
                Checking.SAMPLED,
                new Joining(3, seconds(1)),
                new NetworkModel(Latency.around(Duration.ofNanos(500_000).toNanos()), 0, 0),
                hosts,
                configOf(hosts),
                List.of(),
                new Workload(
                        new Workload.Services(20, 100, seconds(5), seconds(5)),
                        new Workload.Lookups(10, seconds(12)),
                        List.of()));
    }

    /**
     * Reads a scenario file.
     *
     * @throws IllegalArgumentException one line: the file, the field, its value, what is right
     */
    public static Scenario load(Path file) {
        return ScenarioFile.load(file);
    }

    /**
     * Refuses what each part allows but the whole does not: a fault after the end or to more nodes
     * than there are, a job for hosts that run none.
     *
     * @throws IllegalArgumentException one line
     */
    public void requirePlayable() {
        faults.forEach(fault -> fault.requirePossible(nodes, lengthNanos));
        if (!hosts.isExecutor() && !workload.jobs().isEmpty()) {
            throw new IllegalArgumentException(
                    "job "
                            + workload.jobs().getFirst().spec().name()
                            + " needs hosts that run tasks: write hosts: {tasks: true}");
        }
    }

    /** The agents' default settings on such hosts. */
    static CoreConfig configOf(HostModel hosts) {
        return new CoreConfig(
                GossipConfig.defaults(),
                DhtConfig.defaults(),
                TaskConfig.defaults(hosts.isExecutor(), hosts.capacity()));
    }

    public Scenario withSeed(long changed) {
        return new Scenario(
                name,
                about,
                changed,
                nodes,
                lengthNanos,
                codec,
                checking,
                joining,
                network,
                hosts,
                config,
                faults,
                workload);
    }

    public Scenario withNodes(int changed) {
        return new Scenario(
                name,
                about,
                seed,
                changed,
                lengthNanos,
                codec,
                checking,
                joining,
                network,
                hosts,
                config,
                faults,
                workload);
    }

    public Scenario withLength(Duration changed) {
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                changed.toNanos(),
                codec,
                checking,
                joining,
                network,
                hosts,
                config,
                faults,
                workload);
    }

    public Scenario withCodec(Codec changed) {
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                changed,
                checking,
                joining,
                network,
                hosts,
                config,
                faults,
                workload);
    }

    public Scenario withChecking(Checking changed) {
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                codec,
                changed,
                joining,
                network,
                hosts,
                config,
                faults,
                workload);
    }

    public Scenario withJoining(Joining changed) {
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                codec,
                checking,
                changed,
                network,
                hosts,
                config,
                faults,
                workload);
    }

    public Scenario withNetwork(NetworkModel changed) {
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                codec,
                checking,
                joining,
                changed,
                hosts,
                config,
                faults,
                workload);
    }

    /** Packets disappear with this chance, 0 to 1. */
    public Scenario withLoss(double chance) {
        return withNetwork(network.withLoss(chance));
    }

    /** This latency one way, with spread and jitter in proportion. */
    public Scenario withLatency(Duration base) {
        return withNetwork(network.withLatency(Latency.around(base.toNanos())));
    }

    /** Such hosts; the agents' settings for tasks become the default ones for them. */
    public Scenario withHosts(HostModel changed) {
        CoreConfig fitting =
                new CoreConfig(config.gossip(), config.dht(), configOf(changed).task());
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                codec,
                checking,
                joining,
                network,
                changed,
                fitting,
                faults,
                workload);
    }

    public Scenario withConfig(CoreConfig changed) {
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                codec,
                checking,
                joining,
                network,
                hosts,
                changed,
                faults,
                workload);
    }

    public Scenario withWorkload(Workload changed) {
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                codec,
                checking,
                joining,
                network,
                hosts,
                config,
                faults,
                changed);
    }

    /** One fault more. */
    public Scenario withFault(Fault added) {
        List<Fault> more = new ArrayList<>(faults);
        more.add(added);
        return new Scenario(
                name,
                about,
                seed,
                nodes,
                lengthNanos,
                codec,
                checking,
                joining,
                network,
                hosts,
                config,
                more,
                workload);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
