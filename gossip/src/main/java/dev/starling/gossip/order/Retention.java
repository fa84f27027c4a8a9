package dev.starling.gossip.order;

import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Those who are gone, longest gone first, until they are forgotten.
 *
 * <p>They are remembered because the dead may be on the other side of a cut and come back, and
 * because a rumor that they are alive may still be under way. All are forgotten by one rule, the
 * dead and the left alike.
 */
public final class Retention {

    private record Gone(long sinceNanos, NodeId id, boolean mayReturn) {

        static final Comparator<Gone> ORDER =
                Comparator.comparingLong(Gone::sinceNanos).thenComparing(Gone::id);
    }

    private final long retentionNanos;
    private final TreeSet<Gone> gone = new TreeSet<>(Gone.ORDER);

    public Retention(long retentionNanos) {
        this.retentionNanos = retentionNanos;
    }

    public int size() {
        return gone.size();
    }

    /**
     * Remembers one more.
     *
     * @param mayReturn whether it may yet turn out to be there, as the dead may and the left do not
     */
    public void add(NodeId id, long sinceNanos, boolean mayReturn) {
        gone.add(new Gone(sinceNanos, id, mayReturn));
    }

    /** Takes out who was added with just this moment. */
    public void remove(NodeId id, long sinceNanos) {
        gone.remove(new Gone(sinceNanos, id, false));
    }

    /** Who has been gone for longest. */
    public Optional<NodeId> oldest() {
        return gone.isEmpty() ? Optional.empty() : Optional.of(gone.first().id());
    }

    /** When {@link #oldest} is to be forgotten. */
    public long nextDeadlineNanos() {
        return gone.isEmpty() ? Long.MAX_VALUE : gone.first().sinceNanos() + retentionNanos;
    }

    /** One at random of those who went after {@code afterNanos} and may return. */
    public Optional<NodeId> pick(long afterNanos, Chance draws) {
        Optional<NodeId> picked = Optional.empty();
        int seen = 0;
        for (Gone one : gone.descendingSet()) {
            if (one.sinceNanos() <= afterNanos) break;
            if (!one.mayReturn()) continue;
            seen++;
            if (draws.below(seen) == 0) picked = Optional.of(one.id());
        }
        return picked;
    }
}
