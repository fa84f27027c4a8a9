package dev.starling.simulator.measure;

import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.fleet.FleetWatch;

/** Adds up how long nodes were up, so that figures can be given per node and second. */
public final class NodeTime implements FleetWatch {

    private final Fleet fleet;
    private double nodeSeconds;
    private long sinceNanos;
    private int up;

    public NodeTime(Fleet fleet) {
        this.fleet = fleet;
    }

    public double nodeSeconds() {
        settle();
        return nodeSeconds;
    }

    @Override
    public void onStarted(int node) {
        settle();
        up++;
    }

    @Override
    public void onStopped(int node, boolean isFarewell) {
        settle();
        up--;
    }

    private void settle() {
        nodeSeconds += up * (fleet.nowNanos() - sinceNanos) / 1e9;
        sinceNanos = fleet.nowNanos();
    }
}
