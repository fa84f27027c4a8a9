package dev.starling.agent.task;

import static dev.starling.agent.task.Fixtures.ms;

import dev.starling.dht.Contact;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;
import dev.starling.gossip.Notice;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A fleet of task machines in made-up time, with a table that is only as clever as these tests
 * need: written to the five closest, read from the two closest, repaired a second after somebody
 * came or went.
 */
final class World {

    static final int REPLICAS = 5;
    static final long LEASE_NANOS = ms(15 * 60_000);
    static final long DETECTION_NANOS = ms(2_000);
    static final long REPAIR_NANOS = ms(1_000);

    private record Event(long nanos, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
    private final Chance chance;
    private long order;
    private long nowNanos;

    final SortedMap<Integer, WorldNode> nodes = new TreeMap<>();

    /** Messages for which this holds are lost. */
    Predicate<TaskMessage> isLost = message -> false;

    /** How many times in a hundred a message comes twice. */
    int duplicatePercent;

    int messages;

    World(long seed) {
        chance = Chance.stream(seed, "world");
    }

    /** Adds nodes 1 to {@code count} that all know each other, and lets them settle. */
    static World of(int count, TaskConfig config) {
        World world = new World(count);
        for (int number = 1; number <= count; number++) world.add(number, config);
        world.run(ms(100));
        return world;
    }

    WorldNode add(int number, TaskConfig config) {
        WorldNode node = new WorldNode(this, number, config);
        nodes.put(number, node);
        node.boot();
        announce(node, MemberStatus.ALIVE, 0);
        return node;
    }

    WorldNode node(int number) {
        return nodes.get(number);
    }

    WorldNode node(NodeId id) {
        return nodes.values().stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow();
    }

    long nowNanos() {
        return nowNanos;
    }

    Chance chance() {
        return chance;
    }

    void after(long nanos, Runnable action) {
        events.add(new Event(nowNanos + nanos, order++, action));
    }

    /** Lets time pass. */
    void run(long nanos) {
        long untilNanos = nowNanos + nanos;
        while (!events.isEmpty() && events.peek().nanos <= untilNanos) {
            Event event = events.poll();
            nowNanos = Math.max(nowNanos, event.nanos);
            event.action.run();
        }
        nowNanos = untilNanos;
    }

    /** Runs until something holds, at most that long; whether it came to hold. */
    boolean runUntil(long mostNanos, Predicate<World> isReached) {
        long endNanos = nowNanos + mostNanos;
        while (nowNanos < endNanos && !isReached.test(this)) run(ms(5));
        return isReached.test(this);
    }

    /** Everybody but the node itself learns of its status. */
    void announce(WorldNode subject, MemberStatus status, long delayNanos) {
        for (WorldNode other : nodes.values()) {
            if (other == subject) continue;
            if (status == MemberStatus.ALIVE) other.introduceTo(subject);
            long delay = delayNanos == 0 ? 0 : delayNanos + chance.below(ms(200));
            after(
                    delay,
                    () -> {
                        boolean isTrue = subject.isReachable() == status.isPresent();
                        if (isTrue && other.isReachable()) other.learn(subject.record(), status);
                    });
        }
        after(delayNanos + ms(200) + REPAIR_NANOS, this::repair);
    }

    /** The host is gone with everything that ran on it. */
    void crashHost(WorldNode node) {
        node.powerOff();
        announce(node, MemberStatus.DEAD, DETECTION_NANOS);
    }

    /** Cuts a node off: both sides take each other for dead after a while. */
    void isolate(WorldNode node) {
        node.cutOff(true);
        announce(node, MemberStatus.DEAD, DETECTION_NANOS);
        for (WorldNode other : nodes.values()) {
            after(
                    DETECTION_NANOS + chance.below(ms(200)),
                    () -> {
                        if (!node.isReachable()) node.learn(other.record(), MemberStatus.DEAD);
                    });
        }
    }

    /** Brings a node back that was cut off or is down: everybody learns the truth. */
    void bringBack(WorldNode node) {
        node.cutOff(false);
        if (!node.isUp()) node.boot();
        for (WorldNode other : nodes.values()) {
            boolean isThere = other.isReachable();
            node.learn(other.record(), isThere ? MemberStatus.ALIVE : MemberStatus.DEAD);
        }
        announce(node, MemberStatus.ALIVE, 0);
    }

    void send(WorldNode from, Endpoint to, TaskMessage message) {
        messages++;
        if (!from.isReachable() || isLost.test(message)) return;
        int copies = chance.below(100) < duplicatePercent ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = ms(1) / 2 + chance.below(ms(1));
            after(delay, () -> receiver(to).ifPresent(n -> n.receive(from, message)));
        }
    }

