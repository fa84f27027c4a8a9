package dev.starling.agent.core;

import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.CheckResult;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.LocalService;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceEffect;
import dev.starling.agent.service.ServiceQuery;
import dev.starling.agent.service.Services;
import dev.starling.agent.service.TtlReport;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.LogPiece;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskRef;
import dev.starling.agent.task.Tasks;
import dev.starling.dht.Contact;
import dev.starling.dht.Dht;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Key;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.Membership;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Message;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything one agent decides: membership, table, services and tasks behind one door.
 *
 * <p>Packets, commands and moments go in, {@link AgentEffect}s come out in the order in which they
 * are to be done. This class only routes inputs; {@link EffectRouter} routes what the four machines
 * want. The simulator and the agent run this same class.
 *
 * <p>Not thread-safe. Time is nanoseconds since this node started and never falls. Inputs never
 * make it throw; if one does, it is our bug, and {@link #checkInvariants} says whether to go on.
 */
public final class AgentCore {

    private final CoreConfig config;
    private final AgentBoot boot;
    private final Membership membership;
    private final Dht dht;
    private final Services services;
    private final Tasks tasks;
    private final Followers followers;
    private final EffectRouter router;

    public AgentCore(CoreConfig config, AgentBoot boot) {
        this.config = config;
        this.boot = boot;
        MemberRecord self = boot.self();
        long lease = config.dht().leaseNanos();
        this.membership = new Membership(config.gossip(), self, boot.seed());
        this.dht = new Dht(config.dht(), new Contact(self.id(), self.endpoint()), boot.seed());
        this.services = new Services(self, lease, boot.seed());
        this.tasks = new Tasks(config.task(), self, dht::closest, lease, boot.seed());
        this.followers =
                new Followers(
                        new ContactFeed(dht),
                        new PeerBook(),
                        new ReplicaWatch(dht, services, config.dht().replicas()));
        this.router = new EffectRouter(membership, dht, services, tasks, followers);
    }

    /** Takes up what the data directory kept; called once, before anything else. */
    public void start(long nowNanos, Consumer<AgentEffect> out) {
        for (AgentBoot.Replica replica : boot.replicas()) {
            dht.restore(replica.key(), replica.entry(), nowNanos);
        }
        tasks.restore(boot.tasks(), nowNanos, router.ofTasks());
        for (AgentBoot.Replica replica : boot.replicas()) {
            if (replica.key().space() == Tasks.SPACE) {
                tasks.onReplica(replica.key(), replica.entry(), nowNanos, router.ofTasks());
            }
        }
        services.start(boot.services(), nowNanos, router.ofServices());
        List<Endpoint> known = boot.peers().stream().map(MemberRecord::endpoint).toList();
        if (!known.isEmpty()) membership.join(known, nowNanos, router.ofGossip());
        router.route(nowNanos, out);
    }

    public void on(Packet packet, long nowNanos, Consumer<AgentEffect> out) {
        Sender sender = packet.sender();
        for (Message message : packet.messages()) {
            switch (message) {
                case SwimMessage swim -> membership.on(sender, swim, nowNanos, router.ofGossip());
                case DhtMessage table -> dht.on(sender, table, nowNanos, router.ofTable());
                case TaskMessage task -> tasks.on(sender, task, nowNanos, router.ofTasks());
                default -> throw new IllegalStateException("no machine for " + message.getClass());
            }
            router.route(nowNanos, out);
        }
    }

    public void on(AgentCommand command, long nowNanos, Consumer<AgentEffect> out) {
        switch (command) {
            case AgentCommand.Join join ->
                    membership.join(join.seeds(), nowNanos, router.ofGossip());
            case AgentCommand.Leave leave -> {
                router.answerLeave(leave.requestId());
                membership.leave(nowNanos, router.ofGossip());
            }
            case AgentCommand.ForServices service -> onServices(service, nowNanos);
            case AgentCommand.ForTasks task -> onTasks(task, nowNanos);
        }
        router.route(nowNanos, out);
    }

    private void onServices(AgentCommand.ForServices command, long nowNanos) {
        Consumer<ServiceEffect> out = router.ofServices();
        switch (command) {
            case AgentCommand.Register(long requestId, ServiceDefinition service) ->
                    services.register(requestId, service, nowNanos, out);
            case AgentCommand.Deregister(long requestId, String serviceId) ->
                    services.deregister(requestId, serviceId, nowNanos, out);
            case AgentCommand.ReportTtl(TtlReport report) -> services.report(report, nowNanos, out);
            case AgentCommand.CheckFinished(CheckRef check, CheckStatus status, String output) ->
                    services.onCheck(new CheckResult(check, status, output), nowNanos, out);
            case AgentCommand.Lookup(ServiceQuery query) -> services.lookup(query, nowNanos, out);
        }
    }

    private void onTasks(AgentCommand.ForTasks command, long nowNanos) {
        Consumer<TaskEffect> out = router.ofTasks();
        switch (command) {
            case AgentCommand.SubmitJob(long requestId, JobSpec spec) ->
                    tasks.submit(requestId, spec, nowNanos, out);
            case AgentCommand.FindJob(long requestId, String job) ->
                    tasks.find(requestId, job, nowNanos, out);
            case AgentCommand.StopJob(long requestId, String job) ->
                    tasks.stop(requestId, job, nowNanos, out);
            case AgentCommand.StopTask(long requestId, String job, int index) ->
                    tasks.stopTask(requestId, new TaskRef(job, index), nowNanos, out);
            case AgentCommand.SurveyJobs(long requestId) -> tasks.survey(requestId, nowNanos, out);
            case AgentCommand.ReadTaskLog(LogQuery query) -> tasks.readLog(query, nowNanos, out);
            case AgentCommand.TaskStarted(TaskKey task, long pid) ->
                    tasks.onStarted(task, pid, nowNanos, out);
            case AgentCommand.TaskNotStarted(TaskKey task, String reason) ->
                    tasks.onNotStarted(task, reason, nowNanos, out);
            case AgentCommand.TaskExited(TaskKey task, int exitCode) ->
                    tasks.onExited(task, exitCode, nowNanos, out);
            case AgentCommand.TaskLost(TaskKey task, String reason) ->
                    tasks.onLost(task, reason, nowNanos, out);
            case AgentCommand.LogRead(long readId, long offset, long sizeBytes, Bytes content) ->
                    tasks.onLogRead(
                            readId, new LogPiece(offset, sizeBytes, content), nowNanos, out);
            case AgentCommand.LogUnreadable(long readId, String reason) ->
                    tasks.onLogUnreadable(readId, reason, nowNanos, out);
        }
    }

    /** Does what is due. Early or repeated calls are harmless. */
    public void tick(long nowNanos, Consumer<AgentEffect> out) {
        if (membership.nextDeadlineNanos() <= nowNanos) {
            membership.tick(nowNanos, router.ofGossip());
            router.route(nowNanos, out);
        }
        if (dht.nextDeadlineNanos() <= nowNanos) {
            dht.tick(nowNanos, router.ofTable());
            router.route(nowNanos, out);
        }
        if (services.nextDeadlineNanos() <= nowNanos) {
            services.tick(nowNanos, router.ofServices());
            router.route(nowNanos, out);
        }
        if (tasks.nextDeadlineNanos() <= nowNanos) {
            tasks.tick(nowNanos, router.ofTasks());
            router.route(nowNanos, out);
        }
        followers.peers().tick(nowNanos, membership, out);
        followers.replicas().tick(nowNanos, router.ofServices());
        router.route(nowNanos, out);
    }

    /** When to {@link #tick} next, at the latest. */
    public long nextDeadlineNanos() {
        long own = Math.min(membership.nextDeadlineNanos(), dht.nextDeadlineNanos());
        long hosts = Math.min(services.nextDeadlineNanos(), tasks.nextDeadlineNanos());
        return Math.min(Math.min(own, hosts), followers.nextDeadlineNanos());
    }

    public CoreConfig config() {
        return config;
    }

    public MemberRecord self() {
        return membership.self();
    }

    public boolean isLeaving() {
        return membership.isLeaving();
    }

    /** Everybody remembered, this node included, in id order. */
    public List<Member> members() {
        return membership.members();
    }

    public Optional<Member> member(NodeId id) {
        return membership.member(id);
    }

    /** How many count as there: alive or suspected, this node included. */
    public int presentCount() {
        return membership.presentCount();
    }

    public List<LocalService> localServices() {
        return services.local();
    }

    /** The nodes closest to a point in this node's own view, itself included, closest first. */
    public List<Contact> closest(NodeId point, int most) {
        return dht.closest(point, most);
    }

    /** What this node holds for the fleet. */
    public List<Key> heldKeys() {
        return dht.keys();
    }

    /** Throws {@link IllegalStateException} if a machine contradicts itself. */
    public void checkInvariants() {
        membership.checkInvariants();
        dht.checkInvariants();
        services.checkInvariants();
        tasks.checkInvariants();
    }
}
