package dev.starling.gossip;

import dev.starling.node.Endpoint;
import dev.starling.wire.Carrier;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects what a machine wants done, for tests to look at. */
final class Effects implements Consumer<GossipEffect> {

    private final List<GossipEffect> all = new ArrayList<>();

    @Override
    public void accept(GossipEffect effect) {
        all.add(effect);
    }

    List<GossipEffect> all() {
        return List.copyOf(all);
    }

    void clear() {
        all.clear();
    }

    <T extends GossipEffect> List<T> of(Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (GossipEffect effect : all) {
            if (kind.isInstance(effect)) found.add(kind.cast(effect));
        }
        return found;
    }

    List<GossipEffect.Send> sends() {
        return of(GossipEffect.Send.class);
    }

    List<GossipEffect.Send> sendsTo(Endpoint to) {
        return sends().stream().filter(send -> send.to().equals(to)).toList();
    }

    /** All messages of one kind that are to be sent. */
    <T extends SwimMessage> List<T> messages(Class<T> kind) {
        return messages(sends(), kind);
    }

    <T extends SwimMessage> List<T> messagesTo(Endpoint to, Class<T> kind) {
        return messages(sendsTo(to), kind);
    }

    <T extends SwimMessage> List<T> messages(Carrier carrier, Class<T> kind) {
        return messages(sends().stream().filter(send -> send.carrier() == carrier).toList(), kind);
    }

    /** All rumors that are to be sent, in order. */
    List<Rumor> rumors() {
        return messages(SwimMessage.Rumors.class).stream()
                .flatMap(message -> message.rumors().stream())
                .toList();
    }

    List<Rumor> rumorsTo(Endpoint to) {
        return messagesTo(to, SwimMessage.Rumors.class).stream()
                .flatMap(message -> message.rumors().stream())
                .toList();
    }

    /** What has changed, in order, as "name STATUS". */
    List<String> changes() {
        return of(GossipEffect.MemberChanged.class).stream()
                .map(change -> change.member().record().name() + " " + change.member().status())
                .toList();
    }

    private static <T extends SwimMessage> List<T> messages(
            List<GossipEffect.Send> sends, Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (GossipEffect.Send send : sends) {
            for (SwimMessage message : send.messages()) {
                if (kind.isInstance(message)) found.add(kind.cast(message));
            }
        }
        return found;
    }
}
