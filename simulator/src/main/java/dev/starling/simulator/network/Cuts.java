package dev.starling.simulator.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which nodes cannot reach which, as up to {@value #MOST_CUTS} partitions at a time. */
public final class Cuts {

    static final int MOST_CUTS = 64;

    private long[] left = new long[16];
    private long[] right = new long[16];
    private long active;

    /** Makes room for node numbers below {@code nodes}. */
    void grow(int nodes) {
        if (nodes <= left.length) return;
        left = Arrays.copyOf(left, 2 * nodes);
        right = Arrays.copyOf(right, 2 * nodes);
    }

    /** Separates two groups, both ways, and names the cut. */
    public int cut(List<Integer> leftNodes, List<Integer> rightNodes) {
        int cut = Long.numberOfTrailingZeros(~active);
        if (cut == MOST_CUTS) {
            throw new IllegalStateException("more than " + MOST_CUTS + " partitions at a time");
        }
        active |= 1L << cut;
        leftNodes.forEach(node -> left[node] |= 1L << cut);
        rightNodes.forEach(node -> right[node] |= 1L << cut);
        return cut;
    }

    public void heal(int cut) {
        active &= ~(1L << cut);
        for (int node = 0; node < left.length; node++) {
            left[node] &= active;
            right[node] &= active;
        }
    }

    public void healAll() {
        for (long rest = active; rest != 0; rest &= rest - 1) {
            heal(Long.numberOfTrailingZeros(rest));
        }
    }

    /** Numbers the groups of nodes below {@code nodes} that are cut alike, from 0. */
    public int[] groups(int nodes) {
        record Sides(long left, long right) {}
        Map<Sides, Integer> numbers = new LinkedHashMap<>();
        int[] groups = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            Sides sides = new Sides(left[node], right[node]);
            groups[node] = numbers.computeIfAbsent(sides, added -> numbers.size());
        }
        return groups;
    }

    public boolean isAnyCut() {
        return active != 0;
    }

    public boolean isCut(int from, int to) {
        return (left[from] & right[to] | right[from] & left[to]) != 0;
    }
}
