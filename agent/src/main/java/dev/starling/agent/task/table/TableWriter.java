package dev.starling.agent.task.table;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskEffect;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.WriteResult;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Writes entries again and again, pausing longer each time, until enough guardians have them.
 *
 * <pre>
 *  put --> queued --flush, one write of a key at a time--> in flight --acknowledged--> stored
 *            ^                                                |
 *            +----- pause, then again unless superseded ------+ not enough, or no answer
 * </pre>
 *
 * <p>What is queued twice under one subkey is written once, as the newer of both. At most {@value
 * #MOST_IN_FLIGHT} writes are in flight; other keys wait their turn, longest waiting first.
 */
public final class TableWriter {

    public static final int MOST_IN_FLIGHT = 64;

    /** Keeps one write well below a frame: an entry of a task has 900 bytes at most. */
    public static final int MOST_ENTRIES = 256;

    /** The table gives up on a write after five seconds itself; a guess on top of that. */
    private static final long ANSWER_NANOS = Duration.ofSeconds(15).toNanos();

    /** Entries that the table has acknowledged, or has newer ones of. */
    public record Stored(Key key, List<Entry> entries) {}

    /** The waiting entries of one key. */
    private static final class Line {
        final SortedMap<String, Entry> queued = new TreeMap<>();
        Optional<Flight> flight = Optional.empty();
        long dueNanos;
        long pauseNanos;
    }

    private record Flight(long token, List<Entry> entries, long deadlineNanos) {}

    private final TaskConfig config;
    private final LongSupplier tokens;
    private final SortedMap<Key, Line> lines = new TreeMap<>();
    private final SortedMap<Long, Key> flights = new TreeMap<>();

    public TableWriter(TaskConfig config, LongSupplier tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    public void put(Key key, Entry entry) {
        Line line = lines.computeIfAbsent(key, fresh -> new Line());
        line.queued.merge(nameOf(entry), entry, TableWriter::newer);
    }

    /** Starts the writes that are due. */
    public void flush(long nowNanos, Outbox out) {
        giveUpOnSilence(nowNanos);
        List<Map.Entry<Key, Line>> due = new ArrayList<>();
        for (var line : lines.entrySet()) {
            if (isWaiting(line.getValue()) && line.getValue().dueNanos <= nowNanos) due.add(line);
        }
        due.sort(Comparator.comparingLong(line -> line.getValue().dueNanos));
        for (var line : due) {
            if (flights.size() >= MOST_IN_FLIGHT) return;
            start(line.getKey(), line.getValue(), nowNanos, out);
        }
    }

    private void start(Key key, Line line, long nowNanos, Outbox out) {
        List<Entry> entries = new ArrayList<>();
        var queued = line.queued.values().iterator();
        while (queued.hasNext() && entries.size() < MOST_ENTRIES) {
            entries.add(queued.next());
            queued.remove();
        }
        long token = tokens.getAsLong();
        flights.put(token, key);
        line.flight = Optional.of(new Flight(token, entries, nowNanos + ANSWER_NANOS));
        out.wish(new TaskEffect.Write(token, key, List.copyOf(entries)));
    }

    private void giveUpOnSilence(long nowNanos) {
        for (Line line : lines.values()) {
            if (line.flight.isPresent() && line.flight.get().deadlineNanos <= nowNanos) {
                land(line);
                retryLater(line, nowNanos);
            }
        }
    }

    /** Empty if the write was not ours, or did not reach enough guardians and will be repeated. */
    public Optional<Stored> onWritten(long token, WriteResult result, long nowNanos) {
        Key key = flights.get(token);
        if (key == null) return Optional.empty();
        Line line = lines.get(key);
        List<Entry> entries = line.flight.orElseThrow().entries;
        if (!result.isAcknowledged()) {
            land(line);
            retryLater(line, nowNanos);
            return Optional.empty();
        }
        flights.remove(token);
        line.flight = Optional.empty();
        line.pauseNanos = 0;
        line.dueNanos = nowNanos;
        if (line.queued.isEmpty()) lines.remove(key);
        return Optional.of(new Stored(key, entries));
    }

    /** Puts what was in flight back, except what has been superseded meanwhile. */
    private void land(Line line) {
        Flight flight = line.flight.orElseThrow();
        flights.remove(flight.token);
        line.flight = Optional.empty();
        for (Entry entry : flight.entries) {
            line.queued.merge(nameOf(entry), entry, TableWriter::newer);
        }
    }

    private void retryLater(Line line, long nowNanos) {
        line.pauseNanos =
                line.pauseNanos == 0
                        ? config.retryNanos()
                        : Math.min(2 * line.pauseNanos, config.retryMostNanos());
        line.dueNanos = nowNanos + line.pauseNanos;
    }

    public long nextDeadlineNanos() {
        long next = Long.MAX_VALUE;
        boolean mayStart = flights.size() < MOST_IN_FLIGHT;
        for (Line line : lines.values()) {
            if (line.flight.isPresent()) {
                next = Math.min(next, line.flight.get().deadlineNanos);
            } else if (mayStart) {
                next = Math.min(next, line.dueNanos);
            }
        }
        return next;
    }

    /** Whether everything that was put has been acknowledged. */
    public boolean isIdle() {
        return lines.isEmpty();
    }

    public void checkInvariants() {
        for (var line : lines.entrySet()) {
            Optional<Flight> flight = line.getValue().flight;
            if (flight.isEmpty() && line.getValue().queued.isEmpty()) {
                throw new IllegalStateException("an empty line of " + line.getKey());
            }
            if (flight.isPresent() && !line.getKey().equals(flights.get(flight.get().token))) {
                throw new IllegalStateException("a write of " + line.getKey() + " without token");
            }
        }
        long flying = lines.values().stream().filter(line -> line.flight.isPresent()).count();
        if (flying != flights.size() || flying > MOST_IN_FLIGHT) {
            throw new IllegalStateException(flying + " writes, " + flights.size() + " tokens");
        }
    }

    private static boolean isWaiting(Line line) {
        return line.flight.isEmpty() && !line.queued.isEmpty();
    }

    private static Entry newer(Entry known, Entry other) {
        return known.supersedes(other) ? known : other;
    }

    private static String nameOf(Entry entry) {
        return entry.subkey().toUtf8();
    }
}
