package dev.starling.agent.core;

import dev.starling.agent.service.ServiceEffect;
import dev.starling.agent.service.Services;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.Tasks;
import dev.starling.dht.Dht;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.gossip.GossipEffect;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.Membership;
import dev.starling.node.Endpoint;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;
import dev.starling.wire.Message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries what each of the four machines wants to whom it concerns: another machine, or the shell.
 *
 * <p>Wishes wait in one queue and are taken in order, after the machine that made them has
 * returned: no machine is ever called from inside itself.
 *
 * <p>Requests to the table carry the asker in the lowest bit of their number: 0 services, 1 tasks.
 */
final class EffectRouter {

    private static final int OF_SERVICES = 0;
    private static final int OF_TASKS = 1;

    private final Membership membership;
    private final Dht dht;
    private final Services services;
    private final Tasks tasks;
    private final Followers followers;
    private final ArrayDeque<Object> wishes = new ArrayDeque<>();
    private final List<Long> leaveRequests = new ArrayList<>();

    private final Consumer<GossipEffect> ofGossip = wishes::add;
    private final Consumer<DhtEffect> ofTable = wishes::add;
    private final Consumer<ServiceEffect> ofServices = wishes::add;
    private final Consumer<TaskEffect> ofTasks = wishes::add;

    EffectRouter(
            Membership membership, Dht dht, Services services, Tasks tasks, Followers followers) {
        this.membership = membership;
        this.dht = dht;
        this.services = services;
        this.tasks = tasks;
        this.followers = followers;
    }

    Consumer<GossipEffect> ofGossip() {
        return ofGossip;
    }

    Consumer<DhtEffect> ofTable() {
        return ofTable;
    }

    Consumer<ServiceEffect> ofServices() {
        return ofServices;
    }

    Consumer<TaskEffect> ofTasks() {
        return ofTasks;
    }

    /** Answers this request when the goodbye is over. */
    void answerLeave(long requestId) {
        leaveRequests.add(requestId);
    }

    /** Routes everything wished for so far, and what that leads to. */
    void route(long nowNanos, Consumer<AgentEffect> out) {
        for (Object wish = wishes.poll(); wish != null; wish = wishes.poll()) {
            switch (wish) {
                case GossipEffect effect -> route(effect, nowNanos, out);
                case DhtEffect effect -> route(effect, nowNanos, out);
                case ServiceEffect effect -> route(effect, nowNanos, out);
                case TaskEffect effect -> route(effect, nowNanos, out);
                default -> throw new IllegalStateException("nobody wishes " + wish.getClass());
            }
        }
    }

    private void route(GossipEffect effect, long nowNanos, Consumer<AgentEffect> out) {
        switch (effect) {
            case GossipEffect.Send(Endpoint to, Carrier carrier, var messages) ->
                    out.accept(transmit(to, carrier, List.copyOf(messages)));
            case GossipEffect.MemberChanged(Member member) -> {
                onMember(member, nowNanos);
                out.accept(new AgentEffect.MemberChanged(member));
            }
            case GossipEffect.MemberForgotten(var id) -> {
                followers.onForgotten(id, nowNanos);
                tasks.onForgotten(id);
            }
            case GossipEffect.NoticeArrived(var notice) -> {
                if (notice.topic() == Tasks.ADVERT_TOPIC) tasks.onNotice(notice, nowNanos);
            }
            case GossipEffect.EpochOvertaken(long epoch) -> {
                out.accept(new AgentEffect.SaveEpoch(epoch));
                out.accept(Notes.epochOvertaken(epoch));
                services.epochRaised(membership.self(), nowNanos, ofServices);
            }
            case GossipEffect.NameClash clash -> out.accept(Notes.nameClash(clash));
            case GossipEffect.SeedSilent silent -> out.accept(Notes.seedSilent(silent));
            case GossipEffect.Joined joined -> out.accept(Notes.joined(joined));
            case GossipEffect.LeaveFinished finished -> {
                leaveRequests.forEach(id -> reply(id, new Answer.Done(), out));
                leaveRequests.clear();
            }
        }
    }

    private void onMember(Member member, long nowNanos) {
        followers.onMember(member, nowNanos);
        tasks.onMember(member, nowNanos, ofTasks);
    }

    private void route(DhtEffect effect, long nowNanos, Consumer<AgentEffect> out) {
        switch (effect) {
            case DhtEffect.Send(Endpoint to, DhtMessage message) ->
                    out.accept(transmit(to, message));
            case DhtEffect.Read(long id, var result) -> {
                if (askerOf(id) == OF_SERVICES) {
                    services.onRead(tokenOf(id), result, membership::member, ofServices);
                } else {
                    tasks.onRead(tokenOf(id), result, nowNanos, ofTasks);
                }
            }
            case DhtEffect.Written(long id, var result) -> {
                if (askerOf(id) == OF_SERVICES) {
                    services.onWritten(tokenOf(id), result, nowNanos, ofServices);
                } else {
                    tasks.onWritten(tokenOf(id), result, nowNanos, ofTasks);
                }
            }
            case DhtEffect.Located located ->
                    throw new IllegalStateException("nobody asked for " + located);
            case DhtEffect.ReplicaChanged(Key key, Entry entry) -> {
                out.accept(new AgentEffect.SaveReplica(key, entry));
                if (key.space() == Tasks.SPACE) tasks.onReplica(key, entry, nowNanos, ofTasks);
            }
            case DhtEffect.ReplicaDropped(Key key, List<Entry> entries) -> {
                for (Entry entry : entries) {
                    out.accept(new AgentEffect.DropReplica(key, entry.subkey()));
                }
                if (key.space() == Tasks.SPACE) tasks.onReplicaDropped(key, entries);
            }
        }
    }

