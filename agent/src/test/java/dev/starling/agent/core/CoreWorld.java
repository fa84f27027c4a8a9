package dev.starling.agent.core;

import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.dht.DhtConfig;
import dev.starling.gossip.GossipConfig;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.MalformedMessageException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** A few cores on a network that takes a millisecond and loses nothing; every packet as bytes. */
final class CoreWorld {

    private static final long LATENCY_NANOS = Duration.ofMillis(1).toNanos();

    private final PacketCodec codec = new PacketCodec("starling");
    private final List<AgentCore> cores = new ArrayList<>();
    private final Map<Endpoint, Integer> byEndpoint =
            new TreeMap<>(Comparator.comparing(Endpoint::toString));
    private final List<Boolean> isUp = new ArrayList<>();
    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>(
                    Comparator.comparingLong(Arrival::atNanos).thenComparingLong(Arrival::order));
    final List<AgentEffect> effects = new ArrayList<>();
    private long nowNanos;
    private long order;
    private long requests;

    private record Arrival(long atNanos, long order, int to, byte[] bytes) {}

    CoreWorld(int size) {
        CoreConfig config =
                new CoreConfig(
                        GossipConfig.defaults(),
                        DhtConfig.defaults(),
                        TaskConfig.defaults(true, new Resources(4_000, 1L << 30)));
        for (int i = 0; i < size; i++) {
            NodeId id = NodeId.hashOf(("node-" + i).getBytes(StandardCharsets.UTF_8));
            MemberRecord self = new MemberRecord(id, 1, 0, "node-" + i, endpoint(i), "");
            cores.add(new AgentCore(config, AgentBoot.fresh(self, i)));
            byEndpoint.put(endpoint(i), i);
            isUp.add(true);
        }
        for (int i = 0; i < size; i++) {
            int node = i;
            cores.get(i).start(nowNanos, effect -> onEffect(node, effect));
            if (i > 0) command(i, new AgentCommand.Join(List.of(endpoint(0))));
        }
    }

    static Endpoint endpoint(int node) {
        try {
            return new Endpoint(
                    InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (node + 1)}), 7946);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    AgentCore core(int node) {
        return cores.get(node);
    }

    void kill(int node) {
        isUp.set(node, false);
    }

    void command(int node, AgentCommand command) {
        cores.get(node).on(command, nowNanos, effect -> onEffect(node, effect));
    }

    /** Gives the command, runs until it is answered, ten seconds at most. */
    Answer ask(int node, LongFunction<AgentCommand> command) {
        long requestId = ++requests;
        int before = effects.size();
        command(node, command.apply(requestId));
        for (long end = nowNanos + Duration.ofSeconds(10).toNanos(); nowNanos < end; ) {
            List<Answer> answers = repliesTo(requestId, before);
            if (!answers.isEmpty()) return answers.getFirst();
            run(Duration.ofMillis(1));
        }
        throw new AssertionError("no answer to " + command.apply(requestId));
    }

    List<Answer> repliesTo(long requestId, int fromEffect) {
        return effects.subList(fromEffect, effects.size()).stream()
                .filter(AgentEffect.Reply.class::isInstance)
                .map(AgentEffect.Reply.class::cast)
                .filter(reply -> reply.requestId() == requestId)
                .map(AgentEffect.Reply::answer)
                .toList();
    }

    void run(Duration duration) {
        long end = nowNanos + duration.toNanos();
        while (true) {
            long next = arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().atNanos();
            for (int i = 0; i < cores.size(); i++) {
                if (isUp.get(i)) next = Math.min(next, cores.get(i).nextDeadlineNanos());
            }
            if (next > end) break;
            nowNanos = Math.max(nowNanos, next);
            step();
        }
        nowNanos = end;
    }

    private void step() {
        while (!arrivals.isEmpty() && arrivals.peek().atNanos() <= nowNanos) {
            Arrival arrival = arrivals.poll();
            if (isUp.get(arrival.to())) deliver(arrival);
        }
        for (int i = 0; i < cores.size(); i++) {
            int node = i;
            if (!isUp.get(i) || cores.get(i).nextDeadlineNanos() > nowNanos) continue;
            cores.get(i).tick(nowNanos, effect -> onEffect(node, effect));
            cores.get(i).checkInvariants();
        }
    }

    private void deliver(Arrival arrival) {
        AgentCore core = cores.get(arrival.to());
        try {
            Packet packet = codec.decode(arrival.bytes());
            core.on(packet, nowNanos, effect -> onEffect(arrival.to(), effect));
        } catch (MalformedMessageException impossible) {
            throw new AssertionError(impossible);
        }
        core.checkInvariants();
    }

    private void onEffect(int from, AgentEffect effect) {
        effects.add(effect);
        if (!(effect instanceof AgentEffect.Transmit transmit) || !isUp.get(from)) return;
        Integer to = byEndpoint.get(transmit.to());
        if (to == null) return;
        byte[] bytes = codec.encode(transmit.packet());
        arrivals.add(new Arrival(nowNanos + LATENCY_NANOS, order++, to, bytes));
    }
}
