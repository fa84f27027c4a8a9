package dev.starling.simulator.play;

import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.scenario.Fault;
import dev.starling.simulator.scenario.Share;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings the fleet up and lets the scenario's faults happen. Which nodes a fault hits is drawn from
 * a stream of its own, so that taking one out leaves the others as they were.
 */
public final class FaultScript {

    private final Fleet fleet;

    public FaultScript(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Puts everything on the agenda. */
    public void schedule() {
        long overNanos = fleet.scenario().joining().overNanos();
        for (int node = 0; node < fleet.size(); node++) {
            long at = fleet.size() == 1 ? 0 : overNanos / (fleet.size() - 1) * node;
            int starting = node;
            fleet.agenda().at(at, "start " + node, () -> fleet.start(starting));
        }
        for (Fault fault : fleet.scenario().faults()) {
            schedule(fault);
        }
    }

    private void schedule(Fault fault) {
        switch (fault) {
            case Fault.Crash crash -> at(fault, "crash", () -> crash(crash));
            case Fault.Leave leave ->
                    at(fault, "leave", () -> some(leave, leave.nodes()).forEach(fleet::leave));
            case Fault.Partition partition -> at(fault, "partition", () -> cut(partition));
        }
    }

    private void at(Fault fault, String what, Runnable action) {
        fleet.agenda().at(fault.atNanos(), what, action);
    }

    private void crash(Fault.Crash crash) {
        List<Integer> hit = some(crash, crash.nodes());
        hit.forEach(crash.isPowerLost() ? fleet::losePower : fleet::crash);
        if (crash.untilNanos() == Fault.NEVER) return;
        fleet.agenda().at(crash.untilNanos(), "return", () -> hit.forEach(fleet::start));
    }

    /** That share of all nodes, out of those that are up. */
    private List<Integer> some(Fault fault, Share share) {
        List<Integer> up = fleet.nodes(true);
        String purpose = fault.getClass().getSimpleName() + " at " + fault.atNanos();
        fleet.draws().stream(0, purpose).shuffle(up);
        int count = Math.min(up.size(), share.count(fleet.size()));
        return up.subList(0, count).stream().sorted().toList();
    }

    private void cut(Fault.Partition partition) {
        int split = partition.leftCount(fleet.size());
        int end = split + partition.rightCount(fleet.size());
        int cut = fleet.cut(range(0, split), range(split, end));
        fleet.agenda().at(partition.untilNanos(), "heal", () -> fleet.heal(cut));
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