    private void route(ServiceEffect effect, long nowNanos, Consumer<AgentEffect> out) {
        switch (effect) {
            case ServiceEffect.Write(long token, Key key, List<Entry> entries) ->
                    dht.put(requestId(token, OF_SERVICES), key, entries, nowNanos, ofTable);
            case ServiceEffect.Read(long token, Key key) ->
                    dht.get(requestId(token, OF_SERVICES), key, nowNanos, ofTable);
            case ServiceEffect.StartCheck(var ref, var check) ->
                    out.accept(new AgentEffect.StartCheck(ref, check));
            case ServiceEffect.StopCheck(var ref) -> out.accept(new AgentEffect.StopCheck(ref));
            case ServiceEffect.Save(var saved) -> out.accept(new AgentEffect.SaveServices(saved));
            case ServiceEffect.Registered(long id, var result) ->
                    reply(id, new Answer.Stored(result), out);
            case ServiceEffect.Found(long id, var answer) ->
                    reply(id, new Answer.Services(answer), out);
            case ServiceEffect.Reported(long id) -> reply(id, new Answer.Done(), out);
            case ServiceEffect.NotFound(long id, String message) ->
                    reply(id, new Answer.Refused(Answer.Reason.NOT_FOUND, message), out);
            case ServiceEffect.Refused(long id, String message) ->
                    reply(id, new Answer.Refused(Answer.Reason.UNAVAILABLE, message), out);
        }
    }

    private void route(TaskEffect effect, long nowNanos, Consumer<AgentEffect> out) {
        switch (effect) {
            case TaskEffect.Send(Endpoint to, TaskMessage message) ->
                    out.accept(transmit(to, message));
            case TaskEffect.Write(long token, Key key, List<Entry> entries) ->
                    dht.put(requestId(token, OF_TASKS), key, entries, nowNanos, ofTable);
            case TaskEffect.Read(long token, Key key) ->
                    dht.get(requestId(token, OF_TASKS), key, nowNanos, ofTable);
            case TaskEffect.Publish(int topic, var payload) ->
                    membership.publish(topic, payload, nowNanos);
            case TaskEffect.StartTask(var launch) -> out.accept(new AgentEffect.StartTask(launch));
            case TaskEffect.StopTask(var task, long graceNanos) ->
                    out.accept(new AgentEffect.StopTask(task, graceNanos));
            case TaskEffect.ReadLog(long id, var task, var stream, long offset, int most) ->
                    out.accept(new AgentEffect.ReadLog(id, task, stream, offset, most));
            case TaskEffect.SaveTask(var launch) -> out.accept(new AgentEffect.SaveTask(launch));
            case TaskEffect.ForgetTask(var task) -> out.accept(new AgentEffect.ForgetTask(task));
            case TaskEffect.JobAnswered(long id, var job) -> reply(id, new Answer.Job(job), out);
            case TaskEffect.JobsAnswered(long id, var jobs, int asked, int answered) ->
                    reply(id, new Answer.Jobs(jobs, asked, answered), out);
            case TaskEffect.LogAnswered(long id, var piece, boolean isEnded) ->
                    reply(
                            id,
                            new Answer.Log(
                                    piece.offset(), piece.sizeBytes(), piece.content(), isEnded),
                            out);
            case TaskEffect.Refused(long id, var why, String message) ->
                    reply(id, new Answer.Refused(reason(why), message), out);
            case TaskEffect.Noted(String text) -> out.accept(Notes.warning(text));
        }
    }

    private static Answer.Reason reason(Refusal why) {
        return switch (why) {
            case NOT_FOUND -> Answer.Reason.NOT_FOUND;
            case CONFLICT -> Answer.Reason.CONFLICT;
            case IMPOSSIBLE -> Answer.Reason.IMPOSSIBLE;
            case UNAVAILABLE -> Answer.Reason.UNAVAILABLE;
            case DISABLED -> Answer.Reason.DISABLED;
        };
    }

    private AgentEffect transmit(Endpoint to, Message message) {
        boolean isSmall = PacketCodec.sizeOf(message) <= Limits.DATAGRAM_MESSAGES_BYTES;
        return transmit(to, isSmall ? Carrier.DATAGRAM : Carrier.STREAM, List.of(message));
    }

    private AgentEffect transmit(Endpoint to, Carrier carrier, List<Message> messages) {
        MemberRecord self = membership.self();
        Sender sender = new Sender(self.id(), self.epoch(), self.endpoint());
        return new AgentEffect.Transmit(to, carrier, new Packet(sender, messages));
    }

    private static void reply(long requestId, Answer answer, Consumer<AgentEffect> out) {
        out.accept(new AgentEffect.Reply(requestId, answer));
    }

    private static long requestId(long token, int asker) {
        return token << 1 | asker;
    }

    private static long tokenOf(long requestId) {
        return requestId >> 1;
    }

    private static int askerOf(long requestId) {
        return (int) (requestId & 1);
    }
}
