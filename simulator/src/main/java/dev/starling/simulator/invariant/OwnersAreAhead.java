package dev.starling.simulator.invariant;

import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;

import java.util.Optional;

/** SWIM §4.2: only a member itself raises its incarnation, so nobody can know a later one. */
public final class OwnersAreAhead implements Invariant {

    @Override
    public String claim() {
        return "nobody knows a later epoch or incarnation of a node than the node itself";
    }

    @Override
    public Optional<String> onBelief(int node, Member about, Sight sight) {
        MemberRecord known = about.record();
        MemberRecord own = sight.self(sight.numberOf(about));
        int order = Long.compareUnsigned(known.epoch(), own.epoch());
        boolean isLaterIncarnation =
                Long.compareUnsigned(known.incarnation(), own.incarnation()) > 0;
        boolean isAhead = order > 0 || order == 0 && isLaterIncarnation;
        return isAhead ? Optional.of("it knows " + known + ", the owner " + own) : Optional.empty();
    }

    @Override
    public Optional<String> atRest(Sight sight) {
        for (int node = 0; node < sight.size(); node++) {
            if (!sight.isUp(node)) continue;
            for (Member about : sight.beliefs(node)) {
                Optional<String> broken = onBelief(node, about, sight);
                if (broken.isPresent()) return broken;
            }
        }
        return Optional.empty();
    }
}
