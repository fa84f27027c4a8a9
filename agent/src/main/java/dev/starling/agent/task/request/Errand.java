package dev.starling.agent.task.request;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskMessage;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.node.Sender;

/**
 * One request under way. It answers once, through its {@link Ticket}, and is over then; what it
 * does not expect, it ignores.
 */
interface Errand {

    /** Sends the first question. */
    void start(long nowNanos, Outbox out);

    default void onRead(ReadResult result, Outbox out) {}

    default void onWritten(WriteResult result, Outbox out) {}

    default void onSurveyAnswer(Sender sender, TaskMessage.SurveyAnswer answer, Outbox out) {}

    default void onLogAnswer(TaskMessage.LogAnswer answer, Outbox out) {}

    default void onLogRefusal(TaskMessage.LogRefusal refusal, Outbox out) {}

    /** Half of its time is over: what was asked of agents and not answered may have been lost. */
    default void onHalfTime(Outbox out) {}

    /** Its time is over: it answers with what it has. */
    void onTimeout(Outbox out);

    /** How long it may take in all. */
    long patienceNanos();
}
