package dev.starling.agent.task.request;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskRef;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.dht.Contact;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.node.Sender;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The requests under way at this agent, at most {@value #MOST}; more are refused. Each is answered
 * once: by what it finds, or when its time is over.
 */
public final class Requests {

    static final int MOST = 256;

    /** {@code Long.MAX_VALUE} for a moment that does not come, or has been. */
    private record Open(
            Ticket ticket, Errand errand, long halfNanos, long repeatNanos, long deadlineNanos) {

        long nextNanos() {
            return Math.min(Math.min(halfNanos, repeatNanos), deadlineNanos);
        }

        Open pastHalf() {
            return new Open(ticket, errand, Long.MAX_VALUE, repeatNanos, deadlineNanos);
        }

        Open repeatingAt(long nanos) {
            return new Open(ticket, errand, halfNanos, nanos, deadlineNanos);
        }
    }

    private final Surroundings around;
    private final LongSupplier ids;
    private final SortedMap<Long, Open> open = new TreeMap<>();

    public Requests(Surroundings around, LongSupplier ids) {
        this.around = around;
        this.ids = ids;
    }

    public void submit(long requestId, JobSpec spec, long nowNanos, Outbox out) {
        open(requestId, ticket -> new Submission(around, ticket, spec), nowNanos, out);
    }

    public void find(long requestId, String job, long nowNanos, Outbox out) {
        open(requestId, ticket -> new Search(ticket, job), nowNanos, out);
    }

    public void stop(long requestId, String job, long nowNanos, Outbox out) {
        OptionalInt all = OptionalInt.empty();
        open(requestId, ticket -> new Halt(around, ticket, job, all), nowNanos, out);
    }

    public void stopTask(long requestId, TaskRef task, long nowNanos, Outbox out) {
        OptionalInt one = OptionalInt.of(task.index());
        open(requestId, ticket -> new Halt(around, ticket, task.job(), one), nowNanos, out);
    }

    public void survey(long requestId, long nowNanos, Outbox out) {
        open(requestId, ticket -> new Survey(around, ticket), nowNanos, out);
    }

    public void readLog(LogQuery query, long nowNanos, Outbox out) {
        open(query.requestId(), ticket -> new LogErrand(around, ticket, query), nowNanos, out);
    }

    private void open(
            long requestId, Function<Ticket, Errand> errandOf, long nowNanos, Outbox out) {
        if (open.size() >= MOST) {
            String message = MOST + " requests about jobs are under way on this agent: try again";
            out.wish(new TaskEffect.Refused(requestId, Refusal.UNAVAILABLE, message));
            return;
        }
        Ticket ticket = new Ticket(requestId, ids);
        Errand errand = errandOf.apply(ticket);
        long patience = errand.patienceNanos();
        long half = nowNanos + patience / 2;
        open.put(requestId, new Open(ticket, errand, half, Long.MAX_VALUE, nowNanos + patience));
        errand.start(nowNanos, out);
        forgetIfOver(ticket);
    }

    public void onRead(long token, ReadResult result, long nowNanos, Outbox out) {
        Optional<Open> waiting = awaiting(token);
        if (waiting.isEmpty()) return;
        tell(waiting.get(), errand -> errand.onRead(result, out));
        if (waiting.get().ticket.isUnsettled()) {
            put(waiting.get().repeatingAt(nowNanos + Ticket.REPEAT_NANOS));
        }
    }

    /** Whether a request waited for this. */
    public boolean onWritten(long token, WriteResult result, Outbox out) {
        Optional<Open> waiting = awaiting(token);
        waiting.ifPresent(request -> tell(request, errand -> errand.onWritten(result, out)));
        return waiting.isPresent();
    }

    private Optional<Open> awaiting(long token) {
        return open.values().stream().filter(r -> r.ticket.isAwaiting(token)).findFirst();
    }

    /** Answers somebody else's survey. */
    public void onSurveyAsk(
            Sender sender, TaskMessage.SurveyAsk ask, List<JobStatus> jobs, Outbox out) {
        Contact asker = new Contact(sender.id(), sender.endpoint());
        Survey.answers(ask.surveyId(), jobs).forEach(answer -> out.send(asker, answer));
    }

    public void onSurveyAnswer(Sender sender, TaskMessage.SurveyAnswer answer, Outbox out) {
        tellAll(errand -> errand.onSurveyAnswer(sender, answer, out));
    }

    public void onLogAnswer(TaskMessage.LogAnswer answer, Outbox out) {
        tellAll(errand -> errand.onLogAnswer(answer, out));
    }

    public void onLogRefusal(TaskMessage.LogRefusal refusal, Outbox out) {
        tellAll(errand -> errand.onLogRefusal(refusal, out));
    }

    public void tick(long nowNanos, Outbox out) {
        for (Open request : List.copyOf(open.values())) {
            if (nowNanos >= request.deadlineNanos) {
                tell(request, errand -> errand.onTimeout(out));
                continue;
            }
            if (nowNanos >= request.repeatNanos) {
                put(request.repeatingAt(Long.MAX_VALUE));
                request.ticket.readAgain(out);
            }
            if (nowNanos >= request.halfNanos) {
                put(open.get(request.ticket.requestId()).pastHalf());
                tell(request, errand -> errand.onHalfTime(out));
            }
        }
    }

    private void put(Open request) {
        open.put(request.ticket.requestId(), request);
    }

    private void tellAll(Consumer<Errand> news) {
        List.copyOf(open.values()).forEach(request -> tell(request, news));
    }

    private void tell(Open request, Consumer<Errand> news) {
        news.accept(request.errand);
        forgetIfOver(request.ticket);
    }

    private void forgetIfOver(Ticket ticket) {
        if (ticket.isOver()) open.remove(ticket.requestId());
    }

    public long nextDeadlineNanos() {
        return open.values().stream().mapToLong(Open::nextNanos).min().orElse(Long.MAX_VALUE);
    }

    public int underWay() {
        return open.size();
    }
}
