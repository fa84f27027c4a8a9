package dev.starling.agent.task.request;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.table.JobRecords;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What an errand holds on to: its request's id, the answer it waits for, and whether it is over.
 */
final class Ticket {

    /** How often it reads again before it believes that too few guardians answer. */
    static final int MOST_REPEATS = 8;

    /** The pause between: a table that has just gathered settles within three seconds. */
    static final long REPEAT_NANOS = Duration.ofMillis(500).toNanos();

    private final long requestId;
    private final LongSupplier ids;
    private OptionalLong awaitedToken = OptionalLong.empty();
    private Optional<Key> unsettled = Optional.empty();
    private int repeats;
    private boolean isOver;

    Ticket(long requestId, LongSupplier ids) {
        this.requestId = requestId;
        this.ids = ids;
    }

    long requestId() {
        return requestId;
    }

    /** An id that tells this errand's conversation from others'. */
    long newId() {
        return ids.getAsLong();
    }

    void read(Key key, Outbox out) {
        long token = newId();
        awaitedToken = OptionalLong.of(token);
        out.wish(new TaskEffect.Read(token, key));
    }

    void write(Key key, Entry entry, Outbox out) {
        long token = newId();
        awaitedToken = OptionalLong.of(token);
        out.wish(new TaskEffect.Write(token, key, List.of(entry)));
    }

    boolean isAwaiting(long token) {
        return awaitedToken.isPresent() && awaitedToken.getAsLong() == token;
    }

    boolean isOver() {
        return isOver;
    }

    /** Whether a read was not worth enough and is to be had again. */
    boolean isUnsettled() {
        return unsettled.isPresent();
    }

    void readAgain(Outbox out) {
        Key key = unsettled.orElseThrow();
        unsettled = Optional.empty();
        read(key, out);
    }

    void answer(TaskEffect answer, Outbox out) {
        isOver = true;
        out.wish(answer);
    }

    void answer(JobStatus job, Outbox out) {
        answer(new TaskEffect.JobAnswered(requestId, job), out);
    }

    void refuse(Refusal why, String message, Outbox out) {
        answer(new TaskEffect.Refused(requestId, why, message), out);
    }

    /** The job that was read; refuses if there is none, or too few answered to tell. */
    Optional<JobStatus> found(String job, ReadResult result, Outbox out) {
        Optional<JobStatus> status = JobRecords.of(result.entries()).status();
        if (status.isEmpty()) refuseMissing(job, result, out);
        return status;
    }

    private void refuseMissing(String job, ReadResult result, Outbox out) {
        if (result.isComplete()) {
            refuse(Refusal.NOT_FOUND, "there is no job called \"" + job + "\"", out);
        } else {
            refuseIncomplete(job, result, out);
        }
    }

    /** Has the same read again in a moment; refuses only after several. */
    void refuseIncomplete(String job, ReadResult result, Outbox out) {
        if (repeats < MOST_REPEATS) {
            repeats++;
            unsettled = Optional.of(Tasks.keyOf(job));
            return;
        }
        String message =
                "only %s of %s guardians of job %s answered, and none knows it: try again"
                        .formatted(result.replicasAnswered(), result.replicasWanted(), job);
        refuse(Refusal.UNAVAILABLE, message, out);
    }
}
