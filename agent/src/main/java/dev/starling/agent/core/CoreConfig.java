package dev.starling.agent.core;

import dev.starling.agent.task.TaskConfig;
import dev.starling.dht.DhtConfig;
import dev.starling.gossip.GossipConfig;

/** The settings of everything pure. */
public record CoreConfig(GossipConfig gossip, DhtConfig dht, TaskConfig task) {}
