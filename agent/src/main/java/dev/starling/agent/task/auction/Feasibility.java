package dev.starling.agent.task.auction;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.Resources;
import dev.starling.dht.Contact;

import java.util.Optional;

/**
 * Whether any present host could ever run a task of a job. Only what hosts give in total counts
 * here, which does not age, and a host that has not spoken yet gets the benefit of the doubt.
 */
public record Feasibility(Hosts hosts) {

    /** Why it cannot be, in one line. */
    public record Objection(Refusal why, String message) {}

    /** Empty if some host could run it, or might. */
    public Optional<Objection> objection(JobSpec spec) {
        int silent = 0;
        Optional<Contact> largest = Optional.empty();
        double largestShare = -1;
        for (Contact host : hosts.present()) {
            Optional<Advert> advert = hosts.advert(host.id()).map(Hosts.Heard::advert);
            if (advert.isEmpty()) silent++;
            if (advert.isEmpty() || !advert.get().isExecutor()) continue;
            double share = shareOf(advert.get().capacity(), spec.resources());
            if (share > largestShare) {
                largest = Optional.of(host);
                largestShare = share;
            }
        }
        if (largestShare >= 1) return Optional.empty();
        if (largest.isPresent() && silent > 0) return Optional.empty();
        return Optional.of(
                largest.map(host -> tooLarge(spec, host)).orElse(nobodyRunsTasks(silent)));
    }

    /** How much of {@code each} the capacity covers in its scarcer dimension; 1 is enough. */
    private static double shareOf(Resources capacity, Resources each) {
        if (each.fitsIn(capacity)) return Double.MAX_VALUE;
        double cpu = (double) capacity.cpuMillis() / Math.max(1, each.cpuMillis());
        double memory = (double) capacity.memoryBytes() / Math.max(1, each.memoryBytes());
        return Math.min(0.999, Math.min(cpu, memory));
    }

    private Objection tooLarge(JobSpec spec, Contact host) {
        Resources capacity = hosts.advert(host.id()).orElseThrow().advert().capacity();
        String message =
                ("job %s needs %s millicores and %s for each task;"
                                + " the largest host, %s, gives %s and %s")
                        .formatted(
                                spec.name(),
                                spec.resources().cpuMillis(),
                                spec.resources().memoryInWords(),
                                hosts.nameOf(host.id()),
                                capacity.cpuMillis(),
                                capacity.memoryInWords());
        return new Objection(Refusal.IMPOSSIBLE, message);
    }

    private static Objection nobodyRunsTasks(int silent) {
        if (silent == 0) {
            return new Objection(
                    Refusal.IMPOSSIBLE, "no present host runs tasks: start agents with --tasks");
        }
        return new Objection(
                Refusal.UNAVAILABLE,
                "no host is known to run tasks, "
                        + silent
                        + " have not said yet: try again in a few seconds, or start agents with"
                        + " --tasks");
    }
}
