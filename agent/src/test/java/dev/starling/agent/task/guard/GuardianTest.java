package dev.starling.agent.task.guard;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.contact;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.member;
import static dev.starling.agent.task.Fixtures.ms;
import static dev.starling.agent.task.Fixtures.record;
import static dev.starling.agent.task.Fixtures.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskMessage.Award;
import dev.starling.agent.task.TaskMessage.Bid;
import dev.starling.agent.task.TaskMessage.Cancel;
import dev.starling.agent.task.TaskMessage.Inquire;
import dev.starling.agent.task.TaskMessage.Solicit;
import dev.starling.agent.task.TaskMessage.Stop;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Hosts;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.TableWriter;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberStatus;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The primary of some jobs, alone with what it is told: node 1, with 2 and 3 as hosts. */
class GuardianTest {

    private static final long LEASE_NANOS = ms(900_000);
    private static final Key KEY = Tasks.keyOf("etl");
    private static final JobEntries THEIRS = new JobEntries(id(3), LEASE_NANOS);

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Outbox out = new Outbox(id(1), effects::add);
    private final Hosts hosts = new Hosts(record(1));
    private long lastToken;
    private final TableWriter writer = new TableWriter(CONFIG, () -> ++lastToken);
    private int primary = 1;
    private final Guardian guardian =
            new Guardian(
                    new Surroundings(
                            CONFIG,
                            hosts,
                            (point, most) -> List.of(contact(primary)),
                            writer,
                            new JobEntries(id(1), LEASE_NANOS)),
                    1);

    @BeforeEach
    void others_are_there() {
        learn(2, MemberStatus.ALIVE);
        learn(3, MemberStatus.ALIVE);
        guardian.tick(Guardian.MEMBERSHIP_NANOS, out);
        effects.clear();
    }

    private void learn(int number, MemberStatus status) {
        hosts.onMember(member(number, status));
        guardian.onMember(member(number, status), 0, out);
    }

    private void submit(String name, int count, long nowNanos) {
        Entry spec = THEIRS.of(new Spec(job(name, count), 1, false));
        guardian.onReplica(Tasks.keyOf(name), spec, nowNanos);
        tick(nowNanos);
    }

    private void tick(long nowNanos) {
        guardian.tick(nowNanos, out);
        guardian.checkInvariants();
    }

    /** Ticks whenever it is due until then. */
    private void runUntil(long nowNanos) {
        while (guardian.nextDeadlineNanos() <= nowNanos) tick(guardian.nextDeadlineNanos());
    }

    private <M extends TaskMessage> List<M> sent(Class<M> kind) {
        List<M> sent = new ArrayList<>();
        for (TaskEffect effect : effects) {
            boolean isIt =
                    effect instanceof TaskEffect.Send send && kind.isInstance(send.message());
            if (isIt) sent.add(kind.cast(((TaskEffect.Send) effect).message()));
        }
        return sent;
    }

    private List<TaskMessage> sent() {
        List<TaskMessage> sent = sent(TaskMessage.class);
        effects.clear();
        return sent;
    }

    /** The entries that are written now, acknowledged at once. */
    private List<Entry> written(long nowNanos) {
        effects.clear();
        writer.flush(nowNanos, out);
        List<Entry> entries = new ArrayList<>();
        for (TaskEffect effect : List.copyOf(effects)) {
            TaskEffect.Write write = (TaskEffect.Write) effect;
            entries.addAll(write.entries());
            writer.onWritten(write.token(), new WriteResult(3, 3, 5), nowNanos);
        }
        effects.clear();
        return entries;
    }

    private void state(int attempt, TaskState state, int node, long nowNanos) {
        Entry entry =
                THEIRS.of(
                        new State(
                                1,
                                0,
                                attempt,
                                state,
                                Optional.of(id(node)),
                                1,
                                Optional.empty(),
                                ""));
        guardian.onReplica(KEY, entry, nowNanos);
        tick(nowNanos);
    }

    private TaskStatus task() {
        return guardian.survey().getFirst().tasks().getFirst();
    }

    private void bid(long solicitId, int host, long nowNanos) {
        guardian.onBid(sender(host), new Bid(solicitId, host, 1, HOST, HOST, 0), nowNanos, out);
        guardian.checkInvariants();
    }

