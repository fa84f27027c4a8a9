package dev.starling.gossip.order;

import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The clocks of all who are suspected: when each has had its time to refute (SWIM §4.2).
 *
 * <p>The time is {@code multiplier * max(1, log10 N) * period}, as memberlist has it: news of the
 * suspicion and of its refutation each need a number of periods that grows with log N. It is fixed
 * when the suspicion starts. Each clock names the epoch and incarnation that it was started for, so
 * that whoever acts on it can tell whether that is still what is believed.
 */
public final class Suspicions {

    /** One suspicion: of whom, of which statement of which life, and until when. */
    public record Suspicion(NodeId subject, long epoch, long incarnation, long deadlineNanos) {

        private static final Comparator<Suspicion> ORDER =
                Comparator.comparingLong(Suspicion::deadlineNanos)
                        .thenComparing(Suspicion::subject);
    }

    private final int multiplier;
    private final long periodNanos;
    private final TreeMap<NodeId, Suspicion> bySubject = new TreeMap<>();
    private final TreeSet<Suspicion> byDeadline = new TreeSet<>(Suspicion.ORDER);

    public Suspicions(int multiplier, long periodNanos) {
        this.multiplier = multiplier;
        this.periodNanos = periodNanos;
    }

    /** How long a suspect has to refute in a fleet of {@code members}. */
    public long timeoutNanos(int members) {
        double scale = Math.max(1, StrictMath.log10(members)); // StrictMath: the same everywhere
        return (long) (multiplier * scale * periodNanos);
    }

    /** Starts the clock of {@code subject} anew, whatever was suspected of it before. */
    public void start(NodeId subject, long epoch, long incarnation, long deadlineNanos) {
        stop(subject);
        Suspicion suspicion = new Suspicion(subject, epoch, incarnation, deadlineNanos);
        bySubject.put(subject, suspicion);
        byDeadline.add(suspicion);
    }

    public void stop(NodeId subject) {
        Suspicion stopped = bySubject.remove(subject);
        if (stopped != null) byDeadline.remove(stopped);
    }

    /** Takes out those whose time is over. */
    public List<Suspicion> expired(long nowNanos) {
        List<Suspicion> expired = new ArrayList<>();
        while (nextDeadlineNanos() <= nowNanos) {
            Suspicion first = byDeadline.pollFirst();
            bySubject.remove(first.subject());
            expired.add(first);
        }
        return expired;
    }

    public long nextDeadlineNanos() {
        return byDeadline.isEmpty() ? Long.MAX_VALUE : byDeadline.first().deadlineNanos();
    }

    public boolean isSuspected(NodeId subject) {
        return bySubject.containsKey(subject);
    }

    public int size() {
        return bySubject.size();
    }
}
