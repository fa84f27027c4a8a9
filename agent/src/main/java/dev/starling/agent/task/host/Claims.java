package dev.starling.agent.task.host;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.dht.Contact;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells the primaries now and then what runs here, so that whatever went wrong before, an attempt
 * that was replaced or should have ended is called back in the end.
 */
public final class Claims {

    /** A guess: a stray attempt lives this much longer; costs a datagram for twelve tasks. */
    static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

    private final Surroundings around;
    private final Executions executions;
    private final Chance chance;
    private long nextNanos;

    public Claims(Surroundings around, Executions executions, long seed) {
        this.around = around;
        this.executions = executions;
        this.chance = Chance.stream(seed, "task.claims");
        this.nextNanos = chance.below(PERIOD_NANOS);
    }

    public void tick(long nowNanos, Outbox out) {
        if (nowNanos < nextNanos) return;
        nextNanos = nowNanos + PERIOD_NANOS - chance.below(PERIOD_NANOS / 10);
        SortedMap<NodeId, List<TaskKey>> byPrimary = new TreeMap<>();
        SortedMap<NodeId, Contact> primaries = new TreeMap<>();
        SortedMap<String, Contact> byJob = new TreeMap<>();
        for (TaskKey key : executions.standing()) {
            Contact primary = byJob.computeIfAbsent(key.job(), around::primaryOf);
            primaries.put(primary.id(), primary);
            byPrimary.computeIfAbsent(primary.id(), id -> new ArrayList<>()).add(key);
        }
        byPrimary.forEach((id, keys) -> send(primaries.get(id), keys, out));
    }

    private static void send(Contact primary, List<TaskKey> keys, Outbox out) {
        for (int from = 0; from < keys.size(); from += TaskMessage.MOST_RUNNING) {
            int to = Math.min(keys.size(), from + TaskMessage.MOST_RUNNING);
            out.send(primary, new TaskMessage.Running(List.copyOf(keys.subList(from, to))));
        }
    }

    public long nextDeadlineNanos() {
        return executions.count() == 0 ? Long.MAX_VALUE : nextNanos;
    }
}
