package dev.starling.simulator.story;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;
import dev.starling.simulator.scenario.Checking;
import dev.starling.simulator.scenario.HostModel;
import dev.starling.simulator.scenario.Scenario;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** What the stories have in common: fleets in which every step is checked, and plain jobs. */
final class Stories {

    private Stories() {}

    static Scenario fleetOf(int nodes) {
        HostModel hosts = new HostModel(true, new Resources(4_000, 8L << 30));
        return Scenario.defaults().withNodes(nodes).withHosts(hosts).withChecking(Checking.ALWAYS);
    }

    /** Tasks that each take one of the four cores of a host and run until they are stopped. */
    static JobSpec endlessJob(String name, int tasks) {
        return job(name, tasks, List.of("sleep", "forever"));
    }

    /** Tasks that each take one of the four cores of a host, for that time. */
    static JobSpec jobOf(String name, int tasks, String runs) {
        return job(name, tasks, List.of("work", runs));
    }

    private static JobSpec job(String name, int tasks, List<String> command) {
        Resources needed = new Resources(1_000, 64 << 20);
        return new JobSpec(name, tasks, command, new TreeMap<>(), needed, seconds(5).toNanos());
    }

    static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