    private static TaskKey key(int attempt) {
        return new TaskKey("etl", 1, 0, attempt);
    }

    @Test
    void news_is_looked_at_in_the_next_tick_which_is_due_at_once() {
        guardian.onReplica(KEY, THEIRS.of(new Spec(job("etl", 1), 1, false)), ms(1));
        assertThat(guardian.nextDeadlineNanos()).isZero();
        assertThat(sent()).isEmpty();
        tick(ms(1));
        assertThat(sent(Solicit.class)).hasSize(2);
        assertThat(guardian.nextDeadlineNanos()).isEqualTo(ms(51));
    }

    @Test
    void an_accepted_award_is_written_to_the_table() {
        submit("etl", 1, 0);
        long solicitId = sent(Solicit.class).getFirst().solicitId();
        bid(solicitId, 2, ms(1));
        tick(ms(50));
        assertThat(sent(Award.class)).hasSize(1);
        assertThat(written(ms(50))).isEmpty();

        guardian.onAccept(sender(2), key(1), ms(51), out);

        Place place = new Place(1, 0, 1, Optional.of(id(2)), "");
        assertThat(written(ms(51)))
                .extracting(JobEntries::read)
                .containsExactly(Optional.of(place));
        assertThat(task().state()).isEqualTo(TaskState.AWARDED);
    }

    @Test
    void only_the_primary_decides_and_who_is_it_no_longer_gives_its_bids_back() {
        primary = 2;
        submit("etl", 1, 0);
        assertThat(sent()).isEmpty();
        assertThat(guardian.survey()).isEmpty();

        primary = 1;
        learn(4, MemberStatus.ALIVE);
        runUntil(ms(100));
        long solicitId = sent(Solicit.class).getFirst().solicitId();
        effects.clear();
        bid(solicitId, 2, ms(101));
        primary = 2;
        learn(5, MemberStatus.ALIVE);
        runUntil(ms(100));
        assertThat(sent()).contains(new Cancel(2));
        bid(solicitId, 3, ms(102));
        assertThat(sent()).containsExactly(new Cancel(3));
    }

    @Test
    void a_task_that_nobody_took_waits_longer_each_time_and_says_why_once() {
        submit("etl", 1, 0);
        List<Long> pauses = new ArrayList<>();
        List<Entry> written = new ArrayList<>();
        for (int round = 0; round < 9; round++) {
            long failedNanos = guardian.nextDeadlineNanos();
            tick(failedNanos);
            written.addAll(written(failedNanos));
            pauses.add((guardian.nextDeadlineNanos() - failedNanos) / ms(1));
            tick(guardian.nextDeadlineNanos());
        }
        long[] least = {200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000};
        for (int i = 0; i < least.length; i++) {
            assertThat(pauses.get(i)).isBetween(least[i], least[i] * 5 / 4 + 1);
        }
        assertThat(written).hasSize(1);
        assertThat(task().reason())
                .isEqualTo("no host has 500 millicores and 256M free; asked 3, 3 did not answer");
    }

    @Test
    void what_the_disk_remembers_is_left_alone_until_others_had_time_to_correct_it() {
        Guardian fresh =
                new Guardian(
                        new Surroundings(
                                CONFIG,
                                hosts,
                                (point, most) -> List.of(contact(1)),
                                writer,
                                new JobEntries(id(1), LEASE_NANOS)),
                        1);
        fresh.onReplica(KEY, THEIRS.of(new Spec(job("etl", 1), 1, false)), 0);
        fresh.tick(0, out);
        assertThat(sent()).isEmpty();
        assertThat(fresh.nextDeadlineNanos()).isEqualTo(Guardian.QUIET_NANOS);
        fresh.tick(Guardian.QUIET_NANOS, out);
        assertThat(sent(Solicit.class)).hasSize(2);
    }

