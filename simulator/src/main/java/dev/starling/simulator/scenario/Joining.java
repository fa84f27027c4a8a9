package dev.starling.simulator.scenario;

/**
 * How the fleet comes up: the first node starts at once, the others at even times within {@code
 * overNanos}.
 *
 * @param seeds how many of the first nodes the others ask to be let in; at least 1
 */
public record Joining(int seeds, long overNanos) {

    public Joining {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be at least 1: " + seeds);
        }
        if (overNanos < 0) throw new IllegalArgumentException("joining takes no negative time");
    }
}
