package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.Answer;
import dev.starling.node.Chance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

class RequestErrorsTest {

    private static final String WEB = "{\"name\": \"web\", \"port\": 80}";

    private ApiFixture api;

    @BeforeEach
    void start() {
        // The core's patience is shorter than usual; what a client may take is not.
        api =
                new ApiFixture(
                        new HttpLimits(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofMillis(300),
                                1_048_576,
                                8 * 1_048_576,
                                512));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': 'web', 'prot': 80} | unknown key 'prot': did you mean 'port'?",
                "{'name': 'web', 'NAME': 1} | unknown key 'NAME': did you mean 'name'?",
                "{'name': 'web', 'zzzz': 80} | unknown key 'zzzz': known are id, name, address,"
                        + " port, tags, meta, checks",
                "{'checks': [{'ttl': '1s'}, {'htpp': 'x'}]}"
                        + " | unknown key 'checks[1].htpp': did you mean 'http'?",
                "{'port': 'eighty'} | port must be a whole number",
                "{'port': '80'} | port must be a whole number",
                "{'port': 80.5} | port must be a whole number, not '80.5'",
                "{'port': 99999999999} | cannot read the JSON at line 1, column 21: Numeric value"
                        + " (99999999999) out of range of int (-2147483648 - 2147483647)",
                "{'tags': 'v1'} | tags must be a list",
                "{'tags': ['a', null]} | tags[1] must not be null",
                "{'tags': [['a']]} | tags[0] must be a text",
                "{'meta': []} | meta must be an object of texts",
                "{'meta': {'a': null}} | meta.a must not be null",
                "{'checks': [7]} | checks[0] must be an object",
                "{'checks': [null]} | checks[0] must not be null",
                "null | the body is null: send a JSON object",
                "`` | the body is empty: send a JSON object",
            })
    void a_body_that_says_what_nobody_understands_is_refused(String body, String line)
            throws Exception {
        var response = api.send("PUT", "/services", ApiFixture.quoted(body));

        assertThat(response.body()).isEqualTo(ApiFixture.quoted(line) + "\n");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(api.core.commands).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': web} | 1, column 10",
                "{'name': 'web', 'port': | 1, column 24",
                "{'name': 'web'} {'port': 80} | 1, column 17",
                "{'name': 'web', 'name': 'db'} | 1, column 23",
                "name=web&port=80 | 1, column 1",
            })
    void a_body_that_is_no_json_is_refused_with_the_place(String body, String place)
            throws Exception {
        var response = api.send("PUT", "/services", ApiFixture.quoted(body));

        assertThat(response.body()).startsWith("cannot read the JSON at line " + place + ": ");
        assertThat(response.body().lines()).hasSize(1);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void json_of_another_kind_is_refused() throws Exception {
        var response = api.send("PUT", "/services", "[1, 2]");

        assertThat(response.body()).startsWith("cannot read the JSON at line 1, column 1: ");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void json_that_nests_without_end_is_refused() throws Exception {
        String body = "{\"tags\": " + "[".repeat(500_000);

        var response = api.send("PUT", "/services", body);

        assertThat(response.body()).isEqualTo("tags[0] must be a text\n");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void a_line_does_not_repeat_the_whole_of_a_long_mistake() throws Exception {
        String body = "{\"name\": \"" + "a\\n".repeat(100_000) + "\", \"port\": 80}";

        var response = api.send("PUT", "/services", body);

        assertThat(response.body())
                .startsWith("a service's id has 1 to 128 characters: \"a a a ")
                .hasSizeLessThan(600);
        assertThat(response.body().lines()).hasSize(1);
    }

    @Test
    void a_body_of_the_permitted_size_is_read_and_one_byte_more_is_not() throws Exception {
        api.core.answerWith(new Answer.Done());
        String fits = WEB + " ".repeat(1_048_576 - WEB.length());

        var largest = api.send("PUT", "/services/web/ttl?status=passing", fits);
        var larger = api.send("PUT", "/services/web/ttl?status=passing", fits + " ");

        assertThat(largest.statusCode()).isEqualTo(204);
        assertThat(larger.statusCode()).isEqualTo(413);
        assertThat(larger.body()).isEqualTo("the body is larger than 1048576 bytes\n");
        assertThat(api.core.commands).hasSize(1);
    }

    @Test
    void a_body_for_nobody_is_read_so_that_its_sender_can_read_why() throws Exception {
        String body = "x".repeat(5_000_000);

        assertThat(api.send("PUT", "/nowhere", body).statusCode()).isEqualTo(404);
        assertThat(api.send("POST", "/services", body).statusCode()).isEqualTo(405);
        assertThat(api.send("PUT", "/services?x", body).statusCode()).isEqualTo(400);
        assertThat(api.send("PUT", "/services", body).statusCode()).isEqualTo(413);
    }

    @Test
    void a_large_body_that_is_announced_is_refused_before_it_is_sent() throws Exception {
        String answer =
                api.exchange(
                        "PUT /starling/v1/services HTTP/1.1\r\nHost: localhost\r\n"
                                + "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertThat(answer).endsWith("the body is larger than 1048576 bytes\n");
    }

    @Test
    void a_body_that_is_announced_is_asked_for() throws Exception {
        api.core.answerWith(new Answer.Done());

        String answer =
                api.exchange(
                        "PUT /starling/v1/services/web/ttl?status=passing HTTP/1.1\r\n"
                                + "Host: localhost\r\nConnection: close\r\n"
                                + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 ");
    }

    @Test
    void a_body_is_json_whatever_its_type_says() throws Exception {
        api.core.answerWith(new Answer.Done());
        String tags = "\"" + "x&y=%zz".repeat(1_500) + "\"";
        String body = "{\"name\": \"web\", \"port\": 80, \"tags\": [" + tags + "]}";

        String answer =
                api.exchange(
                        "PUT /starling/v1/services HTTP/1.1\r\nHost: localhost\r\n"
                                + "Connection: close\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\n"
                                + "Content-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);

        assertThat(answer).contains("service web has 10500 characters in address, tags and meta");
    }

    @Test
    void an_unknown_path_is_named() throws Exception {
        var response = api.get("/service?pretty");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("no path /starling/v1/service here; the API is below /starling/v1\n");
    }

    @Test
    void a_path_that_cannot_be_decoded_is_refused() throws Exception {
        for (String path : new String[] {"/lookup/%zz", "/lookup/%", "/lookup/%2"}) {
            String answer =
                    api.exchange(
                            "GET /starling/v1"
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(answer).endsWith(path + " cannot be read as a path\n");
        }
    }

    @Test
    void an_empty_name_is_not_a_path() throws Exception {
        assertThat(api.get("/lookup/").statusCode()).isEqualTo(404);
    }

    @Test
    void a_wrong_method_is_told_the_right_ones() throws Exception {
        var response = api.send("POST", "/services", WEB);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, PUT, OPTIONS");
        assertThat(response.body())
                .isEqualTo("/starling/v1/services is not for POST: use GET, HEAD, PUT, OPTIONS\n");
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void options_lists_the_methods() throws Exception {
        var response = api.send("OPTIONS", "/tasks/etl.1", "");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Allow")).contains("DELETE, OPTIONS");
    }

    @Test
    void head_is_get_without_the_body() throws Exception {
        var get = api.get("/services");
        var head = api.send("HEAD", "/services", "");
        var missing = api.send("HEAD", "/nothing", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEmpty();
    }

    @Test
    void an_unknown_parameter_is_refused() throws Exception {
        var near = api.get("/lookup/web?pasing");
        var far = api.get("/lookup/web?dc=eu");
        var none = api.get("/agent?status=alive");

        assertThat(near.statusCode()).isEqualTo(400);
        assertThat(near.body())
                .isEqualTo("unknown parameter \"pasing\": did you mean \"passing\"?\n");
        assertThat(far.body())
                .isEqualTo("unknown parameter \"dc\": known are tag, passing, pretty\n");
        assertThat(none.body()).isEqualTo("unknown parameter \"status\": known are pretty\n");
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void pretty_indents() throws Exception {
        var plain = api.get("/services");
        var pretty = api.get("/services?pretty");

        assertThat(plain.body().lines()).hasSize(1);
        assertThat(pretty.body().lines()).hasSizeGreaterThan(10);
        assertThat(ApiFixture.json(pretty.body())).isEqualTo(ApiFixture.json(plain.body()));
    }

    @Test
    void answers_are_kept_by_nobody_and_read_as_what_they_are() throws Exception {
        var headers = api.get("/services").headers();

        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void a_core_that_takes_no_more_is_said_so() throws Exception {
        api.core.failWith(new RejectedExecutionException("1024 under way"));

        var response = api.get("/jobs");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualTo("too much is under way, or the agent is ending: try again\n");
    }

    @Test
    void a_core_that_does_not_answer_is_given_up() throws Exception {
        api.core.answerWith(new CompletableFuture<>());

        var response = api.get("/jobs");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualTo("no answer in time; what was asked for may still be done\n");
    }

    @Test
    void a_bug_of_ours_is_called_one() throws Exception {
        api.core.answerWith(new Answer.Done());

        var response = api.get("/jobs");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).startsWith("a bug in the agent, its log says more: ");
        assertThat(api.get("/agent").statusCode()).isEqualTo(200);
    }

    @Test
    void noise_is_answered_with_one_line_and_a_closed_connection() throws Exception {
        assertThat(api.exchange("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.0 400 ");
        assertThat(api.get("/agent").statusCode()).isEqualTo(200);
    }

    @Test
    void a_line_or_headers_without_end_are_refused() throws Exception {
        String line = api.exchange("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n");
        String headers =
                api.exchange(
                        "GET / HTTP/1.1\r\nHost: localhost\r\n"
                                + "X-Long: ".concat("b".repeat(20_000))
                                + "\r\n\r\n");

        assertThat(line).startsWith("HTTP/1.0 414 ");
        assertThat(line).endsWith("the request line is longer than 8192 bytes\n");
        assertThat(headers).startsWith("HTTP/1.1 431 ");
        assertThat(headers).endsWith("the headers are longer than 16384 bytes\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /starling/v1/services HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: many\r\n\r\n{}",
                "PUT /starling/v1/services HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "PUT /starling/v1/services HTTP/1.1\r\nHost: localhost\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}",
                "GET /starling/v1/agent HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /starling/v1/agent HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /starling/v1/agent HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET\r\n\r\n",
                "\r\n\r\nCONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: close\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            })
    void what_is_not_quite_http_is_an_error_of_the_client(String request) throws Exception {
        String answer = api.exchange(request);

        assertThat(answer).matches("(?s)HTTP/\\d.\\d (400|404|405|501) .*");
        assertThat(api.get("/agent").statusCode()).isEqualTo(200);
    }

    @Test
    void an_absolute_address_is_a_path_too() throws Exception {
        String answer =
                api.exchange(
                        "GET http://127.0.0.1/starling/v1/agent HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void noise_of_any_kind_leaves_the_server_standing() throws Exception {
        api.core.answerWith(new Answer.Done());
        Chance chance = Chance.stream(20_261_120, "noise");
        String request =
                "PUT /starling/v1/services/web/ttl?status=passing HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: 2\r\nConnection: close\r\n\r\n{}";
        for (int i = 0; i < 300; i++) {
            byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
            for (int j = 0; j <= i % 8; j++) {
                bytes[chance.below(bytes.length)] = (byte) chance.below(256);
            }
            try (Socket socket = api.connect()) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                String answer =
                        new String(
                                socket.getInputStream().readAllBytes(),
                                StandardCharsets.ISO_8859_1);
                assertThat(answer).as("noise %d", i).doesNotContain(" 500 ").hasSizeLessThan(2_000);
            }
        }

        assertThat(api.get("/agent").statusCode()).isEqualTo(200);
    }
}
