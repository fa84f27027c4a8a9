package dev.starling.agent.store;

import dev.starling.agent.core.AgentBoot.Replica;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.gossip.MemberRecord;

import java.util.List;

/** What a former life of this node left in its data directory. */
public record Saved(
        List<MemberRecord> peers,
        List<ServiceDefinition> services,
        List<Replica> replicas,
        List<TaskLaunch> tasks) {}
