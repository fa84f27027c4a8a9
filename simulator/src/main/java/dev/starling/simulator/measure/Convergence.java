package dev.starling.simulator.measure;

import dev.starling.gossip.Member;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.fleet.FleetWatch;
import dev.starling.simulator.network.Cuts;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Watches for the moment at which all see all.
 *
 * <p>Counting comes first, since it costs nothing per step: how many nodes see how many. Only when
 * every node sees as many as it can reach are the views themselves compared.
 */
public final class Convergence implements FleetWatch {

    private final Fleet fleet;
    private final int[] seen;
    private final BitSet started = new BitSet();
    private final BitSet leaving = new BitSet();
    private final List<Settled> settled = new ArrayList<>();

    /** Nodes that are cut alike are a group, which has a number. */
    private int[] groups;

    // By group: one of its nodes, how many are up, how many those reach, how many see how many.
    private int[] anyOf;
    private int[] up;
    private int[] reachable;
    private int[][] nodesSeeing;

    private String cause = "";
    private long sinceNanos;
    private boolean isChanged;

    public Convergence(Fleet fleet) {
        this.fleet = fleet;
        this.seen = new int[fleet.size()];
        regroup();
    }

    /** Whether every node has seen exactly those that it can reach since the last change. */
    public boolean isSettled() {
        return cause.isEmpty();
    }

    /** What has settled, in order of time; last what has not yet. */
    public List<Settled> settled() {
        List<Settled> all = new ArrayList<>(settled);
        if (!isSettled()) all.add(new Settled(cause, sinceNanos, Settled.NEVER));
        return all;
    }

    @Override
    public void onStarted(int node) {
        String what = started.get(node) ? "restart" : "start";
        started.set(node);
        add(node);
        countReachable();
        disturb(what);
    }

    @Override
    public void onLeaving(int node) {
        leaving.set(node);
        remove(node);
        disturb("leave");
    }

    @Override
    public void onStopped(int node, boolean isFarewell) {
        if (leaving.get(node)) {
            leaving.clear(node);
        } else {
            remove(node);
            disturb("crash");
        }
    }

    @Override
    public void onReachChanged() {
        regroup();
        disturb(fleet.network().cuts().isAnyCut() ? "partition" : "heal");
    }

    @Override
    public void onBelief(int node, Member about) {
        isChanged = true;
    }

    @Override
    public void afterStep(int node) {
        if (!isChanged) return;
        isChanged = false;
        if (!Fleet.isWorld(node) && isStaying(node)) count(node);
        if (!isSettled() && isEverybodyRight()) settle();
    }

    /** What is one storm of starts is one line: its end counts. */
    private void disturb(String what) {
        long now = fleet.nowNanos();
        if (!isSettled() && !cause.equals(what)) {
            settled.add(new Settled(cause, sinceNanos, Settled.NEVER));
        }
        boolean isSameStorm =
                what.equals("start")
                        && !settled.isEmpty()
                        && settled.getLast().cause().equals(what);
        if (isSameStorm) settled.removeLast();
        cause = what;
        sinceNanos = now;
        isChanged = true;
    }

    private void settle() {
        settled.add(new Settled(cause, sinceNanos, fleet.nowNanos() - sinceNanos));
        cause = "";
    }

    private void count(int node) {
        int now = fleet.core(node).presentCount();
        int group = groups[node];
        nodesSeeing[group][seen[node]]--;
        nodesSeeing[group][now]++;
        seen[node] = now;
        if (isSettled() && now != reachable[group]) disturb("relapse");
    }

    private boolean isStaying(int node) {
        return fleet.isUp(node) && !leaving.get(node);
    }

    private boolean isEverybodyRight() {
        int right = 0;
        for (int group = 0; group < reachable.length; group++) {
            right += nodesSeeing[group][reachable[group]];
        }
        if (right < fleet.upCount() - leaving.cardinality()) return false;
        for (int node = 0; node < fleet.size(); node++) {
            if (isStaying(node) && !seesOnlyReachable(node)) return false;
        }
        return true;
    }

    private boolean seesOnlyReachable(int node) {
        for (Member member : fleet.core(node).members()) {
            if (!member.status().isPresent()) continue;
            int other = fleet.numberOf(member.id());
            if (leaving.get(other) || !fleet.canReach(node, other)) return false;
        }
        return true;
    }

    private void add(int node) {
        up[groups[node]]++;
        seen[node] = fleet.core(node).presentCount();
        nodesSeeing[groups[node]][seen[node]]++;
    }

    private void remove(int node) {
        up[groups[node]]--;
        nodesSeeing[groups[node]][seen[node]]--;
        countReachable();
    }

    private void regroup() {
        groups = fleet.network().cuts().groups(fleet.size());
        int count = 0;
        for (int group : groups) count = Math.max(count, group + 1);
        up = new int[count];
        anyOf = new int[count];
        reachable = new int[count];
        nodesSeeing = new int[count][fleet.size() + 1];
        for (int node = 0; node < fleet.size(); node++) {
            anyOf[groups[node]] = node;
            if (isStaying(node)) add(node);
        }
        countReachable();
    }

    private void countReachable() {
        Cuts cuts = fleet.network().cuts();
        for (int from = 0; from < up.length; from++) {
            reachable[from] = 0;
            for (int to = 0; to < up.length; to++) {
                if (!cuts.isCut(anyOf[from], anyOf[to])) reachable[from] += up[to];
            }
        }
    }
}
