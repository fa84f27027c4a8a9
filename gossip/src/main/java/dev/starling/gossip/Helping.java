package dev.starling.gossip;

import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Probes on behalf of others (SWIM §3.1): asks the target that a {@link SwimMessage.PingReq} names
 * and passes its ack on.
 *
 * <p>What is not answered within a probe period is forgotten, since the asker has drawn its
 * conclusion by then. At {@value #MOST_REQUESTS} requests one more is ignored: the asker has other
 * helpers, and we are not to be made to ping the world.
 */
final class Helping {

    /** A guess: a hundred askers per period are a rare day even in a fleet that lost a tenth. */
    static final int MOST_REQUESTS = 256;

    private record Request(Sender asker, long sequence, NodeId target, long untilNanos) {}

    private final long patienceNanos;
    private final Gossiping gossiping;

    /** By the sequence of our own ping, oldest first. */
    private final LinkedHashMap<Long, Request> requests = new LinkedHashMap<>();

    private long sequence;

    Helping(GossipConfig config, Gossiping gossiping, Chance chance) {
        this.patienceNanos = config.probePeriodNanos();
        this.gossiping = gossiping;
        this.sequence = chance.below(Probing.SEQUENCE_STARTS);
    }

    void on(Sender asker, SwimMessage.PingReq request, long nowNanos, Consumer<GossipEffect> out) {
        forgetOverdue(nowNanos);
        if (requests.size() >= MOST_REQUESTS) return;
        sequence++;
        long untilNanos = nowNanos + patienceNanos;
        requests.put(
                sequence, new Request(asker, request.sequence(), request.target(), untilNanos));
        SwimMessage.Ping ping = new SwimMessage.Ping(sequence, request.target());
        gossiping.send(request.target(), request.targetEndpoint(), ping, out);
    }

    void on(Sender sender, SwimMessage.Ack ack, long nowNanos, Consumer<GossipEffect> out) {
        forgetOverdue(nowNanos);
        Request request = requests.get(ack.sequence());
        if (request == null || !request.target().equals(sender.id())) return;
        requests.remove(ack.sequence());
        Sender asker = request.asker();
        SwimMessage.Ack relayed = new SwimMessage.Ack(request.sequence());
        gossiping.send(asker.id(), asker.endpoint(), relayed, out);
    }

    int size() {
        return requests.size();
    }

    private void forgetOverdue(long nowNanos) {
        while (!requests.isEmpty()) {
            Map.Entry<Long, Request> oldest = requests.firstEntry();
            if (nowNanos < oldest.getValue().untilNanos()) return;
            requests.pollFirstEntry();
        }
    }
}
