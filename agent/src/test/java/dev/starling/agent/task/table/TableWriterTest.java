package dev.starling.agent.task.table;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.ms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskEffect.Write;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.WriteResult;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class TableWriterTest {

    private static final WriteResult STORED = new WriteResult(3, 3, 5);
    private static final WriteResult TOO_FEW = new WriteResult(2, 3, 5);
    private static final Key KEY = Tasks.keyOf("etl");
    private static final JobEntries ENTRIES = new JobEntries(id(1), 1_000);

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Outbox out = new Outbox(id(1), effects::add);
    private long lastToken;
    private final TableWriter writer = new TableWriter(CONFIG, () -> ++lastToken);

    private static Entry state(int index, TaskState state) {
        return ENTRIES.of(
                new State(1, index, 1, state, Optional.of(id(1)), 0, Optional.empty(), ""));
    }

    private List<Write> flush(long nowNanos) {
        effects.clear();
        writer.flush(nowNanos, out);
        writer.checkInvariants();
        return effects.stream().map(Write.class::cast).toList();
    }

    @Test
    void entries_of_one_key_go_out_together_and_only_once() {
        writer.put(KEY, state(0, TaskState.RUNNING));
        writer.put(KEY, state(1, TaskState.RUNNING));

        assertThat(flush(0)).hasSize(1).allMatch(write -> write.entries().size() == 2);
        assertThat(flush(ms(1))).isEmpty();
        assertThat(writer.onWritten(1, STORED, ms(5)).orElseThrow().entries()).hasSize(2);
        assertThat(writer.isIdle()).isTrue();
        assertThat(writer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void of_two_entries_of_one_subkey_the_newer_is_written() {
        writer.put(KEY, state(0, TaskState.FINISHED));
        writer.put(KEY, state(0, TaskState.RUNNING));
        assertThat(flush(0).getFirst().entries()).containsExactly(state(0, TaskState.FINISHED));
    }

    @Test
    void news_waits_until_the_write_before_has_come_back() {
        writer.put(KEY, state(0, TaskState.RUNNING));
        flush(0);
        writer.put(KEY, state(0, TaskState.FINISHED));
        assertThat(flush(ms(1))).isEmpty();
        writer.onWritten(1, STORED, ms(2));
        assertThat(flush(ms(2)).getFirst().entries()).containsExactly(state(0, TaskState.FINISHED));
    }

    @Test
    void a_write_that_reached_too_few_is_repeated_after_growing_pauses() {
        writer.put(KEY, state(0, TaskState.RUNNING));
        long nowNanos = 0;
        for (long pause : List.of(200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000)) {
            assertThat(flush(nowNanos)).hasSize(1);
            assertThat(writer.onWritten(lastToken, TOO_FEW, nowNanos)).isEmpty();
            assertThat(writer.nextDeadlineNanos()).isEqualTo(nowNanos + ms(pause));
            assertThat(flush(nowNanos + ms(pause) - 1)).isEmpty();
            nowNanos += ms(pause);
        }
    }

    @Test
    void what_was_superseded_meanwhile_is_not_repeated() {
        writer.put(KEY, state(0, TaskState.RUNNING));
        flush(0);
        writer.put(KEY, state(0, TaskState.FAILED));
        writer.onWritten(1, TOO_FEW, 0);
        assertThat(flush(ms(200)).getFirst().entries()).containsExactly(state(0, TaskState.FAILED));
    }

    @Test
    void a_write_that_is_never_answered_is_repeated_and_its_late_answer_ignored() {
        writer.put(KEY, state(0, TaskState.RUNNING));
        flush(0);
        assertThat(writer.nextDeadlineNanos()).isEqualTo(ms(15_000));
        assertThat(flush(ms(15_000))).isEmpty();
        assertThat(flush(ms(15_200))).hasSize(1);
        assertThat(writer.onWritten(1, STORED, ms(15_300))).isEmpty();
        assertThat(writer.onWritten(2, STORED, ms(15_300))).isPresent();
    }

    @Test
    void at_most_so_many_writes_are_in_flight_and_the_rest_waits_without_a_deadline() {
        for (int job = 0; job < TableWriter.MOST_IN_FLIGHT + 10; job++) {
            String name = "job-" + job;
            writer.put(Tasks.keyOf(name), ENTRIES.of(new Spec(job(name, 1), 1, false)));
        }
        List<Write> first = flush(ms(1));
        assertThat(first).hasSize(TableWriter.MOST_IN_FLIGHT);
        assertThat(flush(ms(1))).isEmpty();
        assertThat(writer.nextDeadlineNanos()).isEqualTo(ms(15_001));

        first.forEach(write -> writer.onWritten(write.token(), STORED, ms(2)));
        assertThat(flush(ms(2))).hasSize(10);
    }

    @Test
    void a_large_job_is_written_in_pieces() {
        for (int index = 0; index < 600; index++) writer.put(KEY, state(index, TaskState.RUNNING));
        List<Integer> sizes = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            sizes.add(flush(round).getFirst().entries().size());
            writer.onWritten(round, STORED, round);
        }
        assertThat(sizes).containsExactly(256, 256, 88);
        assertThat(writer.isIdle()).isTrue();
    }
}
