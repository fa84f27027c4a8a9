package dev.starling.agent.task.guard;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.JobRecord;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.JobRecord.StopAsk;
import dev.starling.agent.task.table.JobRecords;
import dev.starling.agent.task.table.TaskFacts;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.node.NodeId;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The entries of one job on one guardian, what the primary adds to them, and which tasks have news
 * that nobody has looked at.
 *
 * <p>What the primary writes counts for itself at once; the table has it a little later.
 */
final class Ledger {

    private final Surroundings around;
    private final Key key;
    private final JobRecords records = new JobRecords();
    private final BitSet touched = new BitSet();

    Ledger(Surroundings around, Key key) {
        this.around = around;
        this.key = key;
    }

    JobRecords records() {
        return records;
    }

    /** A spec of a name that does not belong under this key is not taken. */
    void apply(Entry entry) {
        JobEntries.read(entry)
                .filter(record -> !(record instanceof Spec spec) || isOurs(spec))
                .filter(record -> records.apply(entry, record))
                .ifPresent(this::touch);
    }

    private boolean isOurs(Spec spec) {
        return Tasks.keyOf(spec.spec().name()).equals(key);
    }

    private void touch(JobRecord news) {
        switch (news) {
            case Spec spec -> touchAll();
            case Place place -> touched.set(place.index());
            case State state -> touched.set(state.index());
            case StopAsk ask -> touched.set(ask.index());
        }
    }

    void drop(List<Entry> entries) {
        entries.forEach(records::drop);
        touchAll();
    }

    void touchAll() {
        touched.set(0, JobSpec.MOST_TASKS);
    }

    void touch(int index) {
        touched.set(index);
    }

    /** Whether the task has news; it has none afterwards. */
    boolean takeTouched(int index) {
        boolean isTouched = touched.get(index);
        touched.clear(index);
        return isTouched;
    }

    /** {@code node} has accepted that attempt. */
    void writePlaced(TaskFacts facts, int attempt, NodeId node) {
        write(new Place(facts.generation(), facts.index(), attempt, Optional.of(node), ""));
    }

    /** Nobody has that attempt yet, because of {@code reason}; earlier ones are given up. */
    void writeIntended(TaskFacts facts, int attempt, String reason) {
        write(new Place(facts.generation(), facts.index(), attempt, Optional.empty(), reason));
    }

    private void write(Place place) {
        long sequence = records.nextPlaceSequence(place.index(), place.attempt());
        write(around.entries().of(place, sequence));
    }

    /** It ends without anybody who could report it. */
    void writeStopped(TaskFacts facts, String reason) {
        State state =
                new State(
                        facts.generation(),
                        facts.index(),
                        facts.placedAttempt(),
                        TaskState.STOPPED,
                        facts.node(),
                        0,
                        Optional.empty(),
                        reason);
        write(around.entries().of(state));
    }

    private void write(Entry entry) {
        apply(entry);
        around.writer().put(key, entry);
    }
}
