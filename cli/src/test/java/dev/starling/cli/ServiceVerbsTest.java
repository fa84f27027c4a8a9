package dev.starling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ServiceVerbsTest {

    private static final String STORED =
            "{\"id\":\"web\",\"acknowledged\":true,\"acks\":3,\"wanted\":3,\"replicas\":5}";

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
    void register_sends_what_the_options_say() {
        agent.on("PUT", "/services", 200, STORED);

        Ran ran =
                Ran.verb(
                        agent,
                        "register",
                        "web",
                        "--port=8080",
                        "--id=web-1",
                        "--address=10.1.1.1",
                        "--tag=blue",
                        "--tag=a,b",
                        "--meta=team=x",
                        "--meta=tier=1",
                        "--check-http=http://127.0.0.1:8080/",
                        "--interval=1s");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualTo("registered web on 3 of 5 replicas\n");
        assertThat(agent.asked().getFirst().body())
                .isEqualTo(
                        "{\"id\":\"web-1\",\"name\":\"web\",\"address\":\"10.1.1.1\",\"port\":8080,"
                                + "\"tags\":[\"blue\",\"a,b\"],"
                                + "\"meta\":{\"team\":\"x\",\"tier\":\"1\"},"
                                + "\"checks\":[{\"http\":\"http://127.0.0.1:8080/\","
                                + "\"interval\":\"1s\"}]}");
    }

    @Test
    void register_sends_what_a_file_says(@TempDir Path folder) throws IOException {
        agent.on("PUT", "/services", 200, STORED);
        Path file = folder.resolve("web.toml");
        Files.writeString(
                file,
                """
                name = "web"
                port = 80
                tags = ["blue"]
                [meta]
                team = "x"
                [[checks]]
                tcp = "127.0.0.1:80"
                """);

        assertThat(Ran.verb(agent, "register", "--file=" + file).exitCode()).isZero();

        assertThat(agent.asked().getFirst().body())
                .isEqualTo(
                        "{\"name\":\"web\",\"port\":80,\"tags\":[\"blue\"],"
                                + "\"meta\":{\"team\":\"x\"},"
                                + "\"checks\":[{\"tcp\":\"127.0.0.1:80\"}]}");
    }

    @Test
    void a_registration_that_few_replicas_hold_is_done_and_says_so() {
        agent.on("PUT", "/services", 200, STORED.replace("true", "false").replace(":3", ":1"));

        Ran ran = Ran.verb(agent, "register", "web", "--port=80");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).contains("goes on trying");
    }

    @Test
    void misuse_of_register_is_one_line_that_says_what_to_add() {
        assertThat(Ran.verb(agent, "register").err()).contains("NAME is missing");
        assertThat(Ran.verb(agent, "register", "web").err()).contains("add --port=PORT");
        assertThat(Ran.verb(agent, "register", "web", "--port=1", "--interval=1s").err())
                .contains("add --check-http");
        assertThat(Ran.verb(agent, "register", "web", "--file=x.toml").err())
                .contains("leave out NAME");
        Ran two = Ran.verb(agent, "register", "w", "--port=1", "--check-tcp=a:1", "--check-ttl=1s");
        assertThat(two.exitCode()).isEqualTo(2);
        assertThat(two.err()).contains("mutually exclusive").hasLineCount(1);
        assertThat(agent.asked()).isEmpty();
    }

    @Test
    void deregister_encodes_any_id() {
        agent.on("DELETE", "/services/a%2Fb%20c", 200, STORED);

        Ran ran = Ran.verb(agent, "deregister", "a/b c");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualTo("deregistered a/b c\n");
    }

    @Test
    void services_show_what_is_wrong_with_them() {
        agent.on(
                "GET",
                "/services",
                200,
                """
                [{"id":"web-1","name":"web","address":"10.0.0.1","port":80,"tags":["a","b"],
                  "meta":{},"status":"critical","checks":[
                  {"id":"http","kind":"http","target":"u","status":"critical","output":"refused"},
                  {"id":"ttl","kind":"ttl","target":"","status":"passing","output":"ok"}]}]
                """);

        assertThat(Ran.verb(agent, "services").out())
                .isEqualTo(
                        """
                        ID     NAME  ADDRESS      STATUS    TAGS  CHECKS
                        web-1  web   10.0.0.1:80  critical  a,b   http: refused, ttl
                        """);
    }

    @Test
    void a_host_without_services_is_no_failure() {
        agent.on("GET", "/services", 200, "[]");

        Ran ran = Ran.verb(agent, "services");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).contains("starling register");
    }

    @Test
    void lookup_shows_instances() {
        agent.on("GET", "/lookup/web?tag=blue&passing", 200, lookup(true, INSTANCE));

        Ran ran = Ran.verb(agent, "lookup", "web", "--tag=blue", "--passing");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .isEqualTo(
                        """
                        ID     NODE  ADDRESS        STATUS   TAGS  OUTPUT
                        web-1  dan   10.0.0.7:8080  warning  blue  HTTP 429
                        """);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void lookup_as_json_says_what_the_answer_is_worth() {
        agent.on("GET", "/lookup/web", 200, lookup(false, INSTANCE));

        Ran ran = Ran.verb(agent, "lookup", "web", "--format=json");

        assertThat(ran.out())
                .contains(
                        "\"complete\" : false",
                        "\"wanted\" : 2",
                        "\"meta\" : {",
                        "\"port\" : 8080");
    }

    @Test
    void an_answer_of_too_few_replicas_warns() {
        agent.on("GET", "/lookup/web", 200, lookup(false, INSTANCE));

        Ran ran = Ran.verb(agent, "lookup", "web");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEqualTo("instances may be missing: 1 of 2 replicas answered\n");
    }

    @Test
    void a_name_that_nobody_offers_ends_with_nothing_matched_in_every_format() {
        agent.on("GET", "/lookup/web", 200, lookup(true, ""));

        Ran table = Ran.verb(agent, "lookup", "web");
        Ran json = Ran.verb(agent, "lookup", "web", "--format=json");

        assertThat(table.exitCode()).isEqualTo(4);
        assertThat(table.err()).isEqualTo("no instance of web\n");
        assertThat(json.exitCode()).isEqualTo(4);
        assertThat(json.out()).contains("\"instances\" : [ ]");
    }

    @Test
    void ttl_reports_in_the_words_of_the_api() {
        agent.on("PUT", "/services/db/ttl?status=critical&check=beat&output=disk%20full", 204, "");

        Ran ran = Ran.verb(agent, "ttl", "db", "fail", "--check=beat", "--output=disk full");

        assertThat(ran.exitCode()).isZero();
    }

    private static final String INSTANCE =
            """
            {"id":"web-1","node":"dan","nodeId":"aa","address":"10.0.0.7","port":8080,
             "tags":["blue"],"meta":{"k":"v"},"status":"warning","output":"HTTP 429"}
            """;

    private static String lookup(boolean isComplete, String instances) {
        return """
        {"name":"web","complete":%s,"replicas":{"answered":1,"wanted":2},"rounds":1,
         "instances":[%s]}
        """
                .formatted(isComplete, instances);
    }
}
