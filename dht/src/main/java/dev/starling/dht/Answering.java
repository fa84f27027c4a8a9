package dev.starling.dht;

import dev.starling.dht.routing.Placement;
import dev.starling.dht.store.Copy;
import dev.starling.dht.store.Custody;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.List;
import java.util.function.Consumer;

/** Answers what other nodes ask, at once and to the endpoint they are reached at. */
final class Answering {

    private final Placement placement;
    private final Custody custody;

    Answering(Placement placement, Custody custody) {
        this.placement = placement;
        this.custody = custody;
    }

    void onFind(Sender sender, DhtMessage.Find find, Consumer<DhtEffect> out) {
        List<Contact> closer = closer(find.target(), find.known(), sender);
        answer(sender, new DhtMessage.Closer(find.requestId(), closer), out);
    }

    void onGet(Sender sender, DhtMessage.Get get, long nowNanos, Consumer<DhtEffect> out) {
        Copy copy = custody.copy(get.key(), DhtCodec.ENTRIES_BYTES, nowNanos);
        List<Contact> closer = closer(get.key().point(), get.known(), sender);
        DhtMessage held =
                new DhtMessage.Held(
                        get.requestId(),
                        copy.isReplica(),
                        copy.isSettled(),
                        copy.isCut(),
                        closer,
                        copy.entries());
        answer(sender, held, out);
    }

    void onPut(Sender sender, DhtMessage.Put put, long nowNanos, Consumer<DhtEffect> out) {
        boolean isHeld = custody.put(put.key(), put.entries(), nowNanos, out);
        List<Contact> closer = closer(put.key().point(), put.known(), sender);
        answer(sender, new DhtMessage.PutAck(put.requestId(), isHeld, closer), out);
    }

    private List<Contact> closer(NodeId point, List<Long> known, Sender asker) {
        return placement.missing(point, known, asker.id());
    }

    private static void answer(Sender asker, DhtMessage answer, Consumer<DhtEffect> out) {
        out.accept(new DhtEffect.Send(asker.endpoint(), answer));
    }
}
