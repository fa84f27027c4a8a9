package dev.starling.agent.task;

/**
 * What a task needs or a host has.
 *
 * @param cpuMillis thousandths of a core, 0 or more
 * @param memoryBytes 0 or more
 */
public record Resources(long cpuMillis, long memoryBytes) {

    public static final Resources NONE = new Resources(0, 0);

    public Resources {
        if (cpuMillis < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException(
                    "resources below zero: "
                            + cpuMillis
                            + " millicores, "
                            + memoryBytes
                            + " bytes");
        }
    }

    public boolean fitsIn(Resources free) {
        return cpuMillis <= free.cpuMillis && memoryBytes <= free.memoryBytes;
    }

    public Resources plus(Resources other) {
        return new Resources(cpuMillis + other.cpuMillis, memoryBytes + other.memoryBytes);
    }

    /** What is left of this without {@code taken}, at least nothing. */
    public Resources minus(Resources taken) {
        return new Resources(
                Math.max(0, cpuMillis - taken.cpuMillis),
                Math.max(0, memoryBytes - taken.memoryBytes));
    }
}
