package dev.starling.agent.core;

import dev.starling.node.Sender;
import dev.starling.wire.Message;

import java.util.List;

/** What travels at once from one agent to another. */
public record Packet(Sender sender, List<Message> messages) {}
