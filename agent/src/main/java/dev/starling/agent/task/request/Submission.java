package dev.starling.agent.task.request;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Feasibility;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecords;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hands a job to its guardians.
 *
 * <pre>
 *  Looking --none, or it has ended--> Storing --enough guardians--> Confirming --ours--> done
 * </pre>
 *
 * <p>Two agents may submit one name at the same moment and find nothing; the entries then let one
 * of both win everywhere. The last look tells the other agent's people.
 */
final class Submission implements Errand {

    private enum Phase {
        LOOKING,
        STORING,
        CONFIRMING
    }

    private final Surroundings around;
    private final Ticket ticket;
    private final JobSpec spec;
    private final Key key;
    private Phase phase = Phase.LOOKING;
    private Optional<Entry> stored = Optional.empty();

    Submission(Surroundings around, Ticket ticket, JobSpec spec) {
        this.around = around;
        this.ticket = ticket;
        this.spec = spec;
        this.key = Tasks.keyOf(spec.name());
    }

    @Override
    public void start(long nowNanos, Outbox out) {
        Optional<Feasibility.Objection> objection = new Feasibility(around.hosts()).objection(spec);
        if (objection.isPresent()) {
            ticket.refuse(objection.get().why(), objection.get().message(), out);
        } else {
            ticket.read(key, out);
        }
    }

    @Override
    public void onRead(ReadResult result, Outbox out) {
        JobRecords records = JobRecords.of(result.entries());
        switch (phase) {
            case LOOKING -> store(records.status(), result, out);
            case CONFIRMING -> confirm(records, out);
            case STORING -> {}
        }
    }

    private void store(Optional<JobStatus> former, ReadResult result, Outbox out) {
        if (former.isEmpty() && !result.isComplete()) {
            ticket.refuseIncomplete(spec.name(), result, out);
            return;
        }
        if (former.isPresent() && !former.get().isEnded()) {
            String state = former.get().isStopped() ? "is still ending" : "has not ended";
            String message = "job %s exists and %s".formatted(spec.name(), state);
            ticket.refuse(Refusal.CONFLICT, message, out);
            return;
        }
        long generation = former.map(JobStatus::generation).orElse(0L) + 1;
        phase = Phase.STORING;
        stored = Optional.of(around.entries().of(new Spec(spec, generation, false)));
        ticket.write(key, stored.get(), out);
    }

    @Override
    public void onWritten(WriteResult result, Outbox out) {
        if (!result.isAcknowledged()) {
            String message =
                    "only %s of %s guardians stored job %s: see whether it is there, then try again"
                            .formatted(result.acks(), result.acksWanted(), spec.name());
            ticket.refuse(Refusal.UNAVAILABLE, message, out);
            return;
        }
        phase = Phase.CONFIRMING;
        ticket.read(key, out);
    }

    private void confirm(JobRecords records, Outbox out) {
        Entry ours = stored.orElseThrow();
        boolean isOvertaken =
                records.specEntry()
                        .filter(found -> !ours.supersedes(found))
                        .filter(found -> !isSame(found, ours))
                        .isPresent();
        if (isOvertaken) {
            String message = "another job called " + spec.name() + " was submitted just now";
            ticket.refuse(Refusal.CONFLICT, message, out);
            return;
        }
        JobStatus accepted = JobRecords.of(List.of(ours)).status().orElseThrow();
        ticket.answer(accepted, out);
    }

    /** Somebody may have stopped it already, which makes it no other job. */
    private boolean isSame(Entry found, Entry ours) {
        Optional<Spec> job = JobRecords.of(List.of(found)).spec();
        return job.isPresent()
                && job.get().generation() == ours.version().epoch()
                && job.get().spec().equals(spec)
                && (job.get().isStopped() || found.writer().equals(ours.writer()));
    }

    @Override
    public void onTimeout(Outbox out) {
        String message = "the guardians of job %s did not answer in time".formatted(spec.name());
        ticket.refuse(Refusal.UNAVAILABLE, message, out);
    }

    @Override
    public long patienceNanos() {
        return TABLE_PATIENCE_NANOS;
    }

    /** Three turns at the table, each of which gives up after five seconds by itself. */
    static final long TABLE_PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
}
