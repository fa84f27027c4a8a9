package dev.starling.simulator.scenario;

import dev.starling.agent.task.JobSpec;

import java.util.List;

/** What people and programs ask of the fleet while it runs. */
public record Workload(Services services, Lookups lookups, List<Job> jobs) {

    public Workload {
        jobs = List.copyOf(jobs);
    }

    /**
     * Instances registered on nodes that are drawn.
     *
     * @param names how many services there are: the instances are dealt to them in turn
     * @param instances 0 for none
     * @param overNanos they are registered at even times within this
     */
    public record Services(int names, int instances, long atNanos, long overNanos) {
        public Services {
            if (names < 1 || instances < 0) {
                throw new IllegalArgumentException(
                        "services need at least 1 name and no negative number of instances");
            }
        }
    }

    /**
     * Questions for services that are drawn, from nodes that are drawn.
     *
     * @param perSecond in the whole fleet, at exponential distances; 0 for none
     */
    public record Lookups(double perSecond, long atNanos) {
        public Lookups {
            if (!(perSecond >= 0 && perSecond <= 1e6)) {
                throw new IllegalArgumentException(
                        "lookups per second must be from 0 to 1000000: " + perSecond);
            }
        }
    }

    /**
     * A job submitted to a node that is drawn.
     *
     * @param spec its command is understood by the modelled hosts
     */
    public record Job(JobSpec spec, long atNanos) {}
}
