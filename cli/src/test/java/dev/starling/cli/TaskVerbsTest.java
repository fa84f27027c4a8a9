package dev.starling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

class TaskVerbsTest {

    private StandIn agent;

    @BeforeEach
    void start() throws IOException {
        agent = new StandIn();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void run_sends_the_command_behind_the_dashes_untouched() {
        agent.on("POST", "/jobs", 201, job("pending", task(0, "pending", "", "null")));

        Ran ran =
                Ran.verb(
                        agent,
                        "run",
                        "--name=sum",
                        "--count=1",
                        "--cpu=250",
                        "--memory=32M",
                        "--env=A=b",
                        "--",
                        "sh",
                        "-c",
                        "echo --wait",
                        "--name=other");

        assertThat(ran.exitCode()).isZero();
        assertThat(agent.asked().getFirst().body())
                .isEqualTo(
                        "{\"name\":\"sum\",\"count\":1,"
                                + "\"command\":[\"sh\",\"-c\",\"echo --wait\",\"--name=other\"],"
                                + "\"env\":{\"A\":\"b\"},\"cpu\":250,\"memory\":\"32M\"}");
        assertThat(ran.out())
                .isEqualTo(
                        """
                        job sum is pending: 0 of 1 tasks ended; each has 250 millicores and 32M
                        TASK   STATE    NODE  ATTEMPT  EXIT  REASON
                        sum.0  pending        1
                        """);
    }

    @Test
    void run_sends_a_job_file(@TempDir Path folder) throws IOException {
        agent.on("POST", "/jobs", 201, job("pending", task(0, "pending", "", "null")));
        Path file = folder.resolve("sum.toml");
        Files.writeString(
                file,
                """
                name = "sum"
                command = ["true"]
                run = "at-most-once"
                [env]
                A = "b"
                """);

        assertThat(Ran.verb(agent, "run", file.toString()).exitCode()).isZero();

        assertThat(agent.asked().getFirst().body())
                .isEqualTo(
                        "{\"name\":\"sum\",\"command\":[\"true\"],\"env\":{\"A\":\"b\"},"
                                + "\"run\":\"at-most-once\"}");
    }

    @Test
    void run_refused_by_the_agent_says_why_in_the_agents_words() {
        agent.on("POST", "/jobs", 422, "job sum: at-most-once is not there yet");

        Ran ran = Ran.verb(agent, "run", "--name=sum", "--", "true");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("starling: job sum: at-most-once is not there yet\n");
    }

    @Test
    void waiting_ends_with_the_first_code_that_is_not_zero() {
        agent.on("POST", "/jobs", 201, job("pending", task(0, "pending", "", "null")))
                .on("GET", "/jobs/sum", 200, job("running", running(0), running(1), running(2)))
                .on("GET", "/jobs/sum", 503, "not now")
                .on("GET", "/jobs/sum", 200, job("failed", ended(0, 0), ended(1, 7), ended(2, 9)));

        Ran ran = Ran.verb(agent, "run", "--name=sum", "--count=3", "--wait", "--", "x");

        assertThat(ran.exitCode()).isEqualTo(7);
        assertThat(ran.lines())
                .startsWith(
                        "sum.0 running on dan",
                        "sum.1 running on dan",
                        "sum.2 running on dan",
                        "sum.0 finished on dan, exit 0",
                        "sum.1 failed on dan, exit 7",
                        "sum.2 failed on dan, exit 9",
                        "job sum is failed: 3 of 3 tasks ended; each has 250 millicores and 32M");
    }

    @Test
    void waiting_for_a_job_that_goes_well_ends_with_zero_and_only_json_if_asked() {
        agent.on("POST", "/jobs", 201, job("running", running(0)))
                .on("GET", "/jobs/sum", 200, job("finished", ended(0, 0)));

        Ran ran = Ran.verb(agent, "run", "--name=sum", "--wait", "--format=json", "--", "x");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("{").contains("\"state\" : \"finished\"");
    }

    @Test
    void waiting_for_a_job_that_was_stopped_fails() {
        agent.on("POST", "/jobs", 201, job("running", running(0)))
                .on("GET", "/jobs/sum", 200, job("stopped", task(0, "stopped", "dan", "null")));

        assertThat(Ran.verb(agent, "run", "--name=sum", "--wait", "--", "x").exitCode())
                .isEqualTo(1);
    }

    @Test
    void misuse_of_run_is_one_line_that_says_what_to_do() {
        assertThat(Ran.verb(agent, "run").err()).contains("name one job file");
        assertThat(Ran.verb(agent, "run", "--name=x").err()).contains("behind --");
        assertThat(Ran.verb(agent, "run", "x.toml", "--count=3").err()).contains("leave out");
        assertThat(agent.asked()).isEmpty();
    }

    @Test
    void a_malformed_job_file_is_named_with_the_place(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sum.toml");
        Files.writeString(file, "name = \"sum\"\ncount = = 3\n");

        Ran ran = Ran.verb(agent, "run", file.toString());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("starling: " + file + ":2:").hasLineCount(1);
    }

    @Test
    void jobs_and_tasks_are_listed_and_say_if_somebody_did_not_answer() {
        agent.on(
                "GET",
                "/jobs",
                200,
                "{\"complete\":false,\"asked\":5,\"answered\":4,\"jobs\":["
                        + job("running", ended(0, 0), running(1))
                        + "]}");
        agent.on(
                "GET",
                "/tasks",
                200,
                "{\"complete\":true,\"asked\":5,\"answered\":5,\"tasks\":[" + ended(1, 7) + "]}");

        Ran jobs = Ran.verb(agent, "jobs");
        Ran tasks = Ran.verb(agent, "tasks");

        assertThat(jobs.out())
                .isEqualTo(
                        """
                        JOB  STATE    ENDED   CPU  MEMORY  COMMAND
                        sum  running  1 of 2  250  32M     sh -c x
                        """);
        assertThat(jobs.err()).isEqualTo("jobs may be missing: 4 of 5 members answered\n");
        assertThat(tasks.out())
                .isEqualTo(
                        """
                        TASK   STATE   NODE  ATTEMPT  EXIT  REASON
                        sum.1  failed  dan   1        7
                        """);
        assertThat(tasks.err()).isEmpty();
    }

    @Test
    void an_unknown_job_ends_with_nothing_matched() {
        agent.on("GET", "/jobs/nope", 404, "there is no job nope");

        Ran ran = Ran.verb(agent, "job", "status", "nope");

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err()).isEqualTo("starling: there is no job nope\n");
    }

