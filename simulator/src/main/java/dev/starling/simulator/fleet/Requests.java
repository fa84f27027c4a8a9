package dev.starling.simulator.fleet;

import dev.starling.agent.core.Answer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The commands that wait for an answer. Each gets at most one, which is held against the core. */
final class Requests implements FleetWatch {

    private record Open(int node, Consumer<Answer> onAnswer) {}

    private final Map<Long, Open> open = new LinkedHashMap<>();
    private long lastId;

    /** The number to put into the command. */
    long open(int node, Consumer<Answer> onAnswer) {
        open.put(++lastId, new Open(node, onAnswer));
        return lastId;
    }

    @Override
    public void onReply(int node, long requestId, Answer answer) {
        Open request = open.remove(requestId);
        if (request == null || request.node() != node) {
            throw new IllegalStateException(
                    "request " + requestId + " is not open on node " + node + ": " + answer);
        }
        request.onAnswer().accept(answer);
    }

    /** Nobody is left to answer. */
    @Override
    public void onStopped(int node, boolean isFarewell) {
        open.values().removeIf(request -> request.node() == node);
    }
}
