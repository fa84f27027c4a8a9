package dev.starling.dht;

import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

/** A node that can be asked: a row of the Kademlia table (Kademlia §2.2). */
public record Contact(NodeId id, Endpoint endpoint) {}
