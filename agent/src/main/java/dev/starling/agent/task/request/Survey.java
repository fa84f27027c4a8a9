package dev.starling.agent.task.request;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskMessage.SurveyAnswer;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobLayout;
import dev.starling.dht.Contact;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.WireWriter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks everybody present for the jobs they are primary for, and unites the answers.
 *
 * <p>An answer comes in parts and counts once all have come. What does not fit the bounds does not
 * count either, so that a cut answer never looks like a whole one.
 */
final class Survey implements Errand {

    static final long PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

    /** Bound on the jobs that are collected, about 100 MB of them at worst. */
    static final int MOST_JOBS = 20_000;

    /** One part is a stream frame of this size, unless a single job is larger. */
    static final int PART_BYTES = 256 * 1024;

    /** Which parts of somebody's answer have come. */
    private record Parts(int parts, BitSet come) {}

    private final Surroundings around;
    private final Ticket ticket;
    private final long surveyId;
    private final SortedMap<NodeId, Contact> silent = new TreeMap<>();
    private final SortedMap<NodeId, Parts> partial = new TreeMap<>();
    private final SortedMap<String, JobStatus> jobs = new TreeMap<>();
    private int asked;

    Survey(Surroundings around, Ticket ticket) {
        this.around = around;
        this.ticket = ticket;
        this.surveyId = ticket.newId();
    }

    /** What a primary of these jobs answers. */
    static List<SurveyAnswer> answers(long surveyId, List<JobStatus> jobs) {
        List<List<JobStatus>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        int sizeBytes = 0;
        for (JobStatus job : jobs) {
            WireWriter sizing = WireWriter.sizing();
            JobLayout.writeStatus(job, sizing);
            if (!parts.getLast().isEmpty() && sizeBytes + sizing.size() > PART_BYTES) {
                parts.add(new ArrayList<>());
                sizeBytes = 0;
            }
            parts.getLast().add(job);
            sizeBytes += sizing.size();
        }
        boolean isCut = parts.size() > TaskMessage.MOST_PARTS;
        int announced = isCut ? TaskMessage.MOST_PARTS : parts.size();
        List<SurveyAnswer> answers = new ArrayList<>();
        for (int part = 0; part < (isCut ? announced - 1 : announced); part++) {
            answers.add(new SurveyAnswer(surveyId, part, announced, List.copyOf(parts.get(part))));
        }
        return answers;
    }

    @Override
    public void start(long nowNanos, Outbox out) {
        for (Contact member : around.hosts().present()) silent.put(member.id(), member);
        asked = silent.size();
        ask(out);
    }

    private void ask(Outbox out) {
        silent.values().forEach(m -> out.send(m, new TaskMessage.SurveyAsk(surveyId)));
    }

    @Override
    public void onSurveyAnswer(Sender sender, SurveyAnswer answer, Outbox out) {
        boolean isExpected = answer.surveyId() == surveyId && silent.containsKey(sender.id());
        if (!isExpected || jobs.size() + answer.jobs().size() > MOST_JOBS) return;
        Parts parts = partial.get(sender.id());
        if (parts == null || parts.parts != answer.parts()) {
            parts = new Parts(answer.parts(), new BitSet());
            partial.put(sender.id(), parts);
        }
        parts.come.set(answer.part());
        for (JobStatus job : answer.jobs()) jobs.merge(job.spec().name(), job, Survey::newer);
        if (parts.come.cardinality() == parts.parts) silent.remove(sender.id());
        if (silent.isEmpty()) answer(out);
    }

    /** Two nodes may take themselves for the primary. */
    private static JobStatus newer(JobStatus known, JobStatus other) {
        return other.generation() > known.generation() ? other : known;
    }

    @Override
    public void onHalfTime(Outbox out) {
        ask(out);
    }

    @Override
    public void onTimeout(Outbox out) {
        answer(out);
    }

    private void answer(Outbox out) {
        List<JobStatus> found = List.copyOf(jobs.values());
        int answered = asked - silent.size();
        ticket.answer(new TaskEffect.JobsAnswered(ticket.requestId(), found, asked, answered), out);
    }

    @Override
    public long patienceNanos() {
        return PATIENCE_NANOS;
    }
}