    private Optional<WorldNode> receiver(Endpoint to) {
        return nodes.values().stream().filter(n -> n.record().endpoint().equals(to)).findFirst();
    }

    void gossip(WorldNode from, Notice notice) {
        for (WorldNode other : nodes.values()) {
            if (other != from) after(ms(20), () -> other.hear(notice));
        }
    }

    void write(WorldNode from, TaskEffect.Write write) {
        List<WorldNode> replicas = replicas(from, write.key());
        int wanted = Math.min(3, replicas.size());
        List<WorldNode> acks = new ArrayList<>();
        for (WorldNode replica : replicas) {
            after(
                    ms(1),
                    () -> {
                        boolean isOwn = replica == from && replica.isUp();
                        boolean isReached = from.isReachable() && replica.isReachable();
                        if (!isOwn && !isReached) return;
                        write.entries().forEach(e -> replica.hold(write.key(), e));
                        acks.add(replica);
                    });
        }
        after(ms(3), () -> from.written(write.token(), result(acks, wanted, replicas)));
    }

    private static WriteResult result(List<WorldNode> acks, int wanted, List<WorldNode> replicas) {
        return new WriteResult(acks.size(), wanted, replicas.size());
    }

    void read(WorldNode from, TaskEffect.Read read) {
        after(
                ms(2),
                () -> {
                    List<WorldNode> asked =
                            replicas(from, read.key()).stream()
                                    .filter(WorldNode::isReachable)
                                    .limit(2)
                                    .toList();
                    SortedMap<String, Entry> union = new TreeMap<>();
                    for (WorldNode replica : asked) {
                        for (Entry entry : replica.held(read.key())) {
                            union.merge(
                                    entry.subkey().toUtf8(),
                                    entry,
                                    (a, b) -> b.supersedes(a) ? b : a);
                        }
                    }
                    ReadResult result =
                            new ReadResult(
                                    List.copyOf(union.values()),
                                    asked.size(),
                                    Math.min(2, nodes.size()),
                                    true,
                                    1);
                    from.answered(read.token(), result);
                });
    }

    /** The replicas as {@code viewer} sees them. */
    private List<WorldNode> replicas(WorldNode viewer, Key key) {
        return viewer.closest(key.point(), REPLICAS).stream().map(c -> node(c.id())).toList();
    }

    /** Hands every entry to those that should hold it now. */
    private void repair() {
        for (WorldNode holder : up()) {
            if (!holder.isReachable()) continue;
            for (var held : holder.disk().entrySet()) {
                for (WorldNode replica : replicas(holder, held.getKey())) {
                    if (!replica.isReachable()) continue;
                    for (Entry entry : List.copyOf(held.getValue().values())) {
                        after(0, () -> replica.hold(held.getKey(), entry));
                    }
                }
            }
        }
    }

    List<WorldNode> up() {
        return nodes.values().stream().filter(WorldNode::isUp).toList();
    }

    /** The node that every live node takes for the primary of a job. */
    WorldNode primaryOf(String job) {
        List<WorldNode> up = up();
        NodeId point = Tasks.keyOf(job).point();
        return up.stream()
                .min((left, right) -> point.compareDistance(left.id(), right.id()))
                .orElseThrow();
    }

    /** The job as a node tells it that is asked now. */
    JobStatus status(String job) {
        return ((TaskEffect.JobAnswered) up().getFirst().find(job)).job();
    }

    /** Submits at some node, which has to accept. */
    JobStatus submit(JobSpec spec) {
        return ((TaskEffect.JobAnswered) up().getLast().submit(spec)).job();
    }

    /** How many tasks of a job are in that state. */
    long count(String job, TaskState state) {
        return status(job).tasks().stream().filter(task -> task.state() == state).count();
    }

    List<TaskKey> processes(String job) {
        List<TaskKey> found = new ArrayList<>();
        for (WorldNode node : nodes.values()) {
            node.processes().keySet().stream()
                    .filter(key -> key.job().equals(job))
                    .forEach(found::add);
        }
        return found;
    }

    static Contact contactOf(MemberRecord record) {
        return new Contact(record.id(), record.endpoint());
    }

    static Member member(MemberRecord record, MemberStatus status) {
        return new Member(record, status, 0);
    }

    void everyNode(Consumer<WorldNode> action) {
        nodes.values().forEach(action);
    }
}
