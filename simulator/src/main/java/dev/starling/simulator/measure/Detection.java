package dev.starling.simulator.measure;

import dev.starling.gossip.Member;
import dev.starling.gossip.MemberStatus;
import dev.starling.node.NodeId;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.fleet.FleetWatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Watches who is held dead: the crashed, how soon; and the living, how often.
 *
 * <p>A verdict is false if its subject was up in that very life and reachable. What a partition
 * leads to is not counted: until all see all again after it, and what was under way has ended.
 */
public final class Detection implements FleetWatch {

    private static final class Open {
        private final long atNanos;
        private final BitSet waiting;
        private long firstNanos = Settled.NEVER;
        private long everywhereNanos = Settled.NEVER;

        private Open(long atNanos, BitSet waiting) {
            this.atNanos = atNanos;
            this.waiting = waiting;
        }
    }

    /** A suspicion of a partition's last moment ends within this: a guess for any fleet. */
    private static final long AFTERMATH_NANOS = Duration.ofSeconds(30).toNanos();

    private final Fleet fleet;
    private final Convergence convergence;
    private final TreeMap<Integer, Open> open = new TreeMap<>();
    private final List<Detected> detected = new ArrayList<>();
    private boolean isTorn;
    private long tornNanos;
    private long falseDeaths;
    private long falseSuspicions;

    public Detection(Fleet fleet, Convergence convergence) {
        this.fleet = fleet;
        this.convergence = convergence;
    }

    /** Every crash, in order of time and node. */
    public List<Detected> detected() {
        List<Detected> all = new ArrayList<>(detected);
        open.forEach((node, crash) -> all.add(result(node, crash)));
        all.sort((left, right) -> {
            int order = Long.compare(left.atNanos(), right.atNanos());
            return order != 0 ? order : Integer.compare(left.node(), right.node());
        });
        return all;
    }

    /** How often a node came to hold dead what was up and in reach. */
    public long falseDeaths() {
        return falseDeaths;
    }

    public long falseSuspicions() {
        return falseSuspicions;
    }

    @Override
    public void onBelief(int node, Member about) {
        if (about.status() == MemberStatus.ALIVE) return;
        int subject = fleet.numberOf(about.id());
        Open crash = open.get(subject);
        if (crash != null && !about.status().isPresent()) {
            heard(crash, node);
        } else if (isWrong(node, subject, about)) {
            if (about.status() == MemberStatus.DEAD) falseDeaths++;
            if (about.status() == MemberStatus.SUSPECT) falseSuspicions++;
        }
    }

    @Override
    public void onStopped(int node, boolean isFarewell) {
        for (Open crash : open.values()) {
            stopWaiting(crash, node);
        }
        if (isFarewell) return;
        BitSet knowing = new BitSet();
        NodeId id = fleet.host(node).place().id();
        for (int other = 0; other < fleet.size(); other++) {
            boolean isKnown =
                    fleet.isUp(other)
                            && fleet.core(other)
                                    .member(id)
                                    .filter(member -> member.status().isPresent())
                                    .isPresent();
            knowing.set(other, isKnown);
        }
        open.put(node, new Open(fleet.nowNanos(), knowing));
    }

    /** It is back, so that nobody needs to hear of its death any more. */
    @Override
    public void onStarted(int node) {
        Open crash = open.remove(node);
        if (crash != null) detected.add(result(node, crash));
    }

    @Override
    public void onReachChanged() {
        isTorn = true;
        tornNanos = fleet.nowNanos();
    }

    private void heard(Open crash, int node) {
        if (crash.firstNanos == Settled.NEVER) crash.firstNanos = since(crash);
        stopWaiting(crash, node);
    }

    private void stopWaiting(Open crash, int node) {
        if (!crash.waiting.get(node)) return;
        crash.waiting.clear(node);
        if (crash.waiting.isEmpty()) crash.everywhereNanos = since(crash);
    }

    private long since(Open crash) {
        return fleet.nowNanos() - crash.atNanos;
    }

    private boolean isWrong(int node, int subject, Member about) {
        boolean isWhole = !fleet.network().cuts().isAnyCut() && convergence.isSettled();
        if (isWhole && fleet.nowNanos() >= tornNanos + AFTERMATH_NANOS) isTorn = false;
        if (isTorn || !fleet.isUp(subject)) return false;
        return about.record().epoch() == fleet.host(subject).self().epoch();
    }

    private static Detected result(int node, Open crash) {
        return new Detected(node, crash.atNanos, crash.firstNanos, crash.everywhereNanos);
    }
}
