package dev.starling.dht.store;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.routing.Placement;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Brings what is under a key to one other replica, in pieces that are acknowledged one by one.
 * Silence repeats a piece; {@value #MOST_ATTEMPTS} times silence, or a refusal, ends the push, and
 * whoever wanted it notices that the replica is still owed.
 */
public final class Pushes {

    /**
     * The low byte of every number a push gives to its questions; lookups number their candidates
     * there, below this. So an answer says by itself whose it is.
     */
    public static final int MARK = 0xff;

    /** A frame of 64 KiB holds up nobody behind it for long; a guess. */
    private static final int PIECE_BYTES = 64 * 1024;

    /** Policy at the bound: no push starts until one ends; the walk that wanted it waits. */
    private static final int MOST_PUSHES = 1_024;

    private static final int MOST_ATTEMPTS = 8;

    private record Errand(Key key, NodeId target) implements Comparable<Errand> {
        @Override
        public int compareTo(Errand other) {
            int order = key.compareTo(other.key);
            return order != 0 ? order : target.compareTo(other.target);
        }
    }

    /** The piece under way; its entries have the leases of the moment it was {@code cut}. */
    private record Piece(
            Errand errand, List<Entry> entries, long cutNanos, int attempts, long deadlineNanos) {}

    private final Placement placement;
    private final Replicas replicas;
    private final long timeoutNanos;

    /** By number, in the order in which they were sent, which is that of their deadlines. */
    private final LinkedHashMap<Long, Piece> pieces = new LinkedHashMap<>();

    private final TreeSet<Errand> errands = new TreeSet<>();
    private long serial;

    Pushes(DhtConfig config, Placement placement, Replicas replicas, Chance chance) {
        this.placement = placement;
        this.replicas = replicas;
        timeoutNanos = 2 * config.requestTimeoutNanos();
        serial = chance.nextLong();
    }

    boolean hasRoomFor(int more) {
        return errands.size() + more <= MOST_PUSHES;
    }

    /** Starts a push unless the same one is under way. */
    void start(Key key, Contact target, long nowNanos, Consumer<DhtEffect> out) {
        Errand errand = new Errand(key, target.id());
        if (errands.add(errand)) cutNext(errand, Bytes.EMPTY, nowNanos, out);
    }

    void onAck(Sender sender, DhtMessage.PutAck ack, long nowNanos, Consumer<DhtEffect> out) {
        Piece piece = pieces.get(ack.requestId());
        if (piece == null || !piece.errand.target.equals(sender.id())) return;
        pieces.remove(ack.requestId());
        if (ack.isHeld()) cutNext(piece.errand, piece.entries.getLast().subkey(), nowNanos, out);
        else errands.remove(piece.errand);
    }

    void tick(long nowNanos, Consumer<DhtEffect> out) {
        while (nowNanos >= nextDeadlineNanos()) {
            Map.Entry<Long, Piece> first = pieces.pollFirstEntry();
            Piece piece = first.getValue();
            if (piece.attempts == MOST_ATTEMPTS) errands.remove(piece.errand);
            else send(first.getKey(), piece, nowNanos, out);
        }
    }

    long nextDeadlineNanos() {
        return pieces.isEmpty() ? Long.MAX_VALUE : pieces.firstEntry().getValue().deadlineNanos;
    }

    void checkInvariants() {
        if (errands.size() != pieces.size() || errands.size() > MOST_PUSHES) {
            throw new IllegalStateException(
                    errands.size() + " pushes with " + pieces.size() + " pieces under way");
        }
    }

    private void cutNext(Errand errand, Bytes after, long nowNanos, Consumer<DhtEffect> out) {
        Optional<Holding> holding = replicas.holding(errand.key);
        List<Entry> entries =
                holding.isEmpty()
                        ? List.of()
                        : holding.get().shelf().entriesAfter(after, PIECE_BYTES, nowNanos);
        if (!entries.isEmpty()) {
            send(nextNumber(), new Piece(errand, entries, nowNanos, 0, 0), nowNanos, out);
            return;
        }
        errands.remove(errand);
        if (holding.isPresent()) holding.get().onAcknowledged(errand.target);
    }

    private void send(long number, Piece piece, long nowNanos, Consumer<DhtEffect> out) {
        Errand errand = piece.errand;
        Optional<Contact> target = placement.contacts().contact(errand.target);
        if (target.isEmpty()) {
            errands.remove(errand);
            return;
        }
        long deadlineNanos = nowNanos + timeoutNanos;
        int attempts = piece.attempts + 1;
        pieces.put(
                number, new Piece(errand, piece.entries, piece.cutNanos, attempts, deadlineNanos));
        List<Entry> aged = aged(piece.entries, nowNanos - piece.cutNanos);
        List<Long> known = placement.known(errand.key.point());
        out.accept(
                new DhtEffect.Send(
                        target.get().endpoint(),
                        new DhtMessage.Put(number, errand.key, aged, known)));
    }

    /** What waited to be sent again lived on meanwhile. */
    private static List<Entry> aged(List<Entry> entries, long ageNanos) {
        if (ageNanos == 0) return entries;
        List<Entry> aged = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            aged.add(entry.withLease(Math.max(1, entry.leaseNanos() - ageNanos)));
        }
        return List.copyOf(aged);
    }

    private long nextNumber() {
        return ++serial << 8 | MARK;
    }
}