    @Test
    void a_host_that_dies_is_given_time_and_then_its_task_is_offered_as_the_next_attempt() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        sent();
        learn(2, MemberStatus.DEAD);
        runUntil(ms(1_099));
        assertThat(sent()).isEmpty();
        while (sent(Solicit.class).isEmpty()) tick(guardian.nextDeadlineNanos());
        assertThat(guardian.nextDeadlineNanos()).isBetween(ms(1_100), ms(2_200));
        assertThat(task().state()).isEqualTo(TaskState.PENDING);
        assertThat(task().reason()).isEqualTo("host n2 is gone");
        assertThat(task().attempt()).isEqualTo(1);
    }

    @Test
    void a_host_that_is_back_in_time_keeps_its_task() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        learn(2, MemberStatus.DEAD);
        runUntil(ms(500));
        learn(2, MemberStatus.ALIVE);
        sent();
        runUntil(ms(10_000));
        assertThat(sent()).isEmpty();
        assertThat(task().state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void a_node_never_heard_of_gets_ten_times_as_long() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 40, 0);
        sent();
        runUntil(ms(9_999));
        assertThat(sent()).isEmpty();
        runUntil(ms(20_000));
        assertThat(sent(Solicit.class)).isNotEmpty();
    }

    @Test
    void after_a_mass_death_nothing_is_placed_anew() {
        for (int number = 4; number <= 9; number++) learn(number, MemberStatus.ALIVE);
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 4, 0);
        effects.clear();
        for (int number = 3; number <= 8; number++) learn(number, MemberStatus.DEAD);
        assertThat(effects).hasSize(1).allMatch(TaskEffect.Noted.class::isInstance);
        effects.clear();
        runUntil(ms(120_000));
        assertThat(sent(Solicit.class)).isEmpty();
        for (int number = 5; number <= 8; number++) guardian.onForgotten(id(number));
        runUntil(ms(125_000));
        assertThat(sent(Solicit.class)).isNotEmpty();
    }

    @Test
    void a_placed_task_that_its_host_does_not_claim_is_asked_after_until_it_does() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        sent();
        runUntil(ms(11_999));
        assertThat(sent(Inquire.class)).isEmpty();
        runUntil(ms(12_000));
        assertThat(sent()).containsExactly(new Inquire(key(1), 1));
        runUntil(ms(17_000));
        assertThat(sent()).hasSize(1);

        guardian.onRunning(sender(2), List.of(key(1)), ms(17_001), out);
        runUntil(ms(17_001) + GuardedJob.SILENCE_NANOS - 1);
        assertThat(sent()).isEmpty();
        runUntil(ms(17_001) + GuardedJob.SILENCE_NANOS);
        assertThat(sent(Inquire.class)).hasSize(1);
    }

    @Test
    void a_claim_without_a_report_does_not_end_the_questions() {
        submit("etl", 1, 0);
        sent();
        Place place = new Place(1, 0, 1, Optional.of(id(2)), "");
        guardian.onReplica(KEY, THEIRS.of(place, 1L << 32), 0);
        tick(0);
        guardian.onRunning(sender(2), List.of(key(1)), ms(5_000), out);
        sent();
        runUntil(ms(12_000));
        assertThat(sent()).containsExactly(new Inquire(key(1), 0));
    }

    @Test
    void a_host_that_starts_anew_is_asked_after_what_it_had() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        guardian.onRunning(sender(2), List.of(key(1)), 0, out);
        sent();
        Member reborn = new Member(record(2, 2), MemberStatus.ALIVE, 0);
        hosts.onMember(reborn);
        guardian.onMember(reborn, 0, out);
        runUntil(ms(12_100));
        assertThat(sent(Inquire.class)).hasSize(1);
    }

    @Test
    void a_task_that_its_host_has_lost_is_placed_anew_and_the_lost_attempt_given_up() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        sent();
        guardian.onUnknown(sender(3), key(1));
        tick(ms(1));
        assertThat(sent(Solicit.class)).as("not its host").isEmpty();
        guardian.onUnknown(sender(2), key(1));
        runUntil(ms(60));
        assertThat(sent(Solicit.class)).hasSize(2);
        assertThat(task().reason()).isEqualTo("host n2 has lost it");
        effects.clear();
        guardian.onRunning(sender(2), List.of(key(1)), ms(2), out);
        assertThat(sent()).containsExactly(new TaskMessage.Revoke(key(1)));
    }

    @Test
    void a_stop_is_repeated_every_second_until_the_end_is_reported() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        sent();
        guardian.onReplica(KEY, THEIRS.of(new Spec(job("etl", 1), 1, true)), ms(10));
        runUntil(ms(2_010));
        assertThat(sent()).containsExactly(new Stop(key(1)), new Stop(key(1)), new Stop(key(1)));
        state(1, TaskState.STOPPED, 2, ms(2_500));
        runUntil(ms(60_000));
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_waiting_task_is_stopped_by_the_primary_itself() {
        submit("etl", 1, 0);
        guardian.onReplica(KEY, THEIRS.of(new Spec(job("etl", 1), 1, true)), ms(10));
        tick(ms(10));
        assertThat(task().state()).isEqualTo(TaskState.STOPPED);
        assertThat(written(ms(10))).hasSize(1);
    }

    @Test
    void a_stop_of_what_its_host_does_not_know_ends_it() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        guardian.onReplica(KEY, THEIRS.of(new Spec(job("etl", 1), 1, true)), ms(10));
        tick(ms(10));
        guardian.onUnknown(sender(2), key(1));
        tick(ms(11));
        assertThat(task().state()).isEqualTo(TaskState.STOPPED);
        assertThat(task().reason()).isEqualTo("host n2 has lost it");
    }

    @Test
    void entries_are_renewed_three_times_in_a_lease_until_the_job_is_long_over() {
        submit("etl", 1, 0);
        state(1, TaskState.RUNNING, 2, 0);
        int renewals = 0;
        for (long nowNanos = 0; nowNanos < 3 * LEASE_NANOS; nowNanos += ms(10_000)) {
            guardian.onRunning(sender(2), List.of(key(1)), nowNanos, out);
            runUntil(nowNanos);
            boolean isRenewal = written(nowNanos).size() >= 2;
            if (isRenewal) renewals++;
        }
        assertThat(renewals).isEqualTo(9);

        state(1, TaskState.FINISHED, 2, 3 * LEASE_NANOS);
        long overNanos = 3 * LEASE_NANOS + CONFIG.jobRetentionNanos();
        runUntil(overNanos);
        assertThat(written(overNanos)).hasSize(2).allMatch(e -> e.leaseNanos() == LEASE_NANOS);
        runUntil(overNanos + 2 * LEASE_NANOS);
        assertThat(written(overNanos + 2 * LEASE_NANOS)).isEmpty();
        assertThat(guardian.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_the_table_drops_is_forgotten() {
        submit("etl", 1, 0);
        guardian.onReplicaDropped(KEY, List.of(THEIRS.of(new Spec(job("etl", 1), 1, false))));
        tick(ms(1));
        assertThat(guardian.survey()).isEmpty();
        assertThat(guardian.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_spec_under_the_key_of_another_name_is_not_taken() {
        guardian.onReplica(KEY, THEIRS.of(new Spec(job("other", 1), 1, false)), 0);
        tick(0);
        assertThat(sent()).isEmpty();
        assertThat(guardian.survey()).isEmpty();
    }

    @Test
    void a_new_generation_starts_from_nothing() {
        submit("etl", 2, 0);
        state(1, TaskState.FINISHED, 2, 0);
        sent();
        guardian.onReplica(KEY, THEIRS.of(new Spec(job("etl", 1), 2, false)), ms(1));
        tick(ms(1));
        assertThat(sent(Solicit.class)).hasSize(2);
        assertThat(task().state()).isEqualTo(TaskState.PENDING);
    }

    @Test
    void more_auctions_than_the_bound_wait_their_turn_without_spinning() {
        for (int number = 0; number < Guardian.MOST_AUCTIONS + 3; number++) {
            submit("job-" + number, 1, 0);
        }
        assertThat(sent(Solicit.class)).hasSize(2 * Guardian.MOST_AUCTIONS);
        effects.clear();
        assertThat(guardian.nextDeadlineNanos()).isEqualTo(Placing.TURN_NANOS);
        runUntil(ms(49));
        assertThat(sent(Solicit.class)).isEmpty();
        runUntil(ms(100));
        assertThat(sent(Solicit.class).size()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void a_large_job_is_offered_in_several_auctions() {
        for (int number = 4; number <= 600; number++) learn(number, MemberStatus.ALIVE);
        submit("etl", 300, 0);
        List<Solicit> asked = sent(Solicit.class);
        assertThat(asked).hasSize(384).allMatch(solicit -> solicit.most() == 2);
    }

    @Test
    void the_invariants_bite() {
        submit("etl", 1, 0);
        guardian.jobOf(KEY).placing().withdraw(0);
        assertThatThrownBy(guardian::checkInvariants).isInstanceOf(IllegalStateException.class);
    }
}
