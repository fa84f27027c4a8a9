package dev.starling.agent.core;

import dev.starling.gossip.GossipEffect;

import java.time.Duration;

/** The sentences that the core wants people to read. */
final class Notes {

    private Notes() {}

    static AgentEffect.Note warning(String text) {
        return new AgentEffect.Note(AgentEffect.Level.WARN, text);
    }

    static AgentEffect.Note joined(GossipEffect.Joined joined) {
        return new AgentEffect.Note(
                AgentEffect.Level.INFO, "joined the fleet by way of node " + joined.by());
    }

    static AgentEffect.Note seedSilent(GossipEffect.SeedSilent silent) {
        return warning(
                "seed %s does not answer; trying again in %d s"
                        .formatted(
                                silent.seed(),
                                Math.max(1, Duration.ofNanos(silent.retryNanos()).toSeconds())));
    }

    static AgentEffect.Note nameClash(GossipEffect.NameClash clash) {
        return warning(
                "two members are called \"%s\": nodes %s and %s; rename one with --name"
                        .formatted(clash.name(), clash.first(), clash.second()));
    }

    static AgentEffect.Note epochOvertaken(long epoch) {
        return warning(
                "the fleet knows a later life of this node: its data directory was copied or rolled"
                        + " back; going on under epoch "
                        + Long.toUnsignedString(epoch));
    }
}
