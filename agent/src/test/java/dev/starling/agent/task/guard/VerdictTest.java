package dev.starling.agent.task.guard;

import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.JobRecord.StopAsk;
import dev.starling.agent.task.table.JobRecords;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/** The whole table of what a host is told that claims an attempt. */
class VerdictTest {

    private static final JobEntries ENTRIES = new JobEntries(id(9), 1_000);
    private static final NodeId ALICE = id(1);
    private static final NodeId BOB = id(2);

    private final JobRecords records = new JobRecords();

    private void spec(long generation, boolean isStopped) {
        records.apply(ENTRIES.of(new Spec(job("etl", 2), generation, isStopped)));
    }

    private void place(int attempt, Optional<NodeId> node) {
        Place place = new Place(3, 0, attempt, node, "");
        records.apply(ENTRIES.of(place, records.nextPlaceSequence(0, attempt)));
    }

    private void state(int attempt, TaskState state, NodeId node) {
        records.apply(
                ENTRIES.of(
                        new State(
                                3, 0, attempt, state, Optional.of(node), 0, Optional.empty(), "")));
    }

    private Verdict on(NodeId claimant, long generation, int attempt) {
        return Verdict.on(records, claimant, new TaskKey("etl", generation, 0, attempt));
    }

    @Test
    void without_the_spec_nothing_is_sure() {
        place(1, Optional.of(ALICE));
        assertThat(on(BOB, 3, 1)).isEqualTo(Verdict.UNSURE);
    }

    @Test
    void an_older_job_of_the_name_is_over_and_a_newer_one_unheard_of() {
        spec(3, false);
        assertThat(on(ALICE, 2, 9)).isEqualTo(Verdict.REVOKE);
        assertThat(on(ALICE, 4, 1)).isEqualTo(Verdict.UNSURE);
        TaskKey beyond = new TaskKey("etl", 3, 2, 1);
        assertThat(Verdict.on(records, ALICE, beyond)).isEqualTo(Verdict.REVOKE);
    }

    @Test
    void the_newest_attempt_counts_and_of_it_the_node_that_was_named() {
        spec(3, false);
        place(2, Optional.of(ALICE));
        assertThat(on(ALICE, 3, 1)).isEqualTo(Verdict.REVOKE);
        assertThat(on(ALICE, 3, 2)).isEqualTo(Verdict.STANDS);
        assertThat(on(BOB, 3, 2)).isEqualTo(Verdict.REVOKE);
        assertThat(on(BOB, 3, 3)).isEqualTo(Verdict.UNSURE);
    }

    @Test
    void an_intention_alone_takes_nothing_away() {
        spec(3, false);
        state(1, TaskState.RUNNING, ALICE);
        place(2, Optional.empty());
        assertThat(on(ALICE, 3, 1)).isEqualTo(Verdict.STANDS);
        place(3, Optional.empty());
        assertThat(on(ALICE, 3, 1)).as("given up").isEqualTo(Verdict.REVOKE);
    }

    @Test
    void what_has_ended_is_not_run_by_anybody() {
        spec(3, false);
        place(1, Optional.of(ALICE));
        state(1, TaskState.STOPPED, ALICE);
        assertThat(on(ALICE, 3, 1)).isEqualTo(Verdict.REVOKE);
    }

    @Test
    void what_is_asked_to_end_is_stopped_by_its_rightful_host_and_revoked_elsewhere() {
        spec(3, false);
        place(2, Optional.of(ALICE));
        records.apply(ENTRIES.of(new StopAsk(3, 0)));
        assertThat(on(ALICE, 3, 2)).isEqualTo(Verdict.STOP);
        assertThat(on(BOB, 3, 2)).isEqualTo(Verdict.REVOKE);
        assertThat(on(ALICE, 3, 1)).isEqualTo(Verdict.REVOKE);
    }
}
