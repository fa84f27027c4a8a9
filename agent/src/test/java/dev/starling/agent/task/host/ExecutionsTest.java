package dev.starling.agent.task.host;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.SMALL;
import static dev.starling.agent.task.Fixtures.contact;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.launch;
import static dev.starling.agent.task.Fixtures.ms;
import static dev.starling.agent.task.Fixtures.record;
import static dev.starling.agent.task.Fixtures.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskMessage.Accept;
import dev.starling.agent.task.TaskMessage.Award;
import dev.starling.agent.task.TaskMessage.Inquire;
import dev.starling.agent.task.TaskMessage.Reject;
import dev.starling.agent.task.TaskMessage.Running;
import dev.starling.agent.task.TaskMessage.Unknown;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.auction.Hosts;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.TableWriter;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberStatus;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ExecutionsTest {

    private static final WriteResult STORED = new WriteResult(3, 3, 5);
    private static final int PRIMARY = 2;

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Outbox out = new Outbox(id(1), effects::add);
    private final Hosts hosts = new Hosts(record(1));
    private long lastToken;
    private final TableWriter writer = new TableWriter(CONFIG, () -> ++lastToken);
    private final Room room = new Room(HOST);
    private Executions executions = executions(CONFIG);

    private Executions executions(TaskConfig config) {
        Surroundings around =
                new Surroundings(
                        config,
                        hosts,
                        (point, most) -> List.of(contact(PRIMARY)),
                        writer,
                        new JobEntries(id(1), 1_000));
        return new Executions(around, room, new Bidder(config, hosts, room, 1));
    }

    private List<TaskEffect> award(TaskLaunch launch) {
        effects.clear();
        executions.onAward(sender(PRIMARY), new Award(0, launch), out);
        executions.checkInvariants();
        return List.copyOf(effects);
    }

    private static TaskLaunch task(int index, int attempt) {
        return launch(job("etl", 9), index, attempt);
    }

    private static TaskEffect sent(TaskMessage message) {
        return new TaskEffect.Send(sender(PRIMARY).endpoint(), message);
    }

    /** What is being written to the table now. */
    private List<State> reports() {
        effects.clear();
        writer.flush(0, out);
        return effects.stream()
                .filter(TaskEffect.Write.class::isInstance)
                .flatMap(write -> ((TaskEffect.Write) write).entries().stream())
                .map(entry -> (State) JobEntries.read(entry).orElseThrow())
                .toList();
    }

    private List<TaskEffect> acknowledge() {
        effects.clear();
        writer.onWritten(lastToken, STORED, 0).ifPresent(done -> executions.onStored(done, out));
        executions.checkInvariants();
        return List.copyOf(effects);
    }

    @Test
    void an_accepted_task_is_saved_before_it_is_started_and_then_accepted() {
        TaskLaunch task = task(0, 1);
        assertThat(award(task))
                .containsExactly(
                        new TaskEffect.SaveTask(task),
                        new TaskEffect.StartTask(task),
                        sent(new Accept(task.key())));
        assertThat(room.taken()).isEqualTo(SMALL);
    }

    @Test
    void an_award_that_comes_twice_is_accepted_twice_and_started_once() {
        TaskLaunch task = task(0, 1);
        award(task);
        assertThat(award(task)).containsExactly(sent(new Accept(task.key())));
        assertThat(executions.count()).isOne();
    }

    @Test
    void an_award_that_comes_after_its_end_is_rejected() {
        TaskLaunch task = task(0, 1);
        award(task);
        executions.onExited(task.key(), 0, out);
        assertThat(award(task)).as("owing").containsExactly(sent(new Accept(task.key())));
        reports();
        acknowledge();
        assertThat(award(task)).containsExactly(sent(new Reject(task.key(), "has ended here")));
    }

    @Test
    void a_revoke_that_overtakes_its_award_holds() {
        TaskLaunch task = task(0, 1);
        executions.onRevoke(task.key(), out);
        assertThat(award(task)).containsExactly(sent(new Reject(task.key(), "has ended here")));
        assertThat(room.taken()).isEqualTo(Resources.NONE);
    }

    @Test
    void what_does_not_fit_is_rejected() {
        JobSpec huge = job("huge", 1, HOST);
        award(launch(huge, 0, 1));
        assertThat(award(task(0, 1)))
                .containsExactly(
                        sent(new Reject(task(0, 1).key(), "only 0 millicores and 0 free")));
    }

    @Test
    void a_newer_attempt_replaces_an_older_one_and_never_the_other_way_round() {
        award(task(0, 1));
        List<TaskEffect> done = award(task(0, 2));
        assertThat(done)
                .contains(
                        new TaskEffect.StopTask(task(0, 1).key(), ms(5_000)),
                        new TaskEffect.StartTask(task(0, 2)));
        assertThat(award(task(0, 1)))
                .containsExactly(sent(new Reject(task(0, 1).key(), "was revoked here")));
        executions.onExited(task(0, 1).key(), 143, out);
        assertThat(reports()).as("it ends unreported").isEmpty();
        assertThat(award(launch(job("etl", 9), 1, 1)).getLast())
                .isEqualTo(sent(new Accept(task(1, 1).key())));
    }

    @Test
    void an_older_attempt_that_comes_late_is_rejected() {
        award(task(0, 2));
        assertThat(award(task(0, 1)))
                .containsExactly(sent(new Reject(task(0, 1).key(), "a newer attempt is here")));
    }

    @Test
    void a_start_and_an_end_are_reported_until_they_are_in_the_table() {
        TaskKey key = task(0, 1).key();
        award(task(0, 1));
        executions.onStarted(key, out);
        assertThat(reports())
                .extracting(State::state, State::attempt)
                .containsExactly(tuple(TaskState.RUNNING, 1));
        assertThat(acknowledge()).as("it still runs").isEmpty();

        executions.onExited(key, 3, out);
        assertThat(room.taken()).isEqualTo(Resources.NONE);
        State end = reports().getFirst();
        assertThat(end.state()).isEqualTo(TaskState.FAILED);
        assertThat(end.exitCode()).contains(3);
        assertThat(end.node()).contains(id(1));
        assertThat(acknowledge()).containsExactly(new TaskEffect.ForgetTask(key));
    }

    @Test
    void every_way_to_end_has_its_state() {
        for (int index : List.of(0, 1, 3)) award(task(index, 1));
        executions.onExited(task(0, 1).key(), 0, out);
        executions.onNotStarted(task(1, 1).key(), "no such file", out);
        executions.onStop(sender(PRIMARY), task(3, 1).key(), out);
        executions.onExited(task(3, 1).key(), 143, out);

        List<State> ends = reports();
        assertThat(ends)
                .extracting(State::state)
                .containsExactly(TaskState.FINISHED, TaskState.FAILED, TaskState.STOPPED);
        assertThat(ends).extracting(State::reason).containsExactly("", "no such file", "");
    }

    @Test
    void a_stop_is_passed_on_once_and_again_when_the_process_turns_up() {
        TaskKey key = task(0, 1).key();
        TaskEffect stop = new TaskEffect.StopTask(key, ms(5_000));
        award(task(0, 1));
        effects.clear();
        executions.onStop(sender(PRIMARY), key, out);
        executions.onStop(sender(PRIMARY), key, out);
        assertThat(effects).containsExactly(stop);
        executions.onStarted(key, out);
        assertThat(effects).containsExactly(stop, stop);
    }

    @Test
    void a_revoked_task_ends_unreported_and_is_forgotten() {
        TaskKey key = task(0, 1).key();
        award(task(0, 1));
        executions.onStarted(key, out);
        reports();
        acknowledge();
        executions.onRevoke(key, out);
        assertThat(effects).containsExactly(new TaskEffect.StopTask(key, ms(5_000)));
        effects.clear();
        executions.onExited(key, 143, out);
        assertThat(effects).containsExactly(new TaskEffect.ForgetTask(key));
        assertThat(reports()).isEmpty();
        assertThat(room.taken()).isEqualTo(Resources.NONE);
    }

    @Test
    void an_inquiry_is_answered_with_a_claim_and_a_report_that_outdoes_the_one_that_stands() {
        TaskKey key = task(0, 1).key();
        award(task(0, 1));
        executions.onStarted(key, out);
        reports();
        acknowledge();
        executions.onInquire(sender(PRIMARY), new Inquire(key, 41), out);
        assertThat(effects).containsExactly(sent(new Running(List.of(key))));
        assertThat(reports().getFirst().revision()).isEqualTo(42);
        executions.onInquire(sender(PRIMARY), new Inquire(key, State.MOST_REVISION), out);
    }

    @Test
    void whoever_asks_for_what_has_ended_is_told_again_and_what_never_was_is_unknown() {
        TaskKey key = task(0, 1).key();
        award(task(0, 1));
        executions.onExited(key, 0, out);
        reports();
        acknowledge();
        executions.onInquire(sender(PRIMARY), new Inquire(key, 0), out);
        assertThat(effects).doesNotContain(sent(new Unknown(key)));
        assertThat(reports()).extracting(State::state).containsExactly(TaskState.FINISHED);

        TaskKey never = task(5, 1).key();
        effects.clear();
        executions.onStop(sender(PRIMARY), never, out);
        executions.onInquire(sender(PRIMARY), new Inquire(never, 0), out);
        assertThat(effects).containsExactly(sent(new Unknown(never)), sent(new Unknown(never)));
    }

    @Test
    void what_was_accepted_before_a_restart_takes_its_capacity_at_once() {
        executions.restore(List.of(task(0, 1), task(1, 1), task(1, 1)));
        executions.checkInvariants();
        assertThat(room.taken().cpuMillis()).isEqualTo(1_000);
        assertThat(reports()).isEmpty();
        executions.onStarted(task(0, 1).key(), out);
        executions.onLost(task(1, 1).key(), "gone", out);
        assertThat(reports()).extracting(State::state).containsExactly(TaskState.RUNNING);
        assertThat(room.taken().cpuMillis()).isEqualTo(500);
    }

    @Test
    void a_lost_process_ends_nothing_and_its_guardian_is_told_when_it_asks() {
        award(task(0, 1));
        executions.onLost(task(0, 1).key(), "its process is gone", out);
        assertThat(reports()).isEmpty();
        assertThat(room.taken()).isEqualTo(Resources.NONE);

        executions.onInquire(sender(PRIMARY), new Inquire(task(0, 1).key(), 0), out);

        assertThat(effects).contains(sent(new Unknown(task(0, 1).key())));
    }

    @Test
    void a_later_life_outdoes_the_reports_of_the_former() {
        executions.restore(List.of(task(0, 1)));
        executions.onStarted(task(0, 1).key(), out);
        int former = reports().getFirst().revision();
        acknowledge();
        hosts.onMember(new Member(record(1, 2), MemberStatus.ALIVE, 0));
        executions.onStarted(task(0, 1).key(), out);
        assertThat(reports().getFirst().revision()).isGreaterThan(former);
    }

    @Test
    void words_about_tasks_that_are_not_here_change_nothing() {
        TaskKey key = task(0, 1).key();
        executions.onStarted(key, out);
        executions.onExited(key, 0, out);
        executions.onLost(key, "", out);
        assertThat(effects).isEmpty();
        assertThat(reports()).isEmpty();
    }

    @Test
    void more_tasks_than_the_bound_are_rejected() {
        List<TaskLaunch> many = new ArrayList<>();
        JobSpec nothing = job("many", 1_000, Resources.NONE);
        for (int i = 0; i < Executions.MOST; i++) {
            TaskKey key = new TaskKey("many" + i / 1_000, 1, i % 1_000, 1);
            many.add(new TaskLaunch(key, nothing));
        }
        executions.restore(many);
        assertThat(award(task(0, 1)))
                .containsExactly(sent(new Reject(task(0, 1).key(), "has too many tasks")));
    }

    @Test
    void a_host_that_runs_no_tasks_rejects_awards() {
        executions = executions(TaskConfig.defaults(false, HOST));
        assertThat(award(task(0, 1)))
                .containsExactly(sent(new Reject(task(0, 1).key(), "does not run tasks")));
    }

    @Test
    void the_past_is_long_but_not_endless() {
        Past past = new Past();
        for (int attempt = 1; attempt <= Past.MOST + 1; attempt++) {
            past.add(new TaskKey("etl", 1, 0, attempt));
        }
        assertThat(past.isKnown(new TaskKey("etl", 1, 0, 1))).isFalse();
        assertThat(past.isKnown(new TaskKey("etl", 1, 0, 2))).isTrue();
        assertThat(past.report(new TaskKey("etl", 1, 0, 2))).isEqualTo(Optional.empty());
    }
}
