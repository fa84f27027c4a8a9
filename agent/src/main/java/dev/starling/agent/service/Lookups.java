package dev.starling.agent.service;

import dev.starling.dht.Entry;
import dev.starling.dht.ReadResult;
import dev.starling.gossip.Member;
import dev.starling.node.NodeId;
import dev.starling.wire.MalformedMessageException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Questions for instances that the table is being read for, and what an answer is made of.
 *
 * <p>An entry counts while this node itself believes its owner to be present, in the life that
 * wrote the entry or a later one. Nothing is written when an owner dies or comes back.
 */
final class Lookups {

    /** A guess: several seconds of lookups at a busy agent. */
    static final int MOST_LOOKUPS = 1_024;

    private static final Comparator<ServiceInstance> ORDER =
            Comparator.comparing(ServiceInstance::status)
                    .thenComparing(ServiceInstance::owner)
                    .thenComparing(ServiceInstance::id);

    private final TreeMap<Long, ServiceQuery> waiting = new TreeMap<>();
    private final NodeId self;

    Lookups(NodeId self) {
        this.self = self;
    }

    boolean isFull() {
        return waiting.size() >= MOST_LOOKUPS;
    }

    void begin(long token, ServiceQuery query) {
        waiting.put(token, query);
    }

    /** Takes the question off that this read was for. */
    Optional<ServiceQuery> end(long token) {
        return Optional.ofNullable(waiting.remove(token));
    }

    /**
     * Answers a question.
     *
     * @param own this host's own instances of that name: it knows them better than the table does
     * @param members this node's view
     */
    ServiceAnswer answer(
            ServiceQuery query,
            ReadResult result,
            List<ServiceInstance> own,
            Function<NodeId, Optional<Member>> members) {
        List<ServiceInstance> instances = new ArrayList<>(own);
        for (Entry entry : result.entries()) {
            if (entry.writer().equals(self) || !isLeased(entry, members)) continue;
            decode(entry).ifPresent(instances::add);
        }
        List<ServiceInstance> wanted =
                instances.stream()
                        .filter(instance -> isWanted(instance, query))
                        .sorted(ORDER)
                        .toList();
        return new ServiceAnswer(
                query.name(),
                wanted,
                result.isComplete(),
                result.replicasAnswered(),
                result.replicasWanted(),
                result.rounds());
    }

    private static boolean isLeased(Entry entry, Function<NodeId, Optional<Member>> members) {
        Optional<Member> owner = members.apply(entry.writer());
        if (owner.isEmpty() || !owner.get().status().isPresent()) return false;
        long epoch = owner.get().record().epoch();
        return Long.compareUnsigned(entry.version().epoch(), epoch) <= 0;
    }

    /** What a stranger wrote under this key and is no instance is left out. */
    private static Optional<ServiceInstance> decode(Entry entry) {
        if (entry.isTombstone()) return Optional.empty();
        try {
            return Optional.of(InstanceCodec.instanceOf(entry));
        } catch (MalformedMessageException nonsense) {
            return Optional.empty();
        }
    }

    private static boolean isWanted(ServiceInstance instance, ServiceQuery query) {
        if (!instance.name().equals(query.name())) return false;
        if (query.isPassingOnly() && instance.status() != CheckStatus.PASSING) return false;
        return query.tag().isEmpty() || instance.tags().contains(query.tag().get());
    }
}
