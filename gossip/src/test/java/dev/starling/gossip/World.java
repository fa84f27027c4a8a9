package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * A few nodes and a network between them, in virtual time: every packet goes through the codec, a
 * datagram takes 1 to 20 ms and may be lost, a stream loses nothing, and either may be cut.
 */
final class World {

    /** One running process. */
    final class Node {

        final MemberRecord boot;
        final Membership membership;
        final Effects effects = new Effects();
        final long startNanos = now;
        boolean isRunning = true;

        Node(MemberRecord boot) {
            this.boot = boot;
            this.membership = new Membership(config, boot, chance.nextLong());
        }

        String name() {
            return boot.name();
        }

        NodeId id() {
            return boot.id();
        }

        void join(Node... seeds) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (Node seed : seeds) endpoints.add(seed.boot.endpoint());
            joinAt(endpoints);
        }

        void joinAt(List<Endpoint> seeds) {
            turn(this, () -> membership.join(seeds, localNanos(), this::perform));
        }

        void publish(int topic, String text) {
            turn(this, () -> membership.publish(topic, Bytes.ofUtf8(text), localNanos()));
        }

        void leave() {
            turn(this, () -> membership.leave(localNanos(), this::perform));
        }

        MemberStatus statusOf(Node other) {
            return membership.member(other.id()).map(Member::status).orElse(null);
        }

        boolean seesAll(List<Node> nodes) {
            return nodes.stream().allMatch(node -> statusOf(node) == MemberStatus.ALIVE);
        }

        private long localNanos() {
            return now - startNanos;
        }

        private void perform(GossipEffect effect) {
            effects.accept(effect);
            if (effect instanceof GossipEffect.Send send) transmit(this, send);
        }
    }

    private record Event(long atNanos, long order, Runnable action) {}

    private final GossipConfig config;
    private final Chance chance;
    private final SwimCodec codec = new SwimCodec();
    private final TreeMap<String, Node> byEndpoint = new TreeMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));

    private long now;
    private long order;
    private double loss;
    private BiPredicate<Node, Node> isCut = (from, to) -> false;
    private boolean isDatagramBlocked;

    long packets;
    long bytes;

    World(GossipConfig config, long seed) {
        this.config = config;
        this.chance = Chance.stream(seed, "world");
    }

    Node start(MemberRecord boot) {
        Node node = new Node(boot);
        byEndpoint.put(boot.endpoint().toString(), node);
        turn(node, () -> {});
        return node;
    }

    /** So many running nodes that all know each other. */
    List<Node> startAll(int count) {
        List<Node> nodes = new ArrayList<>();
        for (MemberRecord record : Fleet.members(count)) nodes.add(start(record));
        for (Node node : nodes) {
            if (node != nodes.getFirst()) node.join(nodes.getFirst());
        }
        boolean areKnown = runUntil(60_000, () -> allSeeAll(nodes));
        assertThat(areKnown).as("a fleet to start from").isTrue();
        return nodes;
    }

    static boolean allSeeAll(List<Node> nodes) {
        return nodes.stream().allMatch(node -> node.seesAll(nodes));
    }

    void crash(Node node) {
        node.isRunning = false;
    }

    /** The same host starts again under a higher epoch. */
    Node restart(Node crashed) {
        crash(crashed);
        return start(crashed.boot.withLife(crashed.boot.epoch() + 1, 0));
    }

    void lose(double share) {
        loss = share;
    }

    void cut(BiPredicate<Node, Node> cut) {
        isCut = cut;
    }

    void heal() {
        isCut = (from, to) -> false;
    }

    void blockDatagrams() {
        isDatagramBlocked = true;
    }

    long nowMillis() {
        return now / ms(1);
    }

    void run(long millis) {
        runUntil(millis, () -> false);
    }

    /** Runs at most so long; whether {@code isReached} came true. It is asked every 50 ms. */
    boolean runUntil(long millis, BooleanSupplier isReached) {
        long endNanos = now + ms(millis);
        long nextQuestionNanos = now;
        while (now < endNanos) {
            if (now >= nextQuestionNanos) {
                if (isReached.getAsBoolean()) return true;
                nextQuestionNanos = now + ms(50);
            }
            Event next = events.peek();
            now = Math.min(next == null ? endNanos : next.atNanos(), nextQuestionNanos);
            if (next != null && next.atNanos() <= now) events.poll().action().run();
        }
        return isReached.getAsBoolean();
    }

    private void turn(Node node, Runnable action) {
        if (!node.isRunning) return;
        action.run();
        while (node.membership.nextDeadlineNanos() <= node.localNanos()) {
            node.membership.tick(node.localNanos(), node::perform);
        }
        long deadline = node.membership.nextDeadlineNanos();
        if (deadline != Long.MAX_VALUE) {
            long atNanos = node.startNanos + deadline;
            schedule(atNanos, () -> wake(node, deadline));
        }
    }

    /** A deadline that has moved since was scheduled again then. */
    private void wake(Node node, long deadline) {
        if (node.membership.nextDeadlineNanos() <= deadline) turn(node, () -> {});
    }

    private void transmit(Node from, GossipEffect.Send send) {
        packets++;
        Node to = byEndpoint.get(send.to().toString());
        int messagesBytes = send.messages().stream().mapToInt(codec::framedSizeOf).sum();
        bytes += messagesBytes;
        boolean isDatagram = send.carrier() == Carrier.DATAGRAM;
        int budgetBytes = isDatagram ? Limits.DATAGRAM_MESSAGES_BYTES : Limits.FRAME_MESSAGES_BYTES;
        if (messagesBytes > budgetBytes) {
            throw new AssertionError(messagesBytes + " bytes of " + budgetBytes + " in " + send);
        }
        boolean isLost = isDatagram && (isDatagramBlocked || chance.unit() < loss);
        if (to == null || isLost || isCut.test(from, to)) return;
        MemberRecord self = from.membership.self();
        Sender sender = new Sender(self.id(), self.epoch(), self.endpoint());
        List<byte[]> bodies = send.messages().stream().map(this::encode).toList();
        List<Integer> kinds = send.messages().stream().map(codec::kindOf).toList();
        schedule(now + ms(1 + chance.below(20)), () -> deliver(to, sender, kinds, bodies));
    }

    private void deliver(Node to, Sender sender, List<Integer> kinds, List<byte[]> bodies) {
        for (int i = 0; i < bodies.size(); i++) {
            SwimMessage message = decode(kinds.get(i), bodies.get(i));
            turn(to, () -> to.membership.on(sender, message, to.localNanos(), to::perform));
        }
    }

    private byte[] encode(SwimMessage message) {
        WireWriter writer = WireWriter.upTo(Limits.FRAME_BYTES);
        codec.write(message, writer);
        return writer.toArray();
    }

    private SwimMessage decode(int kind, byte[] body) {
        try {
            return codec.read(kind, WireReader.of(body));
        } catch (MalformedMessageException bug) {
            throw new AssertionError("our own codec refuses what it wrote", bug);
        }
    }

    private void schedule(long atNanos, Runnable action) {
        events.add(new Event(atNanos, order++, action));
    }
}
