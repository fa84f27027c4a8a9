package dev.starling.agent.task.host;

import dev.starling.agent.task.LogPiece;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskMessage;
import dev.starling.dht.Contact;
import dev.starling.node.Sender;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the logs of this host's tasks for whoever asks, through the executor.
 *
 * <p>At most {@value #MOST} reads are under way; beyond that the answer is a refusal, and a read
 * that the executor does not answer is forgotten after {@link #PATIENCE_NANOS}.
 */
public final class LogReads {

    static final int MOST = 64;
    static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * @param wasEnded whether the task had ended before the read began, so that the size that the
     *     read finds is final
     */
    private record Reading(Contact asker, long askId, boolean wasEnded, long deadlineNanos) {}

    private final Executions executions;

    /** In the order of their deadlines, since ids rise and all have equally long. */
    private final SortedMap<Long, Reading> readings = new TreeMap<>();

    private long lastReadId;

    public LogReads(Executions executions) {
        this.executions = executions;
    }

    public void onAsk(Sender sender, TaskMessage.LogAsk ask, long nowNanos, Outbox out) {
        Contact asker = new Contact(sender.id(), sender.endpoint());
        if (readings.size() >= MOST) {
            out.send(asker, new TaskMessage.LogRefusal(ask.askId(), "too many logs are read"));
            return;
        }
        long readId = ++lastReadId;
        boolean wasEnded = !executions.isLive(ask.task());
        long deadlineNanos = nowNanos + PATIENCE_NANOS;
        readings.put(readId, new Reading(asker, ask.askId(), wasEnded, deadlineNanos));
        out.wish(
                new TaskEffect.ReadLog(
                        readId, ask.task(), ask.stream(), ask.offset(), ask.mostBytes()));
    }

    public void onRead(long readId, LogPiece piece, Outbox out) {
        Reading reading = readings.remove(readId);
        if (reading == null) return;
        out.send(reading.asker, new TaskMessage.LogAnswer(reading.askId, piece, reading.wasEnded));
    }

    public void onUnreadable(long readId, String reason, Outbox out) {
        Reading reading = readings.remove(readId);
        if (reading == null) return;
        out.send(reading.asker, new TaskMessage.LogRefusal(reading.askId, reason));
    }

    public void tick(long nowNanos) {
        readings.values().removeIf(reading -> reading.deadlineNanos <= nowNanos);
    }

    public long nextDeadlineNanos() {
        return readings.isEmpty()
                ? Long.MAX_VALUE
                : readings.get(readings.firstKey()).deadlineNanos;
    }
}
