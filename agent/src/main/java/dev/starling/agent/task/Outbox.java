package dev.starling.agent.task;

import dev.starling.dht.Contact;
import dev.starling.node.NodeId;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the machines of this package put their wishes during one call. A message to this node
 * itself never leaves it: it is kept for {@link Tasks} to hand over before the call returns.
 */
public final class Outbox {

    private final NodeId self;
    private final Consumer<TaskEffect> out;
    private final Deque<TaskMessage> toSelf = new ArrayDeque<>();

    public Outbox(NodeId self, Consumer<TaskEffect> out) {
        this.self = self;
        this.out = out;
    }

    public void send(Contact to, TaskMessage message) {
        if (to.id().equals(self)) {
            toSelf.add(message);
        } else {
            out.accept(new TaskEffect.Send(to.endpoint(), message));
        }
    }

    public void wish(TaskEffect effect) {
        out.accept(effect);
    }

    /** The oldest message to this node that was not taken yet. */
    public Optional<TaskMessage> takeToSelf() {
        return Optional.ofNullable(toSelf.poll());
    }
}