    @Test
    void jobs_and_tasks_are_stopped_by_name() {
        agent.on("DELETE", "/jobs/sum", 200, job("stopped", task(0, "stopped", "dan", "143")))
                .on("DELETE", "/tasks/sum.0", 200, job("stopped", ended(0, 143)));

        assertThat(Ran.verb(agent, "job", "stop", "sum").out()).startsWith("job sum is stopped");
        assertThat(Ran.verb(agent, "task", "stop", "sum.0").exitCode()).isZero();
    }

    @Test
    void logs_are_printed_to_their_end() {
        agent.on("GET", "/tasks/sum.0/logs?stream=stderr&offset=0", 200, log(0, "one\n", 8, true))
                .on(
                        "GET",
                        "/tasks/sum.0/logs?stream=stderr&offset=4",
                        200,
                        log(4, "two\n", 8, true));

        Ran ran = Ran.verb(agent, "task", "logs", "sum.0", "--stderr");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualTo("one\ntwo\n");
    }

    @Test
    void followed_logs_go_on_until_the_task_has_ended_and_start_anew_with_it() {
        String path = "/tasks/sum.0/logs?stream=stdout&offset=";
        agent.on("GET", path + 0, 200, log(0, "one\n", 4, false))
                .on("GET", path + 0, 200, log(0, "1\n", 2, false))
                .on("GET", path + 4, 200, log(4, "", 4, false))
                .on("GET", path + 4, 200, log(0, "", 0, false))
                .on("GET", path + 2, 200, log(2, "2\n", 4, true));

        Ran ran = Ran.verb(agent, "task", "logs", "-f", "sum.0");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualTo("one\n1\n2\n");
        assertThat(ran.err()).contains("started anew");
    }

    private static String job(String state, String... tasks) {
        return """
        {"name":"sum","generation":1,"state":"%s","count":%d,"command":["sh","-c","x"],
         "cpuMillis":250,"memoryBytes":33554432,"tasks":[%s]}
        """
                .formatted(state, tasks.length, String.join(",", tasks));
    }

    private static String running(int index) {
        return task(index, "running", "dan", "null");
    }

    private static String ended(int index, int exitCode) {
        return task(index, exitCode == 0 ? "finished" : "failed", "dan", "" + exitCode);
    }

    private static String task(int index, String state, String node, String exitCode) {
        return """
        {"id":"sum.%d","job":"sum","index":%d,"attempt":1,"state":"%s","node":"%s",
         "exitCode":%s,"reason":""}
        """
                .formatted(index, index, state, node, exitCode);
    }

    private static String log(long offset, String text, long size, boolean isEnded) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "{\"offset\":%d,\"next\":%d,\"size\":%d,\"ended\":%s,\"content\":\"%s\"}"
                .formatted(
                        offset,
                        offset + bytes.length,
                        size,
                        isEnded,
                        Base64.getEncoder().encodeToString(bytes));
    }
}
