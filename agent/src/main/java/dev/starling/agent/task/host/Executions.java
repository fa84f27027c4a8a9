package dev.starling.agent.task.host;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.host.Execution.Fate;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.TableWriter;
import dev.starling.dht.Contact;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.node.Sender;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attempts that this host has accepted, from the award to the acknowledged report of their end.
 *
 * <pre>
 *  Award --room--> accepted --started--> running --ended--> owing --in the table--> past
 *    |               ^   |                  |                                        ^
 *    |   restart ----+   +---- Revoke ------+------------- ended, unreported --------+
 *    +--no room, or known to be over--> Reject
 * </pre>
 *
 * <p>At most {@value #MOST} are accepted or owing; more awards are rejected.
 */
public final class Executions {

    static final int MOST = 4_096;

    /** An attempt that has ended and whose report the guardians do not have yet. */
    private record Owed(Key key, Entry report) {}

    private final Surroundings around;
    private final Room room;
    private final Bidder bidder;
    private final SortedMap<TaskKey, Execution> live = new TreeMap<>();
    private final SortedMap<TaskKey, Owed> owing = new TreeMap<>();
    private final Past past = new Past();

    public Executions(Surroundings around, Room room, Bidder bidder) {
        this.around = around;
        this.room = room;
        this.bidder = bidder;
    }

    /** Takes back what was accepted before a restart; the executor tells how each fares. */
    public void restore(List<TaskLaunch> accepted) {
        for (TaskLaunch launch : accepted) {
            if (live.containsKey(launch.key())) continue;
            room.take(launch.spec().resources());
            live.put(launch.key(), new Execution(launch, false, Fate.RUN));
        }
    }

    /** Harmless when repeated: what was accepted once is accepted again, and not started again. */
    public void onAward(Sender sender, TaskMessage.Award award, Outbox out) {
        Contact primary = new Contact(sender.id(), sender.endpoint());
        TaskKey key = award.launch().key();
        if (standsBy(key) || owing.containsKey(key)) {
            out.send(primary, new TaskMessage.Accept(key));
            return;
        }
        Optional<String> objection = objection(sender, award);
        if (objection.isPresent()) {
            out.send(primary, new TaskMessage.Reject(key, objection.get()));
            return;
        }
        revokeOlder(key, out);
        live.put(key, new Execution(award.launch(), false, Fate.RUN));
        out.wish(new TaskEffect.SaveTask(award.launch()));
        out.wish(new TaskEffect.StartTask(award.launch()));
        out.send(primary, new TaskMessage.Accept(key));
    }

    /** Takes the capacity if there is no objection; that has to be the last question. */
    private Optional<String> objection(Sender sender, TaskMessage.Award award) {
        TaskKey key = award.launch().key();
        Resources each = award.launch().spec().resources();
        if (!around.config().isExecutor()) return Optional.of("does not run tasks");
        if (around.hosts().isLeaving()) return Optional.of("is leaving");
        if (live.containsKey(key)) return Optional.of("was revoked here");
        if (past.isKnown(key)) return Optional.of("has ended here");
        if (isReplaced(key)) return Optional.of("a newer attempt is here");
        if (live.size() + owing.size() >= MOST) return Optional.of("has too many tasks");
        if (bidder.admit(sender.id(), award.holdId(), each)) return Optional.empty();
        return Optional.of("only " + room.free().inWords() + " free");
    }

    private boolean isReplaced(TaskKey key) {
        return live.keySet().stream()
                .filter(other -> other.job().equals(key.job()))
                .anyMatch(other -> isNewer(other, key));
    }

    private static boolean isNewer(TaskKey key, TaskKey than) {
        if (key.generation() != than.generation()) return key.generation() > than.generation();
        return key.index() == than.index() && key.attempt() > than.attempt();
    }

    private void revokeOlder(TaskKey key, Outbox out) {
        for (TaskKey other : List.copyOf(live.keySet())) {
            if (other.job().equals(key.job()) && isNewer(key, other)) revoke(other, out);
        }
    }

    public void onStarted(TaskKey key, Outbox out) {
        Execution execution = live.get(key);
        if (execution == null) return;
        live.put(key, execution.started());
        switch (execution.fate()) {
            case RUN -> report(key, state(key, TaskState.RUNNING));
            case STOP -> {
                report(key, state(key, TaskState.RUNNING));
                wishStop(execution, out);
            }
            case REVOKE -> wishStop(execution, out);
        }
    }

    public void onNotStarted(TaskKey key, String reason, Outbox out) {
        end(key, TaskState.FAILED, Optional.empty(), reason, out);
    }

    public void onExited(TaskKey key, int exitCode, Outbox out) {
        TaskState state = exitCode == 0 ? TaskState.FINISHED : TaskState.FAILED;
        String reason = exitCode == 0 ? "" : "ended with exit code " + exitCode;
        end(key, state, Optional.of(exitCode), reason, out);
    }

    /**
     * A task whose process is gone without a word has not ended: this host lets go of it, and its
     * guardian, who hears no claim of it any more, awards it anew. A power cut looks like this.
     */
    public void onLost(TaskKey key, String reason, Outbox out) {
        Execution execution = live.get(key);
        if (execution == null) return;
        if (execution.fate() == Fate.RUN) {
            live.put(key, execution.withFate(Fate.REVOKE));
            out.wish(new TaskEffect.Noted("task " + key + " is lost: " + reason));
        }
        end(key, TaskState.FAILED, Optional.empty(), reason, out);
    }

    private void end(
            TaskKey key, TaskState state, Optional<Integer> exitCode, String reason, Outbox out) {
        Execution execution = live.remove(key);
        if (execution == null) return;
        room.giveBack(execution.launch().spec().resources());
        switch (execution.fate()) {
            case RUN -> owe(key, state(key, state, exitCode, reason));
            case STOP -> owe(key, state(key, TaskState.STOPPED, exitCode, ""));
            case REVOKE -> {
                past.add(key);
                out.wish(new TaskEffect.ForgetTask(key));
            }
        }
    }

    private void owe(TaskKey key, State state) {
        Key tableKey = Tasks.keyOf(key.job());
        Entry report = around.entries().of(state);
        owing.put(key, new Owed(tableKey, report));
        around.writer().put(tableKey, report);
    }

    private void report(TaskKey key, State state) {
        around.writer().put(Tasks.keyOf(key.job()), around.entries().of(state));
    }

    private State state(TaskKey key, TaskState state, Optional<Integer> exitCode, String reason) {
        return new State(
                key.generation(),
                key.index(),
                key.attempt(),
                state,
                Optional.of(around.selfId()),
                revision(),
                exitCode,
                reason);
    }

    private State state(TaskKey key, TaskState state) {
        return state(key, state, Optional.empty(), "");
    }

    private int revision() {
        return (int) around.hosts().self().epoch() & State.MOST_REVISION;
    }

    /** Debts are paid once the guardians hold the report, or something newer of that task. */
    public void onStored(TableWriter.Stored stored, Outbox out) {
        for (TaskKey key : List.copyOf(owing.keySet())) {
            Owed owed = owing.get(key);
            boolean isPaid =
                    owed.key.equals(stored.key())
                            && stored.entries().stream().anyMatch(e -> covers(e, owed.report));
            if (!isPaid) continue;
            owing.remove(key);
            past.add(key, owed.report);
            out.wish(new TaskEffect.ForgetTask(key));
        }
    }

    private static boolean covers(Entry stored, Entry report) {
        return stored.subkey().equals(report.subkey())
                && stored.version().compareTo(report.version()) >= 0;
    }

    public void onStop(Sender sender, TaskKey key, Outbox out) {
        Execution execution = live.get(key);
        if (execution == null) {
            tellAgain(sender, key, out);
        } else if (execution.fate() == Fate.RUN) {
            live.put(key, execution.withFate(Fate.STOP));
            wishStop(execution, out);
        }
    }

    /** Remembered even if it is not here, for its award may still be under way. */
    public void onRevoke(TaskKey key, Outbox out) {
        if (live.containsKey(key)) revoke(key, out);
        else if (!owing.containsKey(key) && !past.isKnown(key)) past.add(key);
    }

    private void revoke(TaskKey key, Outbox out) {
        Execution execution = live.get(key);
        live.put(key, execution.withFate(Fate.REVOKE));
        if (execution.fate() == Fate.RUN) wishStop(execution, out);
    }

    private static void wishStop(Execution execution, Outbox out) {
        TaskLaunch launch = execution.launch();
        out.wish(new TaskEffect.StopTask(launch.key(), launch.spec().killGraceNanos()));
    }

    public void onInquire(Sender sender, TaskMessage.Inquire inquire, Outbox out) {
        TaskKey key = inquire.task();
        if (!standsBy(key)) {
            tellAgain(sender, key, out);
            return;
        }
        if (live.get(key).isStarted()) {
            int revision = Math.max(revision(), inquire.revision() + 1);
            report(key, state(key, TaskState.RUNNING).withRevision(revision));
        }
        Contact asker = new Contact(sender.id(), sender.endpoint());
        out.send(asker, new TaskMessage.Running(List.of(key)));
    }

    private void tellAgain(Sender sender, TaskKey key, Outbox out) {
        if (owing.containsKey(key)) return;
        Optional<Entry> report = past.report(key);
        if (report.isPresent()) {
            around.writer().put(Tasks.keyOf(key.job()), report.get());
        } else {
            Contact asker = new Contact(sender.id(), sender.endpoint());
            out.send(asker, new TaskMessage.Unknown(key));
        }
    }

    /** Whether it was accepted here and has not ended. */
    public boolean isLive(TaskKey key) {
        return live.containsKey(key);
    }

    /** What was accepted and has neither ended nor been revoked. */
    List<TaskKey> standing() {
        return live.keySet().stream().filter(this::standsBy).toList();
    }

    private boolean standsBy(TaskKey key) {
        Execution execution = live.get(key);
        return execution != null && execution.fate() != Fate.REVOKE;
    }

    public int count() {
        return live.size();
    }

    public void checkInvariants() {
        Resources sum = Resources.NONE;
        for (Execution execution : live.values()) {
            sum = sum.plus(execution.launch().spec().resources());
        }
        if (!sum.equals(room.taken())) {
            throw new IllegalStateException("tasks of " + sum + ", accounted " + room.taken());
        }
        if (owing.keySet().stream().anyMatch(live::containsKey)) {
            throw new IllegalStateException("a task that has ended and has not");
        }
    }
}
