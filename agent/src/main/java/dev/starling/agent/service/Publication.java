package dev.starling.agent.service;

import dev.starling.dht.Entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this host has told the table about one slot, and whether the table has heard it.
 *
 * <pre>
 *  Waiting --changed, or due--> Writing --acknowledged--> Waiting, for the renewal
 *                                  |------not------------> Waiting, for the next try
 *                                  +--changed meanwhile--> Writing
 * </pre>
 *
 * <p>One write at a time: what changes during a write is written after it, and only its last state.
 */
final class Publication {

    private enum Phase {
        WAITING,
        WRITING,
        /** Writing what is no longer so. */
        WRITING_STALE
    }

    private final Slot slot;
    private Phase phase = Phase.WAITING;
    private Optional<Entry> last = Optional.empty();
    private long pauseNanos = Publications.FIRST_PAUSE_NANOS;

    /** Requests that the next write will answer, and those that the present one will. */
    private List<Long> waiting = new ArrayList<>();

    private List<Long> carried = List.of();

    Publication(Slot slot) {
        this.slot = slot;
    }

    Slot slot() {
        return slot;
    }

    boolean isWriting() {
        return phase != Phase.WAITING;
    }

    /** What was written last. */
    Optional<Entry> last() {
        return last;
    }

    /** Makes {@code requestId} be answered by the next write. */
    void askedBy(long requestId) {
        waiting.add(requestId);
    }

    /** Has the slot written once more when the present write has ended. */
    void changedWhileWriting() {
        phase = Phase.WRITING_STALE;
    }

    void onWriting(Entry entry) {
        phase = Phase.WRITING;
        last = Optional.of(entry);
        carried = waiting;
        waiting = new ArrayList<>();
    }

    /** Ends the present write; answers whether another must follow at once. */
    boolean onWritten() {
        boolean isStale = phase == Phase.WRITING_STALE;
        phase = Phase.WAITING;
        return isStale;
    }

    /** Takes the requests that the write which has just ended answers. */
    List<Long> takeCarried() {
        List<Long> taken = carried;
        carried = List.of();
        return taken;
    }

    /** Takes every request that waits for anything here. */
    List<Long> takeAll() {
        List<Long> taken = new ArrayList<>(takeCarried());
        taken.addAll(waiting);
        waiting = new ArrayList<>();
        return taken;
    }

    /** How long to wait before the next try; doubles until a write is acknowledged. */
    long nextPauseNanos() {
        long pause = pauseNanos;
        pauseNanos = Math.min(2 * pauseNanos, Publications.LONGEST_PAUSE_NANOS);
        return pause;
    }

    void onAcknowledged() {
        pauseNanos = Publications.FIRST_PAUSE_NANOS;
    }
}
