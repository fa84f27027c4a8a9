package dev.starling.agent.task.request;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.Tasks;
import dev.starling.dht.ReadResult;

/** Looks a job up. */
final class Search implements Errand {

    private final Ticket ticket;
    private final String job;

    Search(Ticket ticket, String job) {
        this.ticket = ticket;
        this.job = job;
    }

    @Override
    public void start(long nowNanos, Outbox out) {
        ticket.read(Tasks.keyOf(job), out);
    }

    @Override
    public void onRead(ReadResult result, Outbox out) {
        ticket.found(job, result, out).ifPresent(status -> ticket.answer(status, out));
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
