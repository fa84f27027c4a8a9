package dev.starling.agent.task.request;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.StopAsk;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;

import java.util.Optional;
import java.util.OptionalInt;

/** Writes down that a job, or one of its tasks, is to end; its primary sees to it then. */
final class Halt implements Errand {

    private final Surroundings around;
    private final Ticket ticket;
    private final String job;
    private final OptionalInt index;
    private Optional<JobStatus> halted = Optional.empty();

    /**
     * @param index the one task to end; empty for the whole job
     */
    Halt(Surroundings around, Ticket ticket, String job, OptionalInt index) {
        this.around = around;
        this.ticket = ticket;
        this.job = job;
        this.index = index;
    }

    @Override
    public void start(long nowNanos, Outbox out) {
        ticket.read(Tasks.keyOf(job), out);
    }

    @Override
    public void onRead(ReadResult result, Outbox out) {
        Optional<JobStatus> found = ticket.found(job, result, out);
        if (found.isEmpty()) return;
        JobStatus status = found.get();
        int last = status.spec().count() - 1;
        if (index.isPresent() && (index.getAsInt() < 0 || index.getAsInt() > last)) {
            ticket.refuse(Refusal.NOT_FOUND, noSuchTask(job, index.getAsInt(), last), out);
        } else if (hasEnded(status)) {
            ticket.answer(status, out);
        } else {
            halted = Optional.of(stopped(status));
            Key key = Tasks.keyOf(job);
            ticket.write(key, entry(status), out);
        }
    }

    static String noSuchTask(String job, int index, int last) {
        return "job %s has tasks 0 to %s, no task %s".formatted(job, last, index);
    }

    private boolean hasEnded(JobStatus status) {
        if (index.isEmpty()) return status.isEnded();
        return status.tasks().get(index.getAsInt()).state().isTerminal();
    }

    private JobStatus stopped(JobStatus status) {
        boolean isStopped = status.isStopped() || index.isEmpty();
        return new JobStatus(status.spec(), status.generation(), isStopped, status.tasks());
    }

    private Entry entry(JobStatus status) {
        long generation = status.generation();
        return index.isPresent()
                ? around.entries().of(new StopAsk(generation, index.getAsInt()))
                : around.entries().of(new Spec(status.spec(), generation, true));
    }

    @Override
    public void onWritten(WriteResult result, Outbox out) {
        if (result.isAcknowledged()) {
            ticket.answer(halted.orElseThrow(), out);
            return;
        }
        String message =
                "only %s of %s guardians of job %s know that it is to end: ask again"
                        .formatted(result.acks(), result.acksWanted(), job);
        ticket.refuse(Refusal.UNAVAILABLE, message, out);
    }

    @Override
    public void onTimeout(Outbox out) {
        String message = "the guardians of job %s did not answer in time".formatted(job);
        ticket.refuse(Refusal.UNAVAILABLE, message, out);
    }

    @Override
    public long patienceNanos() {
        return Submission.TABLE_PATIENCE_NANOS;
    }
}
