package dev.starling.agent.task;

import dev.starling.agent.task.auction.Hosts;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.guard.Guardian;
import dev.starling.agent.task.host.Advertiser;
import dev.starling.agent.task.host.Bidder;
import dev.starling.agent.task.host.Claims;
import dev.starling.agent.task.host.Executions;
import dev.starling.agent.task.host.LogReads;
import dev.starling.agent.task.host.Room;
import dev.starling.agent.task.request.Requests;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.TableWriter;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.Notice;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Everything that one host decides about tasks: it routes between the guardian of the jobs near it,
 * the executor's side of tasks that it runs, and the requests of its own people.
 *
 * <p>What a call wants done goes to {@code out} before the call returns; what this node says to
 * itself never leaves it. News in the entries is looked at in the next {@link #tick}, which is then
 * due at once. Not thread-safe. Time is nanoseconds since this node started and never falls.
 */
public final class Tasks {

    /** The space of the table that jobs are in. */
    public static final int SPACE = 2;

    /** The topic of the adverts. */
    public static final int ADVERT_TOPIC = 1;

    private final Hosts hosts;
    private final TableWriter writer;
    private final Bidder bidder;
    private final Executions executions;
    private final Claims claims;
    private final Advertiser advertiser;
    private final LogReads logReads;
    private final Guardian guardian;
    private final Requests requests;
    private long lastId;

    /** Where a job is kept: its guardians are the nodes closest to that point. */
    public static Key keyOf(String job) {
        return Key.of(SPACE, job);
    }

    /**
     * @param leaseNanos the lease that entries are written with, {@code DhtConfig.leaseNanos}
     */
    public Tasks(
            TaskConfig config,
            MemberRecord self,
            Neighbourhood neighbourhood,
            long leaseNanos,
            long seed) {
        lastId = firstId(seed, "task.ids");
        LongSupplier ids = () -> ++lastId;
        hosts = new Hosts(self);
        writer = new TableWriter(config, ids);
        JobEntries entries = new JobEntries(self.id(), leaseNanos);
        Surroundings around = new Surroundings(config, hosts, neighbourhood, writer, entries);
        Room room = new Room(config.capacity());
        bidder = new Bidder(config, hosts, room, seed);
        executions = new Executions(around, room, bidder);
        claims = new Claims(around, executions, seed);
        advertiser = new Advertiser(config, hosts, room, executions);
        logReads = new LogReads(executions);
        guardian = new Guardian(around, seed);
        requests = new Requests(around, ids);
    }

    /**
     * Where ids begin: at random in each life, so that answers to a former one match nothing, and
     * below 2^61, so that there is room for marks in them.
     */
    public static long firstId(long seed, String of) {
        return Chance.stream(seed, of).nextLong() >>> 3;
    }

    /** Takes back what this host had accepted before it restarted; before anything else. */
    public void restore(List<TaskLaunch> accepted, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> executions.restore(accepted));
    }

    /** Every change that membership reports, of this node itself too if it moved on. */
    public void onMember(Member member, long nowNanos, Consumer<TaskEffect> out) {
        hosts.onMember(member);
        turn(nowNanos, out, outbox -> guardian.onMember(member, nowNanos, outbox));
    }

    public void onForgotten(NodeId id) {
        hosts.onForgotten(id);
        guardian.onForgotten(id);
    }

    /** Notices of other topics are ignored. */
    public void onNotice(Notice notice, long nowNanos) {
        if (notice.topic() == ADVERT_TOPIC) hosts.onNotice(notice, nowNanos);
    }

    /** An entry that this node holds: new, newer, or, before the first tick, from its disk. */
    public void onReplica(Key key, Entry entry, long nowNanos, Consumer<TaskEffect> out) {
        guardian.onReplica(key, entry, nowNanos);
    }

    public void onReplicaDropped(Key key, List<Entry> entries) {
        guardian.onReplicaDropped(key, entries);
    }

    public void onRead(long token, ReadResult result, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> requests.onRead(token, result, nowNanos, outbox));
    }

    public void onWritten(long token, WriteResult result, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> written(token, result, nowNanos, outbox));
    }

    private void written(long token, WriteResult result, long nowNanos, Outbox out) {
        if (requests.onWritten(token, result, out)) return;
        Optional<TableWriter.Stored> stored = writer.onWritten(token, result, nowNanos);
        stored.ifPresent(entries -> executions.onStored(entries, out));
    }

    public void on(Sender sender, TaskMessage message, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> route(sender, message, nowNanos, outbox));
    }

    private void route(Sender sender, TaskMessage message, long nowNanos, Outbox out) {
        switch (message) {
            case TaskMessage.Solicit solicit ->
                    bidder.onSolicit(sender, solicit, executions.count(), nowNanos, out);
            case TaskMessage.Bid bid -> guardian.onBid(sender, bid, nowNanos, out);
            case TaskMessage.Refuse refuse -> guardian.onRefuse(sender, refuse, nowNanos, out);
            case TaskMessage.Award award -> executions.onAward(sender, award, out);
            case TaskMessage.Accept accept ->
                    guardian.onAccept(sender, accept.task(), nowNanos, out);
            case TaskMessage.Reject reject ->
                    guardian.onReject(sender, reject.task(), nowNanos, out);
            case TaskMessage.Cancel cancel -> bidder.onCancel(sender, cancel);
            case TaskMessage.Stop stop -> executions.onStop(sender, stop.task(), out);
            case TaskMessage.Revoke revoke -> executions.onRevoke(revoke.task(), out);
            case TaskMessage.Inquire inquire -> executions.onInquire(sender, inquire, out);
            case TaskMessage.Unknown unknown -> guardian.onUnknown(sender, unknown.task());
            case TaskMessage.Running running ->
                    guardian.onRunning(sender, running.tasks(), nowNanos, out);
            case TaskMessage.SurveyAsk ask ->
                    requests.onSurveyAsk(sender, ask, guardian.survey(), out);
            case TaskMessage.SurveyAnswer answer -> requests.onSurveyAnswer(sender, answer, out);
            case TaskMessage.LogAsk ask -> logReads.onAsk(sender, ask, nowNanos, out);
            case TaskMessage.LogAnswer answer -> requests.onLogAnswer(answer, out);
            case TaskMessage.LogRefusal refusal -> requests.onLogRefusal(refusal, out);
        }
    }

    /** Answered with {@code JobAnswered} once enough guardians hold the job, or refused. */
    public void submit(long requestId, JobSpec spec, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> requests.submit(requestId, spec, nowNanos, outbox));
    }

    /** Answered with {@code JobAnswered}, or refused. */
    public void find(long requestId, String job, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> requests.find(requestId, job, nowNanos, outbox));
    }

    /** Answered with {@code JobAnswered} once enough guardians know, or refused. */
    public void stop(long requestId, String job, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> requests.stop(requestId, job, nowNanos, outbox));
    }

    /** Ends one task for good; answered as {@link #stop}. */
    public void stopTask(long requestId, TaskRef task, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> requests.stopTask(requestId, task, nowNanos, outbox));
    }

    /** Answered with {@code JobsAnswered} within half a second. */
    public void survey(long requestId, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> requests.survey(requestId, nowNanos, outbox));
    }

    /** Answered with {@code LogAnswered} within two seconds, or refused. */
    public void readLog(LogQuery query, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> requests.readLog(query, nowNanos, outbox));
    }

    /**
     * @param pid for people only
     */
    public void onStarted(TaskKey task, long pid, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> executions.onStarted(task, outbox));
    }

    public void onNotStarted(TaskKey task, String reason, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> executions.onNotStarted(task, reason, outbox));
    }

    public void onExited(TaskKey task, int exitCode, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> executions.onExited(task, exitCode, outbox));
    }

    /** Its process is gone and left no exit code. */
    public void onLost(TaskKey task, String reason, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> executions.onLost(task, reason, outbox));
    }

    public void onLogRead(long readId, LogPiece piece, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> logReads.onRead(readId, piece, outbox));
    }

    public void onLogUnreadable(
            long readId, String reason, long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> logReads.onUnreadable(readId, reason, outbox));
    }

    /** Harmless when early or repeated. */
    public void tick(long nowNanos, Consumer<TaskEffect> out) {
        turn(nowNanos, out, outbox -> tick(nowNanos, outbox));
    }

    private void tick(long nowNanos, Outbox out) {
        bidder.tick(nowNanos);
        logReads.tick(nowNanos);
        advertiser.tick(nowNanos, out);
        claims.tick(nowNanos, out);
        guardian.tick(nowNanos, out);
        requests.tick(nowNanos, out);
    }

    private void turn(long nowNanos, Consumer<TaskEffect> out, Consumer<Outbox> action) {
        Outbox outbox = new Outbox(hosts.self().id(), out);
        action.accept(outbox);
        settle(nowNanos, outbox);
    }

    /** Hands this node what it says to itself, then starts the writes that are due. */
    private void settle(long nowNanos, Outbox out) {
        MemberRecord self = hosts.self();
        Sender sender = new Sender(self.id(), self.epoch(), self.endpoint());
        Optional<TaskMessage> message = out.takeToSelf();
        while (message.isPresent()) {
            route(sender, message.get(), nowNanos, out);
            message = out.takeToSelf();
        }
        writer.flush(nowNanos, out);
    }

    /** When {@link #tick} is due; {@link Long#MAX_VALUE} if nothing is. */
    public long nextDeadlineNanos() {
        long hostSide = Math.min(bidder.nextDeadlineNanos(), logReads.nextDeadlineNanos());
        long news = Math.min(advertiser.nextDeadlineNanos(), claims.nextDeadlineNanos());
        long guard = Math.min(guardian.nextDeadlineNanos(), requests.nextDeadlineNanos());
        long next = Math.min(Math.min(hostSide, news), guard);
        return Math.min(next, writer.nextDeadlineNanos());
    }

    /** How many bids hold capacity: zero in a quiet fleet. */
    public int holdsOutstanding() {
        return bidder.holdsOutstanding();
    }

    /** Throws an {@link IllegalStateException} if this node contradicts itself. */
    public void checkInvariants() {
        bidder.checkInvariants();
        executions.checkInvariants();
        writer.checkInvariants();
        guardian.checkInvariants();
    }
}
