package dev.starling.agent.task.request;

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

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.LogPiece;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.TaskCodec;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskEffect.JobAnswered;
import dev.starling.agent.task.TaskEffect.JobsAnswered;
import dev.starling.agent.task.TaskEffect.LogAnswered;
import dev.starling.agent.task.TaskEffect.Read;
import dev.starling.agent.task.TaskEffect.Refused;
import dev.starling.agent.task.TaskEffect.Send;
import dev.starling.agent.task.TaskEffect.Write;
import dev.starling.agent.task.TaskMessage.LogAnswer;
import dev.starling.agent.task.TaskMessage.LogAsk;
import dev.starling.agent.task.TaskMessage.LogRefusal;
import dev.starling.agent.task.TaskMessage.SurveyAnswer;
import dev.starling.agent.task.TaskMessage.SurveyAsk;
import dev.starling.agent.task.TaskRef;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;
import dev.starling.agent.task.auction.Advert;
import dev.starling.agent.task.auction.Hosts;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.TableWriter;
import dev.starling.dht.Entry;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.MemberStatus;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class RequestsTest {

    private static final JobEntries OURS = new JobEntries(id(1), 1_000);
    private static final JobEntries THEIRS = new JobEntries(id(9), 1_000);
    private static final WriteResult STORED = new WriteResult(3, 3, 5);
    private static final Entry SPEC = THEIRS.of(new Spec(job("etl", 2), 4, false));

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Outbox out = new Outbox(id(1), effects::add);
    private final Hosts hosts = new Hosts(record(1));
    private long lastId;
    private final Requests requests = new Requests(around(), () -> ++lastId);

    private Surroundings around() {
        return new Surroundings(
                CONFIG,
                hosts,
                (point, most) -> List.of(contact(1)),
                new TableWriter(CONFIG, () -> 0),
                OURS);
    }

    @BeforeEach
    void this_host_runs_tasks() {
        hosts.onOwnAdvert(new Advert(true, HOST, HOST, 0), 0);
    }

    private static ReadResult found(Entry... entries) {
        return new ReadResult(List.of(entries), 2, 2, true, 1);
    }

    private static Entry state(int index, TaskState state) {
        return THEIRS.of(new State(4, index, 1, state, Optional.of(id(2)), 0, Optional.of(0), ""));
    }

    private <E extends TaskEffect> E last(Class<E> kind) {
        assertThat(effects).isNotEmpty();
        assertThat(effects.getLast()).isInstanceOf(kind);
        return kind.cast(effects.getLast());
    }

    private void answerRead(ReadResult result) {
        requests.onRead(last(Read.class).token(), result, 0, out);
    }

    /** Answers the first read and its repetitions alike, until there are no more. */
    private void answerReads(ReadResult result) {
        for (int repeats = 0; repeats <= Ticket.MOST_REPEATS; repeats++) {
            long nowNanos = repeats * Ticket.REPEAT_NANOS;
            requests.tick(nowNanos, out);
            requests.onRead(last(Read.class).token(), result, nowNanos, out);
        }
    }

    private void answerWrite(WriteResult result) {
        assertThat(requests.onWritten(last(Write.class).token(), result, out)).isTrue();
    }

    private void assertRefused(Refusal why, String message) {
        Refused refused = last(Refused.class);
        assertThat(refused.requestId()).isEqualTo(77);
        assertThat(refused.why()).isEqualTo(why);
        assertThat(refused.message()).isEqualTo(message);
        assertThat(requests.underWay()).isZero();
        assertThat(requests.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Nested
    class Submissions {

        private void submit() {
            requests.submit(77, job("etl", 2), 0, out);
        }

        @Test
        void a_new_name_becomes_generation_one_and_is_looked_at_again_before_the_answer() {
            submit();
            answerRead(found());
            Entry written = last(Write.class).entries().getFirst();
            assertThat(JobEntries.read(written)).contains(new Spec(job("etl", 2), 1, false));
            answerWrite(STORED);
            answerRead(found(written));
            JobStatus job = last(JobAnswered.class).job();
            assertThat(job.generation()).isEqualTo(1);
            assertThat(job.tasks()).hasSize(2).allMatch(t -> t.state() == TaskState.PENDING);
            assertThat(requests.underWay()).isZero();
        }

        @Test
        void an_ended_job_is_followed_by_the_next_generation() {
            submit();
            answerRead(found(SPEC, state(0, TaskState.FINISHED), state(1, TaskState.FAILED)));
            assertThat(last(Write.class).entries().getFirst().version().epoch()).isEqualTo(5);
        }

        @Test
        void a_job_that_has_not_ended_is_a_conflict() {
            submit();
            answerRead(found(SPEC, state(0, TaskState.FINISHED)));
            assertRefused(Refusal.CONFLICT, "job etl exists and has not ended");
        }

        @Test
        void a_job_that_is_ending_says_so() {
            submit();
            answerRead(found(THEIRS.of(new Spec(job("etl", 2), 4, true))));
            assertRefused(Refusal.CONFLICT, "job etl exists and is still ending");
        }

        @Test
        void nothing_found_by_too_few_guardians_proves_nothing() {
            submit();
            answerReads(new ReadResult(List.of(), 1, 2, true, 1));
            assertRefused(
                    Refusal.UNAVAILABLE,
                    "only 1 of 2 guardians of job etl answered, and none knows it: try again");
        }

        @Test
        void a_table_that_has_not_settled_is_read_again_before_it_is_believed() {
            submit();
            answerRead(new ReadResult(List.of(), 5, 5, false, 1));
            Read first = last(Read.class);
            requests.tick(Ticket.REPEAT_NANOS - 1, out);
            assertThat(last(Read.class)).isEqualTo(first);

            requests.tick(Ticket.REPEAT_NANOS, out);
            answerRead(found());

            assertThat(last(Write.class).key()).isEqualTo(first.key());
        }

        @Test
        void a_write_that_reached_too_few_is_admitted() {
            submit();
            answerRead(found());
            answerWrite(new WriteResult(1, 3, 5));
            assertRefused(
                    Refusal.UNAVAILABLE,
                    "only 1 of 3 guardians stored job etl: see whether it is there, then try"
                            + " again");
        }

        private void seeInTheEnd(NodeId writer) {
            submit();
            answerRead(found());
            answerWrite(STORED);
            JobEntries others = new JobEntries(writer, 1_000);
            answerRead(found(others.of(new Spec(job("etl", 7), 1, false))));
        }

        @Test
        void another_job_of_the_name_that_won_is_a_conflict() {
            seeInTheEnd(new NodeId(-1, -1, -1, -1));
            assertRefused(Refusal.CONFLICT, "another job called etl was submitted just now");
        }

        @Test
        void another_job_of_the_name_that_will_lose_is_none() {
            seeInTheEnd(new NodeId(0, 0, 0, 0));
            assertThat(last(JobAnswered.class).job().spec().count()).isEqualTo(2);
        }

        @Test
        void guardians_that_still_know_only_the_former_job_are_no_conflict() {
            submit();
            Entry[] former = {SPEC, state(0, TaskState.FINISHED), state(1, TaskState.FAILED)};
            answerRead(found(former));
            answerWrite(STORED);
            answerRead(found(former));
            assertThat(last(JobAnswered.class).job().generation()).isEqualTo(5);
        }

        @Test
        void a_job_that_somebody_stopped_meanwhile_was_accepted_all_the_same() {
            submit();
            answerRead(found());
            answerWrite(STORED);
            answerRead(found(THEIRS.of(new Spec(job("etl", 2), 1, true))));
            assertThat(last(JobAnswered.class).job().generation()).isEqualTo(1);
        }

        @Test
        void silence_ends_in_a_refusal() {
            submit();
            requests.tick(ms(19_999), out);
            assertThat(requests.underWay()).isOne();
            requests.tick(ms(20_000), out);
            assertRefused(Refusal.UNAVAILABLE, "the guardians of job etl did not answer in time");
        }
    }

    @Nested
    class Stops {

        @Test
        void a_job_is_stopped_by_its_spec() {
            requests.stop(77, "etl", 0, out);
            answerRead(found(SPEC));
            Entry written = last(Write.class).entries().getFirst();
            assertThat(JobEntries.read(written)).contains(new Spec(job("etl", 2), 4, true));
            answerWrite(STORED);
            assertThat(last(JobAnswered.class).job().isStopped()).isTrue();
        }

        @Test
        void what_has_ended_is_answered_without_a_write() {
            requests.stop(77, "etl", 0, out);
            answerRead(found(SPEC, state(0, TaskState.FINISHED), state(1, TaskState.FINISHED)));
            assertThat(last(JobAnswered.class).job().isEnded()).isTrue();
            requests.stopTask(78, new TaskRef("etl", 0), 0, out);
            answerRead(found(SPEC, state(0, TaskState.FINISHED)));
            assertThat(last(JobAnswered.class).job().isEnded()).isFalse();
        }

        @Test
        void what_is_not_there_is_not_found() {
            requests.stop(77, "etl", 0, out);
            answerRead(found());
            assertRefused(Refusal.NOT_FOUND, "there is no job called \"etl\"");
            requests.stopTask(77, new TaskRef("etl", 2), 0, out);
            answerRead(found(SPEC));
            assertRefused(Refusal.NOT_FOUND, "job etl has tasks 0 to 1, no task 2");
            requests.stopTask(77, new TaskRef("etl", -1), 0, out);
            answerRead(found(SPEC));
            assertRefused(Refusal.NOT_FOUND, "job etl has tasks 0 to 1, no task -1");
        }

        @Test
        void a_stop_that_reached_too_few_says_so() {
            requests.stopTask(77, new TaskRef("etl", 1), 0, out);
            answerRead(found(SPEC));
            answerWrite(new WriteResult(2, 3, 5));
            assertRefused(
                    Refusal.UNAVAILABLE,
                    "only 2 of 3 guardians of job etl know that it is to end: ask again");
        }
    }

    @Nested
    class LogsOfTasks {

        private final LogQuery query = new LogQuery(77, "etl", 0, LogStream.STDOUT, -100, 100);

        private LogAsk ask() {
            hosts.onMember(member(2, MemberStatus.ALIVE));
            requests.readLog(query, 0, out);
            answerRead(found(SPEC, state(0, TaskState.RUNNING)));
            Send send = last(Send.class);
            assertThat(send.to()).isEqualTo(contact(2).endpoint());
            return (LogAsk) send.message();
        }

        @Test
        void the_host_of_the_newest_attempt_is_asked_and_answers() {
            LogAsk ask = ask();
            assertThat(ask.task().toString()).isEqualTo("etl.0-g4-a1");
            LogPiece piece = new LogPiece(0, 3, Bytes.ofUtf8("abc"));
            requests.onLogAnswer(new LogAnswer(ask.askId() + 1, piece, true), out);
            assertThat(requests.underWay()).isOne();
            requests.onLogAnswer(new LogAnswer(ask.askId(), piece, true), out);
            assertThat(last(LogAnswered.class)).isEqualTo(new LogAnswered(77, piece, true));
            assertThat(requests.underWay()).isZero();
        }

        @Test
        void a_question_that_may_be_lost_is_asked_again_and_then_given_up() {
            LogAsk ask = ask();
            requests.tick(ms(1_000), out);
            assertThat(last(Send.class).message()).isEqualTo(ask);
            requests.tick(ms(2_000), out);
            assertRefused(Refusal.UNAVAILABLE, "host n2 did not answer in time");
        }

        @Test
        void what_the_host_cannot_read_is_told() {
            LogAsk ask = ask();
            requests.onLogRefusal(new LogRefusal(ask.askId(), "no such file"), out);
            assertRefused(
                    Refusal.UNAVAILABLE, "host n2 cannot read the log of etl.0: no such file");
        }

        @Test
        void a_task_that_runs_nowhere_or_on_a_host_that_is_gone_has_no_log() {
            requests.readLog(query, 0, out);
            answerRead(found(SPEC));
            assertRefused(Refusal.UNAVAILABLE, "task etl.0 runs nowhere yet");
            requests.readLog(query, 0, out);
            answerRead(found(SPEC, state(0, TaskState.RUNNING)));
            assertRefused(
                    Refusal.UNAVAILABLE, "the host of task etl.0 is gone: " + id(2).toShortHex());
        }
    }

    @Nested
    class Surveys {

        private final JobStatus etl = status("etl", 1);

        private JobStatus status(String name, long generation) {
            TaskStatus task =
                    new TaskStatus(
                            name,
                            generation,
                            0,
                            1,
                            TaskState.RUNNING,
                            Optional.of(id(2)),
                            Optional.empty(),
                            "");
            return new JobStatus(job(name, 1), generation, false, List.of(task));
        }

        private long survey() {
            hosts.onMember(member(2, MemberStatus.ALIVE));
            hosts.onMember(member(3, MemberStatus.SUSPECT));
            requests.survey(77, 0, out);
            assertThat(effects).hasSize(2);
            return ((SurveyAsk) out.takeToSelf().orElseThrow()).surveyId();
        }

        private void answer(int from, long surveyId, int part, int parts, JobStatus... jobs) {
            SurveyAnswer answer = new SurveyAnswer(surveyId, part, parts, List.of(jobs));
            requests.onSurveyAnswer(sender(from), answer, out);
        }

        @Test
        void all_answers_are_united_by_name() {
            long surveyId = survey();
            answer(1, surveyId, 0, 1, status("b", 1));
            answer(2, surveyId, 0, 1, etl, status("a", 1));
            assertThat(requests.underWay()).isOne();
            answer(3, surveyId, 0, 1, status("b", 2));
            assertThat(last(JobsAnswered.class))
                    .isEqualTo(
                            new JobsAnswered(
                                    77, List.of(status("a", 1), status("b", 2), etl), 3, 3));
        }

        @Test
        void the_silent_are_asked_again_and_then_counted_as_silent() {
            long surveyId = survey();
            answer(1, surveyId, 0, 1);
            answer(2, surveyId, 0, 1, etl);
            effects.clear();
            requests.tick(ms(250), out);
            assertThat(effects)
                    .containsExactly(new Send(contact(3).endpoint(), new SurveyAsk(surveyId)));
            requests.tick(ms(500), out);
            assertThat(last(JobsAnswered.class))
                    .isEqualTo(new JobsAnswered(77, List.of(etl), 3, 2));
        }

        @Test
        void an_answer_counts_when_all_its_parts_have_come() {
            long surveyId = survey();
            answer(1, surveyId, 0, 1);
            answer(2, surveyId, 0, 1);
            answer(3, surveyId, 1, 2, etl);
            answer(3, surveyId, 1, 2, etl);
            answer(3, surveyId + 1, 0, 2, etl);
            assertThat(requests.underWay()).isOne();
            answer(3, surveyId, 0, 2, status("a", 1));
            assertThat(last(JobsAnswered.class).answered()).isEqualTo(3);
        }

        @Test
        void strangers_do_not_count() {
            long surveyId = survey();
            answer(8, surveyId, 0, 1, etl);
            requests.tick(ms(500), out);
            assertThat(last(JobsAnswered.class)).isEqualTo(new JobsAnswered(77, List.of(), 3, 0));
        }

        @Test
        void large_answers_go_in_parts_that_fit_a_frame() {
            List<JobStatus> many = new ArrayList<>();
            for (int i = 0; i < 6_000; i++) many.add(status("job-" + i, 1));
            List<SurveyAnswer> answers = Survey.answers(5, many);
            assertThat(answers.size()).isGreaterThan(1);
            TaskCodec codec = new TaskCodec();
            assertThat(answers)
                    .allMatch(a -> a.parts() == answers.size())
                    .allMatch(a -> codec.sizeOf(a) <= Survey.PART_BYTES + 100);
            assertThat(answers.stream().mapToInt(a -> a.jobs().size()).sum()).isEqualTo(6_000);
            assertThat(Survey.answers(5, List.of())).hasSize(1);
        }

        @Test
        void an_answer_that_had_to_be_cut_never_looks_whole() {
            JobStatus large =
                    new JobStatus(
                            job("large", 1_000),
                            1,
                            false,
                            Collections.nCopies(
                                    1_000,
                                    new TaskStatus(
                                            "large",
                                            1,
                                            0,
                                            1,
                                            TaskState.FAILED,
                                            Optional.of(id(2)),
                                            Optional.of(1),
                                            "x".repeat(200))));
            List<SurveyAnswer> answers = Survey.answers(5, Collections.nCopies(80, large));
            assertThat(answers).hasSize(63).allMatch(answer -> answer.parts() == 64);
        }

        @Test
        void more_jobs_than_the_bound_make_the_answer_incomplete() {
            long surveyId = survey();
            JobStatus[] many = new JobStatus[Survey.MOST_JOBS];
            for (int i = 0; i < many.length; i++) many[i] = status("job-" + i, 1);
            answer(1, surveyId, 0, 1, many);
            answer(2, surveyId, 0, 1, etl);
            answer(3, surveyId, 0, 1);
            requests.tick(ms(500), out);
            assertThat(last(JobsAnswered.class).answered()).isEqualTo(2);
            assertThat(last(JobsAnswered.class).jobs()).hasSize(Survey.MOST_JOBS);
        }
    }

    @Test
    void more_requests_than_the_bound_are_refused() {
        for (int i = 0; i < Requests.MOST; i++) requests.find(1_000 + i, "etl", 0, out);
        requests.find(77, "etl", 0, out);
        assertThat(last(Refused.class).why()).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(last(Refused.class).message())
                .isEqualTo("256 requests about jobs are under way on this agent: try again");
    }

    @Test
    void answers_that_nobody_waits_for_are_ignored() {
        requests.onRead(5, found(), 0, out);
        assertThat(requests.onWritten(5, STORED, out)).isFalse();
        requests.onLogRefusal(new LogRefusal(1, ""), out);
        assertThat(effects).isEmpty();
    }
}
