package dev.starling.agent.core;

import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.gossip.MemberRecord;

import java.util.List;

/**
 * What a node knows before its first packet: itself, and what its data directory kept.
 *
 * @param self incarnation 0 of a new epoch
 * @param seed of all chance; drawn once per life from a secure source, or from a scenario
 * @param peers whom to ask if no seed is given
 * @param tasks accepted and not forgotten; the executor tells which of them still run
 */
public record AgentBoot(
        MemberRecord self,
        long seed,
        List<MemberRecord> peers,
        List<ServiceDefinition> services,
        List<Replica> replicas,
        List<TaskLaunch> tasks) {

    /** An entry that this node held for the fleet. */
    public record Replica(Key key, Entry entry) {}

    /** A node on its first day. */
    public static AgentBoot fresh(MemberRecord self, long seed) {
        return new AgentBoot(self, seed, List.of(), List.of(), List.of(), List.of());
    }
}
