package dev.starling.simulator.invariant;

import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.task.Resources;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.fleet.FleetWatch;
import dev.starling.simulator.scenario.Checking;

import java.util.List;
import java.util.Optional;

/** Holds all invariants against a fleet while it runs, as often as the scenario says. */
public final class Guard implements FleetWatch {

    /** Sampling looks at one step of so many; prime, so that no rhythm hides behind it. */
    private static final int SAMPLE = 97;

    private final List<Invariant> invariants =
            List.of(
                    new CoresAreSound(),
                    new OwnersAreAhead(),
                    new EpochsRise(),
                    new PacketsFit(),
                    new CapacityHolds(),
                    new ViewsAgree());

    private final Fleet fleet;
    private final Sight sight;
    private final int everySteps;
    private long steps;
    private long checks;

    public Guard(Fleet fleet) {
        this.fleet = fleet;
        this.sight = new FleetSight(fleet);
        this.everySteps =
                switch (fleet.scenario().checking()) {
                    case ALWAYS -> 1;
                    case SAMPLED -> SAMPLE;
                    case OFF -> Integer.MAX_VALUE;
                };
    }

    /** How many times an invariant was looked at. */
    public long checks() {
        return checks;
    }

    @Override
    public void afterStep(int node) {
        if (++steps % everySteps != 0 || Fleet.isWorld(node) || !fleet.isUp(node)) return;
        for (Invariant invariant : invariants) {
            hold(invariant, node, invariant.afterStep(node, sight));
        }
    }

    @Override
    public void onBelief(int node, Member about) {
        if (fleet.scenario().checking() == Checking.OFF) return;
        for (Invariant invariant : invariants) {
            hold(invariant, node, invariant.onBelief(node, about, sight));
        }
    }

    @Override
    public void onSent(int node, AgentEffect.Transmit packet, int sizeBytes) {
        for (Invariant invariant : invariants) {
            hold(invariant, node, invariant.onSent(node, packet.carrier(), sizeBytes));
        }
    }

    /** To be called when nothing has gone wrong for long enough that all should have settled. */
    public void atRest() {
        for (Invariant invariant : invariants) {
            hold(invariant, -1, invariant.atRest(sight));
        }
    }

    private void hold(Invariant invariant, int node, Optional<String> broken) {
        checks++;
        if (broken.isPresent()) throw new InvariantBroken(invariant.claim(), node, broken.get());
    }

    private record FleetSight(Fleet fleet) implements Sight {
        @Override
        public int size() {
            return fleet.size();
        }

        @Override
        public boolean isUp(int node) {
            return fleet.isStaying(node);
        }

        @Override
        public boolean canReach(int from, int to) {
            return fleet.isStaying(to) && fleet.canReach(from, to);
        }

        @Override
        public MemberRecord self(int node) {
            return fleet.host(node).self();
        }

        @Override
        public int lives(int node) {
            return fleet.host(node).lives();
        }

        @Override
        public List<Member> beliefs(int node) {
            return fleet.core(node).members();
        }

        @Override
        public int numberOf(Member about) {
            return fleet.numberOf(about.id());
        }

        @Override
        public Resources inUse(int node) {
            return fleet.host(node).inUse();
        }

        @Override
        public Resources capacity(int node) {
            return fleet.scenario().hosts().capacity();
        }

        @Override
        public void checkCore(int node) {
            fleet.core(node).checkInvariants();
        }
    }
}
