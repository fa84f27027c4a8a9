package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.Answer;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class JobEndpointsTest {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = new ApiFixture();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static JobStatus etl(boolean isStopped, TaskState... states) {
        JobSpec spec =
                new JobSpec(
                        "etl",
                        states.length,
                        List.of("true"),
                        Collections.emptySortedMap(),
                        new Resources(100, 64L << 20),
                        0);
        List<TaskStatus> tasks = new ArrayList<>();
        for (TaskState state : states) {
            boolean isOver = state == TaskState.FINISHED || state == TaskState.FAILED;
            tasks.add(
                    new TaskStatus(
                            "etl",
                            2,
                            tasks.size(),
                            state == TaskState.PENDING ? 0 : 1,
                            state,
                            state == TaskState.PENDING
                                    ? Optional.empty()
                                    : Optional.of(StandInCore.SELF),
                            isOver
                                    ? Optional.of(state == TaskState.FINISHED ? 0 : 3)
                                    : Optional.empty(),
                            state == TaskState.PENDING ? "no host has room" : ""));
        }
        return new JobStatus(spec, 2, isStopped, tasks);
    }

    private static final String PENDING_ROW =
            "{'id':'etl.0','job':'etl','index':0,'attempt':0,'state':'pending','node':'',"
                    + "'exitCode':null,'reason':'no host has room'}";

    private static final String FAILED_ROW =
            "{'id':'etl.1','job':'etl','index':1,'attempt':1,'state':'failed','node':'alpha',"
                    + "'exitCode':3,'reason':''}";

    private static final String ETL =
            "{'name':'etl','generation':2,'state':'pending','count':2,'command':['true'],"
                    + "'cpuMillis':100,'memoryBytes':67108864,'tasks':["
                    + PENDING_ROW
                    + ","
                    + FAILED_ROW
                    + "]}";

    private static JsonNode expected(String json) throws Exception {
        return ApiFixture.json(ApiFixture.quoted(json));
    }

    @Test
    void a_job_is_submitted_as_it_was_described() throws Exception {
        api.core.answerWith(new Answer.Job(etl(false, TaskState.PENDING, TaskState.FAILED)));
        String body =
                """
                {'name':'etl','count':2,'command':['sh','-c','exit 0'],
                 'env':{'B':'2','A':1},'cpu':250,'memory':'1G','killGrace':'1m',
                 'run':'at-least-once'}
                """;

        var response = api.send("POST", "/jobs", ApiFixture.quoted(body));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(ApiFixture.json(response.body())).isEqualTo(expected(ETL));
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("A", "1");
        environment.put("B", "2");
        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.SubmitJob(
                                StandInCore.REQUEST_ID,
                                new JobSpec(
                                        "etl",
                                        2,
                                        List.of("sh", "-c", "exit 0"),
                                        environment,
                                        new Resources(250, 1L << 30),
                                        Duration.ofMinutes(1).toNanos())));
    }

    @Test
    void a_name_and_a_command_are_enough() throws Exception {
        api.core.answerWith(new Answer.Job(etl(false, TaskState.PENDING)));

        api.send("POST", "/jobs", "{\"name\": \"etl\", \"command\": [\"true\"]}");

        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.SubmitJob(
                                StandInCore.REQUEST_ID,
                                new JobSpec(
                                        "etl",
                                        1,
                                        List.of("true"),
                                        Collections.emptySortedMap(),
                                        new Resources(100, 64L << 20),
                                        Duration.ofSeconds(5).toNanos())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | {'command': ['x']} | name is missing",
                "400 | {'name': 'etl'} | job etl has no command",
                "400 | {'name': 'etl', 'command': []} | job etl has no command",
                "400 | {'name': 'ETL', 'command': ['x']} | a job`s name is 1 to 63 of a-z, 0-9 and"
                        + " -, starting with a letter: 'ETL'",
                "400 | {'name': 'etl', 'command': ['x'], 'count': 0}"
                        + " | job etl: count must be 1 to 1000, not 0",
                "400 | {'name': 'etl', 'command': ['x'], 'memory': '1X'}"
                        + " | '1X' is not a size: write 4096, 64k, 256M or 1G",
                "400 | {'name': 'etl', 'command': ['x'], 'cpu': -1}"
                        + " | resources below zero: -1 millicores, 67108864 bytes",
                "400 | {'name': 'etl', 'command': ['x'], 'run': 'once'}"
                        + " | job etl: run must be 'at-least-once', not 'once'",
                "422 | {'name': 'etl', 'command': ['x'], 'run': 'at-most-once'}"
                        + " | job etl: run = 'at-most-once' cannot be promised yet, only"
                        + " 'at-least-once'",
                "400 | {'name': 'etl', 'command': ['x'], 'env': {'A': null}}"
                        + " | env.A must not be null",
                "400 | {'name': 'etl', 'command': ['x', null]} | command[1] must not be null",
            })
    void a_job_that_cannot_be_is_refused_in_one_line(int status, String body, String line)
            throws Exception {
        var response = api.send("POST", "/jobs", ApiFixture.quoted(body));

        assertThat(response.body()).isEqualTo(ApiFixture.quoted(line).replace('`', '\'') + "\n");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(api.core.commands).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404",
        "CONFLICT, 409",
        "IMPOSSIBLE, 422",
        "UNAVAILABLE, 503",
        "DISABLED, 403"
    })
    void every_refusal_has_its_status_and_its_line(Answer.Reason reason, int status)
            throws Exception {
        api.core.answerWith(new Answer.Refused(reason, "job etl: not this way"));

        var response = api.send("POST", "/jobs", "{\"name\": \"etl\", \"command\": [\"true\"]}");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("job etl: not this way\n");
    }

    @Test
    void a_job_is_found_and_stopped_by_its_name() throws Exception {
        api.core.answerWith(new Answer.Job(etl(false, TaskState.PENDING, TaskState.FAILED)));

        var found = api.get("/jobs/etl");
        var stopped = api.send("DELETE", "/jobs/etl", "");

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(found.body())).isEqualTo(expected(ETL));
        assertThat(stopped.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(stopped.body())).isEqualTo(expected(ETL));
        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.FindJob(StandInCore.REQUEST_ID, "etl"),
                        new AgentCommand.StopJob(StandInCore.REQUEST_ID, "etl"));
    }

    @Test
    void one_task_is_stopped_by_its_id() throws Exception {
        api.core.answerWith(new Answer.Job(etl(false, TaskState.PENDING, TaskState.FAILED)));

        var response = api.send("DELETE", "/tasks/etl.1", "");

        assertThat(ApiFixture.json(response.body())).isEqualTo(expected(ETL));
        assertThat(api.core.commands)
                .containsExactly(new AgentCommand.StopTask(StandInCore.REQUEST_ID, "etl", 1));
    }

    @Test
    void what_is_no_task_id_is_refused() throws Exception {
        for (String id : List.of("etl", "etl.", "etl.x", ".1", "etl.-1", "etl.9999999999")) {
            var response = api.send("DELETE", "/tasks/" + id, "");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo(
                            "\"%s\" is not a task's id, which is JOB.INDEX, such as etl.3\n"
                                    .formatted(id));
        }
        assertThat(api.core.commands).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUNNING PENDING | false | pending",
                "RUNNING AWARDED | false | pending",
                "RUNNING FAILED | false | running",
                "FINISHED FINISHED | false | finished",
                "FINISHED FINISHED | true | finished",
                "FINISHED STOPPED | true | stopped",
                "FAILED STOPPED | true | stopped",
                "FINISHED STOPPED | false | stopped",
                "FINISHED FAILED | false | failed",
                "STOPPED FAILED | false | failed",
            })
    void the_state_of_a_job_follows_from_its_tasks(String tasks, boolean isStopped, String state)
            throws Exception {
        TaskState[] states =
                List.of(tasks.split(" ")).stream()
                        .map(TaskState::valueOf)
                        .toArray(TaskState[]::new);
        api.core.answerWith(new Answer.Job(etl(isStopped, states)));

        JsonNode job = ApiFixture.json(api.get("/jobs/etl").body());

        assertThat(job.get("state").textValue()).isEqualTo(state);
    }

    @Test
    void a_survey_says_whether_everybody_answered() throws Exception {
        JobStatus etl = etl(false, TaskState.PENDING, TaskState.FAILED);
        api.core.answerWith(new Answer.Jobs(List.of(etl), 3, 2));
        JsonNode partly = ApiFixture.json(api.get("/jobs").body());
        api.core.answerWith(new Answer.Jobs(List.of(), 3, 3));
        JsonNode wholly = ApiFixture.json(api.get("/jobs").body());

        assertThat(partly)
                .isEqualTo(
                        expected("{'complete':false,'asked':3,'answered':2,'jobs':[" + ETL + "]}"));
        assertThat(wholly)
                .isEqualTo(expected("{'complete':true,'asked':3,'answered':3,'jobs':[]}"));
        assertThat(api.core.commands)
                .containsOnly(new AgentCommand.SurveyJobs(StandInCore.REQUEST_ID));
    }

    @Test
    void the_tasks_of_all_jobs_are_listed() throws Exception {
        JobStatus etl = etl(false, TaskState.PENDING, TaskState.FAILED);
        api.core.answerWith(new Answer.Jobs(List.of(etl), 1, 1));

        assertThat(ApiFixture.json(api.get("/tasks").body()))
                .isEqualTo(
                        expected(
                                "{'complete':true,'asked':1,'answered':1,'tasks':["
                                        + PENDING_ROW
                                        + ","
                                        + FAILED_ROW
                                        + "]}"));
    }

    @Test
    void a_node_that_membership_forgot_is_named_by_its_id() throws Exception {
        NodeId stranger = NodeId.hashOf(new byte[] {9});
        JobStatus etl = etl(false, TaskState.RUNNING);
        TaskStatus task =
                new TaskStatus(
                        "etl",
                        2,
                        0,
                        1,
                        TaskState.RUNNING,
                        Optional.of(stranger),
                        Optional.empty(),
                        "");
        api.core.answerWith(new Answer.Job(new JobStatus(etl.spec(), 2, false, List.of(task))));

        JsonNode job = ApiFixture.json(api.get("/jobs/etl").body());

        assertThat(job.at("/tasks/0/node").textValue()).isEqualTo(stranger.toShortHex());
    }

    @Test
    void a_piece_of_a_log_says_where_the_next_begins() throws Exception {
        Bytes content = Bytes.of(new byte[] {'a', 0, (byte) 0xff});
        api.core.answerWith(new Answer.Log(5, 100, content, false));

        var response = api.get("/tasks/etl.3/logs?stream=stderr&offset=-95&most=3");

        assertThat(ApiFixture.json(response.body()))
                .isEqualTo(
                        expected(
                                "{'offset':5,'next':8,'size':100,'ended':false,'content':'YQD/'}"));
        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.ReadTaskLog(
                                new LogQuery(
                                        StandInCore.REQUEST_ID,
                                        "etl",
                                        3,
                                        LogStream.STDERR,
                                        -95,
                                        3)));
    }

    @Test
    void a_log_is_read_from_its_start_unless_told_otherwise() throws Exception {
        api.core.answerWith(new Answer.Log(0, 0, Bytes.EMPTY, true));

        JsonNode piece = ApiFixture.json(api.get("/tasks/etl.3/logs").body());

        assertThat(piece.get("ended").booleanValue()).isTrue();
        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.ReadTaskLog(
                                new LogQuery(
                                        StandInCore.REQUEST_ID,
                                        "etl",
                                        3,
                                        LogStream.STDOUT,
                                        0,
                                        65_536)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stream=both | stream must be stdout or stderr, not \"both\"",
                "offset=x | offset must be a number of bytes, not \"x\"",
                "most=1e3 | most must be a number of bytes, not \"1e3\"",
                "most=0 | a piece of a log is 1 to 262144 bytes, not 0",
                "most=-1 | a piece of a log is 1 to 262144 bytes, not 0",
                "most=99999999999 | a piece of a log is 1 to 262144 bytes, not 2147483647",
            })
    void a_question_for_a_log_that_makes_no_sense_is_refused(String query, String line)
            throws Exception {
        var response = api.get("/tasks/etl.3/logs?" + query);

        assertThat(response.body()).isEqualTo(line + "\n");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(api.core.commands).isEmpty();
    }
}
