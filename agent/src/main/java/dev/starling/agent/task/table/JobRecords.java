package dev.starling.agent.task.table;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.TaskStatus;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.JobRecord.StopAsk;
import dev.starling.dht.Entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of one job, merged as replicas merge them: of each subkey the newest.
 *
 * <p>Entries of other generations than the spec's are kept, for the spec may come last, but say
 * nothing. What cannot be read is not kept. At most 3,001 entries.
 */
public final class JobRecords {

    private record Held<R extends JobRecord>(Entry entry, R record) {}

    private Optional<Held<Spec>> spec = Optional.empty();
    private final SortedMap<Integer, Held<Place>> places = new TreeMap<>();
    private final SortedMap<Integer, Held<State>> states = new TreeMap<>();
    private final SortedMap<Integer, Held<StopAsk>> stops = new TreeMap<>();

    public static JobRecords of(List<Entry> entries) {
        JobRecords records = new JobRecords();
        entries.forEach(records::apply);
        return records;
    }

    /** Takes an entry, if it can be read and is news. */
    public void apply(Entry entry) {
        JobEntries.read(entry).ifPresent(record -> apply(entry, record));
    }

    /**
     * @param news what the entry says
     * @return whether it is news
     */
    public boolean apply(Entry entry, JobRecord news) {
        return switch (news) {
            case Spec record -> applySpec(entry, record);
            case Place record -> merge(places, record.index(), new Held<>(entry, record));
            case State record -> merge(states, record.index(), new Held<>(entry, record));
            case StopAsk record -> merge(stops, record.index(), new Held<>(entry, record));
        };
    }

    private boolean applySpec(Entry entry, Spec record) {
        if (spec.isPresent() && !entry.supersedes(spec.get().entry)) return false;
        spec = Optional.of(new Held<>(entry, record));
        return true;
    }

    private static <R extends JobRecord> boolean merge(
            SortedMap<Integer, Held<R>> shelf, int index, Held<R> news) {
        Held<R> known = shelf.get(index);
        if (known != null && !news.entry.supersedes(known.entry)) return false;
        shelf.put(index, news);
        return true;
    }

    /** The table no longer holds this entry, or newer ones of its subkey. */
    public void drop(Entry entry) {
        Optional<JobRecord> read = JobEntries.read(entry);
        if (read.isEmpty()) return;
        switch (read.get()) {
            case Spec record -> spec = spec.filter(held -> held.entry.supersedes(entry));
            case Place record -> drop(places, record.index(), entry);
            case State record -> drop(states, record.index(), entry);
            case StopAsk record -> drop(stops, record.index(), entry);
        }
    }

    private static <R extends JobRecord> void drop(
            SortedMap<Integer, Held<R>> shelf, int index, Entry entry) {
        Held<R> known = shelf.get(index);
        if (known != null && !known.entry.supersedes(entry)) shelf.remove(index);
    }

    public boolean isEmpty() {
        return spec.isEmpty() && places.isEmpty() && states.isEmpty() && stops.isEmpty();
    }

    public Optional<Spec> spec() {
        return spec.map(Held::record);
    }

    /** Who wrote the spec that holds now. */
    public Optional<Entry> specEntry() {
        return spec.map(Held::entry);
    }

    /** The facts of a task of the spec, which must be there. */
    public TaskFacts task(int index) {
        Spec job = spec.orElseThrow().record;
        boolean isStopAsked = job.isStopped() || current(stops, index).isPresent();
        return new TaskFacts(
                job.spec().name(),
                job.generation(),
                index,
                current(places, index),
                current(states, index),
                isStopAsked);
    }

    private <R extends JobRecord> Optional<R> current(
            SortedMap<Integer, Held<R>> shelf, int index) {
        Held<R> held = shelf.get(index);
        return held != null && isCurrent(held) ? Optional.of(held.record) : Optional.empty();
    }

    private boolean isCurrent(Held<? extends JobRecord> held) {
        return held.record.generation() == spec.orElseThrow().record.generation();
    }

    /** Empty while the spec is not there. */
    public Optional<JobStatus> status() {
        if (spec.isEmpty()) return Optional.empty();
        Spec job = spec.get().record;
        List<TaskStatus> tasks = new ArrayList<>();
        for (int index = 0; index < job.spec().count(); index++) {
            tasks.add(task(index).status());
        }
        return Optional.of(
                new JobStatus(job.spec(), job.generation(), job.isStopped(), List.copyOf(tasks)));
    }

    /** The sequence that lets a place of this attempt replace whatever is known of the task. */
    public long nextPlaceSequence(int index, int attempt) {
        Held<Place> held = places.get(index);
        long least = (long) attempt << 32;
        if (held == null || !isCurrent(held)) return least;
        return Math.max(least, held.entry.version().sequence() + 1);
    }

    /** Everything that belongs to the spec's generation, the spec first. */
    public List<Entry> current() {
        List<Entry> entries = new ArrayList<>();
        if (spec.isEmpty()) return entries;
        entries.add(spec.get().entry);
        collect(places, entries);
        collect(states, entries);
        collect(stops, entries);
        return entries;
    }

    private <R extends JobRecord> void collect(
            SortedMap<Integer, Held<R>> shelf, List<Entry> entries) {
        for (Held<R> held : shelf.values()) {
            if (isCurrent(held)) entries.add(held.entry);
        }
    }
}
