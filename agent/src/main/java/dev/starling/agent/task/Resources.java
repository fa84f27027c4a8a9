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

    /** How many of these fit side by side into {@code free}, at most {@code most}. */
    public int timesIn(Resources free, int most) {
        long times = most;
        if (cpuMillis > 0) times = Math.min(times, free.cpuMillis / cpuMillis);
        if (memoryBytes > 0) times = Math.min(times, free.memoryBytes / memoryBytes);
        return (int) times;
    }

    /** The sum; what would overflow stays at the largest number. */
    public Resources plus(Resources other) {
        return new Resources(sum(cpuMillis, other.cpuMillis), sum(memoryBytes, other.memoryBytes));
    }

    /** What is left of this without {@code taken}, at least nothing. */
    public Resources minus(Resources taken) {
        return new Resources(
                Math.max(0, cpuMillis - taken.cpuMillis),
                Math.max(0, memoryBytes - taken.memoryBytes));
    }

    /** For people: {@code 500 millicores and 256M}. */
    public String inWords() {
        return cpuMillis + " millicores and " + memoryInWords();
    }

    /** {@code 256M}, {@code 1.5G}: the largest binary unit, one decimal at most, rounded down. */
    public String memoryInWords() {
        int unit = 0;
        while (unit < UNITS.length() - 1 && memoryBytes >> 10 * (unit + 1) > 0) unit++;
        long whole = memoryBytes >> 10 * unit;
        long tenth = unit == 0 ? 0 : (memoryBytes >> 10 * (unit - 1) & 1_023) * 10 / 1_024;
        String number = tenth == 0 || whole >= 10 ? "" + whole : whole + "." + tenth;
        return unit == 0 ? number : number + UNITS.charAt(unit);
    }

    private static final String UNITS = " kMGTP";

    private static long sum(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }
}
