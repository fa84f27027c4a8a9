package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.Answer;
import dev.starling.dht.WriteResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

class GateTest {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = new ApiFixture();
        api.core.answerWith(new Answer.Stored(new WriteResult(1, 1, 1)));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String ask(String method, String... headers) throws Exception {
        return api.exchange(
                method
                        + " /starling/v1/services/web HTTP/1.1\r\nConnection: close\r\n"
                        + String.join("\r\n", headers)
                        + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8500",
                "127.0.0.1",
                "127.0.0.1:8500",
                "[::1]:8500",
                "192.168.7.9:8500"
            })
    void an_agent_on_loopback_answers_to_addresses_and_localhost(String host) throws Exception {
        assertThat(ask("DELETE", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8500",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:8500:127.0.0.1",
                "1.2.3.4x",
                "[evil.example]:80",
                ""
            })
    void an_agent_on_loopback_does_not_answer_to_names(String host) throws Exception {
        String reading = ask("GET", "Host: " + host);
        String writing = ask("DELETE", "Host: " + host);

        assertThat(reading).startsWith("HTTP/1.1 403 ");
        assertThat(writing).startsWith("HTTP/1.1 403 ");
        assertThat(writing)
                .endsWith(
                        "this agent listens on loopback and answers to addresses and localhost,"
                                + " not to the host name \"%s\"\n".formatted(host));
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void a_client_of_another_age_names_no_host() throws Exception {
        String answer = api.exchange("GET /starling/v1/agent HTTP/1.0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.0 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://127.0.0.1:3000",
                "http://127.0.0.1",
                "null",
                "not an origin"
            })
    void a_page_from_elsewhere_changes_nothing(String origin) throws Exception {
        String answer = ask("DELETE", "Host: 127.0.0.1:8500", "Origin: " + origin);

        assertThat(answer).startsWith("HTTP/1.1 403 ");
        assertThat(answer)
                .endsWith("a page of \"%s\" may not change anything here\n".formatted(origin));
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void a_page_of_the_agent_itself_may_change_things() throws Exception {
        assertThat(ask("DELETE", "Host: 127.0.0.1:8500", "Origin: http://127.0.0.1:8500"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_page_from_elsewhere_may_ask_but_is_not_shown_the_answer() throws Exception {
        String answer =
                api.exchange(
                        "GET /starling/v1/agent HTTP/1.1\r\nHost: localhost\r\n"
                                + "Connection: close\r\nOrigin: http://evil.example\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(answer).doesNotContainIgnoringCase("Access-Control");
    }

    @Test
    void an_agent_that_listens_everywhere_answers_to_every_name() throws Exception {
        AgentFacts facts = new AgentFacts("1", "/tmp", System.nanoTime(), seeds -> {}, () -> null);
        try (ControlServer server = new ControlServer(api.core, facts)) {
            int port = server.start("0.0.0.0", 0);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write(
                                ("GET /starling/v1/agent HTTP/1.1\r\nHost: agent.example\r\n"
                                                + "Connection: close\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                String answer =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer).startsWith("HTTP/1.1 200 ");
                assertThat(answer).contains("\"httpAddress\":\"0.0.0.0:" + port + "\"");
            }
        }
    }
}
