package dev.starling.agent.task.table;

import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.JobRecord.StopAsk;
import dev.starling.dht.Entry;
import dev.starling.dht.Version;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

class JobEntriesTest {

    private static final JobEntries ENTRIES = new JobEntries(id(1), 1_000);

    private static State state(int attempt, TaskState state, int revision) {
        return new State(
                3, 5, attempt, state, Optional.of(id(2)), revision, Optional.of(137), "ended");
    }

    private static Entry damaged(Entry entry, byte[] payload) {
        return new Entry(
                entry.subkey(),
                entry.writer(),
                entry.version(),
                entry.leaseNanos(),
                false,
                Bytes.of(payload));
    }

    private static List<Entry> all() {
        return List.of(
                ENTRIES.of(new Spec(job("etl", 9), 3, true)),
                ENTRIES.of(new Place(3, 5, 2, Optional.of(id(2)), ""), 2L << 32),
                ENTRIES.of(state(2, TaskState.FAILED, 9)));
    }

    @Test
    void what_was_written_is_read_again() {
        Spec spec = new Spec(job("etl", 9), 3, false);
        Place place = new Place(3, 999, 2, Optional.empty(), "no host has room");
        StopAsk ask = new StopAsk(3, 0);

        assertThat(JobEntries.read(ENTRIES.of(spec))).contains(spec);
        assertThat(JobEntries.read(ENTRIES.of(place, 2L << 32 | 7))).contains(place);
        assertThat(JobEntries.read(ENTRIES.of(state(2, TaskState.FAILED, 77))))
                .contains(state(2, TaskState.FAILED, 77));
        assertThat(JobEntries.read(ENTRIES.of(ask))).contains(ask);
    }

    @Test
    void a_higher_attempt_wins_then_a_later_state_then_a_higher_revision() {
        List<State> rising =
                List.of(
                        state(0, TaskState.STOPPED, 9),
                        state(1, TaskState.RUNNING, 1),
                        state(1, TaskState.RUNNING, 2),
                        state(1, TaskState.STOPPED, 0),
                        state(1, TaskState.FAILED, 0),
                        state(1, TaskState.FINISHED, 0),
                        state(2, TaskState.RUNNING, 0),
                        state(Integer.MAX_VALUE, TaskState.RUNNING, 0));
        for (int lower = 0; lower < rising.size(); lower++) {
            for (int higher = lower + 1; higher < rising.size(); higher++) {
                Entry loser = ENTRIES.of(rising.get(lower));
                Entry winner = ENTRIES.of(rising.get(higher));
                assertThat(winner.supersedes(loser)).isTrue();
                assertThat(loser.supersedes(winner)).isFalse();
            }
        }
    }

    @Test
    void a_stopped_spec_wins_over_the_submitted_one_and_a_new_generation_over_both() {
        Entry submitted = ENTRIES.of(new Spec(job("etl", 9), 3, false));
        Entry stopped = ENTRIES.of(new Spec(job("etl", 9), 3, true));
        Entry anew = ENTRIES.of(new Spec(job("etl", 1), 4, false));
        assertThat(stopped.supersedes(submitted)).isTrue();
        assertThat(anew.supersedes(stopped)).isTrue();
    }

    @Test
    void every_prefix_of_a_payload_says_nothing() {
        for (Entry entry : all()) {
            byte[] whole = entry.payload().toArray();
            for (int length = 0; length < whole.length; length++) {
                Entry cut = damaged(entry, Arrays.copyOf(whole, length));
                assertThat(JobEntries.read(cut)).as("%s of %s", length, entry).isEmpty();
            }
        }
    }

    @Test
    void damaged_payloads_are_read_or_say_nothing() {
        Chance chance = Chance.stream(1, "damage");
        for (int round = 0; round < 30_000; round++) {
            Entry entry = all().get(chance.below(3));
            byte[] bytes = entry.payload().toArray();
            bytes[chance.below(bytes.length)] = (byte) chance.nextLong();
            assertThat(JobEntries.read(damaged(entry, bytes))).isNotNull();
        }
    }

    @Test
    void strange_subkeys_and_versions_say_nothing() {
        Entry spec = all().getFirst();
        Entry state = all().getLast();
        for (String subkey :
                List.of("spec2", "place/", "place/-1", "place/01", "state/1000", "x")) {
            Bytes name = Bytes.ofUtf8(subkey);
            Entry strange = new Entry(name, id(1), state.version(), 1, false, state.payload());
            assertThat(JobEntries.read(strange)).as(subkey).isEmpty();
        }
        Version none = new Version(0, 1);
        assertThat(JobEntries.read(new Entry(spec.subkey(), id(1), none, 1, false, spec.payload())))
                .isEmpty();
        Version other = new Version(3, 3L << 32);
        assertThat(
                        JobEntries.read(
                                new Entry(state.subkey(), id(1), other, 1, false, state.payload())))
                .as("a version of another attempt")
                .isEmpty();
        Entry tombstone = new Entry(spec.subkey(), id(1), spec.version(), 1, true, Bytes.EMPTY);
        assertThat(JobEntries.read(tombstone)).isEmpty();
    }

    @Test
    void the_largest_job_fits_an_entry() {
        SortedMap<String, String> environment = new TreeMap<>();
        for (int i = 0; i < JobSpec.MOST_VARIABLES; i++) environment.put("V" + i, "");
        int names = environment.keySet().stream().mapToInt(String::length).sum();
        List<String> command = new ArrayList<>();
        command.add("\u20ac".repeat(JobSpec.MOST_TEXT_CHARACTERS - names));
        command.addAll(Collections.nCopies(JobSpec.MOST_ARGUMENTS - 1, ""));
        Resources most = new Resources(Long.MAX_VALUE, Long.MAX_VALUE);
        JobSpec spec =
                new JobSpec("a".repeat(63), 1_000, command, environment, most, Long.MAX_VALUE);

        Entry entry = ENTRIES.of(new Spec(spec, Long.MAX_VALUE, false));

        assertThat(JobEntries.read(entry)).contains(new Spec(spec, Long.MAX_VALUE, false));
    }
}
