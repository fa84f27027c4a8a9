package dev.starling.simulator.measure;

import java.util.Arrays;

/**
 * How figures are spread: exact, from all of them.
 *
 * @param count how many there were; the others are 0 if there were none
 * @param median the least that half of them do not exceed
 * @param p99 the least that 99 % of them do not exceed
 */
public record Spread(int count, long median, long p99, long most) {

    /** Gathers figures. */
    public static final class Samples {
        private long[] values = new long[64];
        private int count;

        public void add(long value) {
            if (count == values.length) values = Arrays.copyOf(values, 2 * count);
            values[count++] = value;
        }

        public Spread spread() {
            if (count == 0) return new Spread(0, 0, 0, 0);
            long[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            return new Spread(count, at(sorted, 50), at(sorted, 99), sorted[count - 1]);
        }

        private static long at(long[] sorted, int percent) {
            int rank = (int) ((sorted.length * (long) percent + 99) / 100);
            return sorted[Math.max(rank, 1) - 1];
        }
    }
}
