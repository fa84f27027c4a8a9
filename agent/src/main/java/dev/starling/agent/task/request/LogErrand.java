package dev.starling.agent.task.request;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskRef;
import dev.starling.agent.task.TaskStatus;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.dht.Contact;
import dev.starling.dht.ReadResult;
import dev.starling.node.NodeId;

import java.time.Duration;
import java.util.Optional;

/**
 * Reads a piece of a task's output where its newest attempt runs or ran: looks the host up in the
 * table, then asks it.
 */
final class LogErrand implements Errand {

    static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    /** Whom we asked what. */
    private record Asked(Contact host, TaskMessage.LogAsk question) {}

    private final Surroundings around;
    private final Ticket ticket;
    private final LogQuery query;
    private Optional<Asked> asked = Optional.empty();

    LogErrand(Surroundings around, Ticket ticket, LogQuery query) {
        this.around = around;
        this.ticket = ticket;
        this.query = query;
    }

    @Override
    public void start(long nowNanos, Outbox out) {
        ticket.read(Tasks.keyOf(query.job()), out);
    }

    @Override
    public void onRead(ReadResult result, Outbox out) {
        Optional<JobStatus> found = ticket.found(query.job(), result, out);
        if (found.isEmpty() || asked.isPresent()) return;
        int last = found.get().spec().count() - 1;
        if (query.index() < 0 || query.index() > last) {
            String message = Halt.noSuchTask(query.job(), query.index(), last);
            ticket.refuse(Refusal.NOT_FOUND, message, out);
            return;
        }
        TaskStatus task = found.get().tasks().get(query.index());
        if (task.node().isEmpty()) {
            String reason = task.reason().isEmpty() ? "" : ": " + task.reason();
            refuse("task " + task.taskId() + " runs nowhere yet" + reason, out);
            return;
        }
        ask(task, task.node().get(), out);
    }

    private void ask(TaskStatus task, NodeId node, Outbox out) {
        Optional<Contact> host = around.hosts().contact(node);
        if (host.isEmpty()) {
            refuse("the host of task " + ref() + " is gone: " + nameOf(node), out);
            return;
        }
        TaskKey key = new TaskKey(task.job(), task.generation(), task.index(), task.attempt());
        TaskMessage.LogAsk question =
                new TaskMessage.LogAsk(
                        ticket.newId(), key, query.stream(), query.offset(), query.mostBytes());
        asked = Optional.of(new Asked(host.get(), question));
        out.send(host.get(), question);
    }

    @Override
    public void onLogAnswer(TaskMessage.LogAnswer answer, Outbox out) {
        if (!isOurs(answer.askId())) return;
        ticket.answer(
                new TaskEffect.LogAnswered(ticket.requestId(), answer.piece(), answer.isEnded()),
                out);
    }

    @Override
    public void onLogRefusal(TaskMessage.LogRefusal refusal, Outbox out) {
        if (!isOurs(refusal.askId())) return;
        String host = nameOf(asked.orElseThrow().host.id());
        refuse(
                "host %s cannot read the log of %s: %s".formatted(host, ref(), refusal.reason()),
                out);
    }

    private boolean isOurs(long askId) {
        return asked.filter(question -> question.question.askId() == askId).isPresent();
    }

    @Override
    public void onHalfTime(Outbox out) {
        asked.ifPresent(again -> out.send(again.host, again.question));
    }

    @Override
    public void onTimeout(Outbox out) {
        String who =
                asked.map(question -> "host " + nameOf(question.host.id()))
                        .orElse("the guardians of job " + query.job());
        refuse(who + " did not answer in time", out);
    }

    private void refuse(String message, Outbox out) {
        ticket.refuse(Refusal.UNAVAILABLE, message, out);
    }

    private TaskRef ref() {
        return new TaskRef(query.job(), query.index());
    }

    private String nameOf(NodeId node) {
        return around.hosts().nameOf(node);
    }

    @Override
    public long patienceNanos() {
        return PATIENCE_NANOS;
    }
}
