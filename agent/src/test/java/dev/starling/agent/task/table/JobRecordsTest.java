package dev.starling.agent.task.table;

import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.JobRecord.StopAsk;
import dev.starling.dht.Entry;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class JobRecordsTest {

    private static final JobEntries ENTRIES = new JobEntries(id(9), 1_000);
    private static final NodeId ALICE = id(1);
    private static final NodeId BOB = id(2);

    private final JobRecords records = new JobRecords();

    JobRecordsTest() {
        records.apply(ENTRIES.of(new Spec(job("etl", 3), 2, false)));
    }

    private void place(int attempt, NodeId node) {
        Place place = new Place(2, 0, attempt, Optional.of(node), "");
        records.apply(ENTRIES.of(place, records.nextPlaceSequence(0, attempt)));
    }

    private void intend(int attempt, String reason) {
        Place place = new Place(2, 0, attempt, Optional.empty(), reason);
        records.apply(ENTRIES.of(place, records.nextPlaceSequence(0, attempt)));
    }

    private void state(int attempt, TaskState state, NodeId node) {
        records.apply(ENTRIES.of(stateOf(2, attempt, state, node)));
    }

    private static State stateOf(long generation, int attempt, TaskState state, NodeId node) {
        return new State(generation, 0, attempt, state, Optional.of(node), 1, Optional.empty(), "");
    }

    private TaskStatus task() {
        return records.task(0).status();
    }

    @Test
    void a_task_without_entries_is_pending() {
        assertThat(task().state()).isEqualTo(TaskState.PENDING);
        assertThat(task().attempt()).isZero();
        assertThat(records.task(0).placedAttempt()).isZero();
    }

    @Test
    void a_place_is_an_award_until_its_host_reports() {
        place(1, ALICE);
        assertThat(task().state()).isEqualTo(TaskState.AWARDED);
        assertThat(task().node()).contains(ALICE);

        state(1, TaskState.RUNNING, ALICE);
        assertThat(task().state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void a_report_places_a_task_even_if_nobody_wrote_the_place() {
        state(1, TaskState.RUNNING, ALICE);
        assertThat(records.task(0).placedAttempt()).isEqualTo(1);
        assertThat(records.task(0).node()).contains(ALICE);
        assertThat(task().state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void a_newer_place_outdates_an_older_report() {
        state(1, TaskState.RUNNING, ALICE);
        place(2, BOB);
        assertThat(task().state()).isEqualTo(TaskState.AWARDED);
        assertThat(task().node()).contains(BOB);
        assertThat(task().attempt()).isEqualTo(2);
    }

    @Test
    void an_intention_says_why_a_task_waits_and_keeps_the_evidence() {
        place(1, ALICE);
        state(1, TaskState.RUNNING, ALICE);
        intend(2, "host alice is gone");

        assertThat(task().state()).isEqualTo(TaskState.PENDING);
        assertThat(task().reason()).isEqualTo("host alice is gone");
        assertThat(task().attempt()).isEqualTo(1);
        assertThat(records.task(0).isIntended()).isTrue();
        assertThat(records.task(0).node()).contains(ALICE);
    }

    @Test
    void an_end_counts_although_the_next_attempt_was_intended() {
        intend(2, "host alice is gone");
        state(1, TaskState.FINISHED, ALICE);
        assertThat(records.task(0).isTerminal()).isTrue();
        assertThat(task().state()).isEqualTo(TaskState.FINISHED);
    }

    @Test
    void an_intention_two_ahead_gives_the_attempt_before_it_up() {
        state(1, TaskState.RUNNING, ALICE);
        intend(3, "host alice has lost it");
        assertThat(records.task(0).placedAttempt()).isEqualTo(2);
        assertThat(records.task(0).node()).isEmpty();
        assertThat(task().state()).isEqualTo(TaskState.PENDING);
    }

    @Test
    void an_intention_can_be_taken_back() {
        state(1, TaskState.RUNNING, ALICE);
        intend(2, "host alice is gone");
        place(1, ALICE);
        assertThat(records.task(0).isIntended()).isFalse();
        assertThat(task().state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void of_two_hosts_with_one_attempt_the_place_names_the_one_and_an_end_by_either_counts() {
        place(1, ALICE);
        state(1, TaskState.RUNNING, BOB);
        assertThat(records.task(0).node()).contains(ALICE);
        assertThat(records.task(0).report()).isEmpty();
        assertThat(task().state()).isEqualTo(TaskState.AWARDED);

        state(1, TaskState.FINISHED, BOB);
        assertThat(records.task(0).isTerminal()).isTrue();
    }

    @Test
    void entries_of_another_generation_say_nothing() {
        records.apply(ENTRIES.of(stateOf(1, 4, TaskState.RUNNING, ALICE)));
        assertThat(task().state()).isEqualTo(TaskState.PENDING);

        records.apply(ENTRIES.of(stateOf(3, 1, TaskState.RUNNING, ALICE)));
        assertThat(task().state()).isEqualTo(TaskState.PENDING);
        assertThat(records.current()).hasSize(1);

        records.apply(ENTRIES.of(new Spec(job("etl", 1), 3, false)));
        assertThat(task().state()).as("the spec may come last").isEqualTo(TaskState.RUNNING);
    }

    @Test
    void older_entries_and_nonsense_are_no_news() {
        place(2, BOB);
        Place older = new Place(2, 0, 1, Optional.of(ALICE), "");
        assertThat(records.apply(ENTRIES.of(older, 1L << 32), older)).isFalse();
        assertThat(records.task(0).node()).contains(BOB);
    }

    @Test
    void a_stop_of_one_task_or_of_the_job_is_seen() {
        records.apply(ENTRIES.of(new StopAsk(2, 1)));
        assertThat(records.task(0).isStopAsked()).isFalse();
        assertThat(records.task(1).isStopAsked()).isTrue();
        records.apply(ENTRIES.of(new Spec(job("etl", 3), 2, true)));
        assertThat(records.task(0).isStopAsked()).isTrue();
    }

    @Test
    void a_job_has_ended_when_all_its_tasks_have() {
        JobRecords small = new JobRecords();
        assertThat(small.status()).isEmpty();
        small.apply(ENTRIES.of(new Spec(job("etl", 1), 2, false)));
        assertThat(small.status().map(JobStatus::isEnded)).contains(false);
        small.apply(ENTRIES.of(stateOf(2, 1, TaskState.FAILED, ALICE)));
        assertThat(small.status().map(JobStatus::isEnded)).contains(true);
    }

    @Test
    void what_the_table_drops_is_gone_unless_something_newer_is_known() {
        place(1, ALICE);
        List<Entry> before = records.current();
        place(2, BOB);
        before.forEach(records::drop);
        assertThat(records.spec()).isEmpty();
        assertThat(records.isEmpty()).as("the newer place stays").isFalse();
    }
}
