package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.starling.agent.core.Answer;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class ControlServerTest {

    private static ControlServer server() {
        AgentFacts facts = new AgentFacts("1", "/tmp", System.nanoTime(), seeds -> {}, () -> null);
        return new ControlServer(new StandInCore(), facts);
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ControlServer server = server()) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> server.start("127.0.0.1", port))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "port %d on 127.0.0.1 is in use; stop what listens there, or choose"
                                    + " another port",
                            port);
        }
    }

    @Test
    void an_address_of_somebody_else_is_named() {
        try (ControlServer server = server()) {
            assertThatThrownBy(() -> server.start("192.0.2.1", 0))
                    .isInstanceOf(IOException.class)
                    .hasMessage("\"192.0.2.1\" is not an address of this host");
        }
    }

    @Test
    void a_name_that_is_no_address_is_named() {
        try (ControlServer server = server()) {
            assertThatThrownBy(() -> server.start("no-such-host.invalid", 0))
                    .isInstanceOf(IOException.class)
                    .hasMessage("\"no-such-host.invalid\" is not an address of this host");
        }
    }

    @Test
    void two_servers_on_one_port_are_refused_too() throws Exception {
        try (ControlServer first = server();
                ControlServer second = server()) {
            int port = first.start("127.0.0.1", 0);

            assertThatThrownBy(() -> second.start("127.0.0.1", port))
                    .hasMessageContaining("is in use");
        }
    }

    @Test
    void after_a_close_the_port_is_free() throws Exception {
        int port;
        try (ControlServer first = server()) {
            port = first.start("127.0.0.1", 0);
        }
        try (ControlServer second = server()) {
            assertThat(second.start("127.0.0.1", port)).isEqualTo(port);
        }
    }

    @Test
    void a_close_answers_what_is_under_way() throws Exception {
        ApiFixture api = new ApiFixture();
        CompletableFuture<Answer> later = new CompletableFuture<>();
        api.core.answerWith(later);
        var response = api.getLater("/jobs");
        await().atMost(Duration.ofSeconds(10)).until(() -> !api.core.commands.isEmpty());
        Thread closing = Thread.ofVirtual().start(api::close);

        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> {
                    new ServerSocket(api.port, 1, InetAddress.getLoopbackAddress()).close();
                    return true;
                });
        later.complete(new Answer.Jobs(List.of(), 1, 1));

        assertThat(response.get().statusCode()).isEqualTo(200);
        closing.join();
    }

    @Test
    void a_close_does_not_wait_for_an_answer_that_never_comes() throws Exception {
        ApiFixture api = new ApiFixture();
        api.core.answerWith(new CompletableFuture<>());
        var response = api.getLater("/jobs");
        await().atMost(Duration.ofSeconds(10)).until(() -> !api.core.commands.isEmpty());

        api.close();
        api.close();

        await().atMost(Duration.ofSeconds(10)).until(response::isCompletedExceptionally);
    }

    @Test
    void a_client_that_went_away_before_its_answer_harms_nobody() throws Exception {
        try (ApiFixture api = new ApiFixture()) {
            CompletableFuture<Answer> later = new CompletableFuture<>();
            api.core.answerWith(later);
            try (Socket socket = api.connect()) {
                String request = "GET /starling/v1/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                await().atMost(Duration.ofSeconds(10)).until(() -> !api.core.commands.isEmpty());
            }
            assertThat(api.get("/agent").statusCode()).isEqualTo(200);

            later.complete(new Answer.Jobs(List.of(), 1, 1));

            assertThat(api.get("/jobs").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_server_that_never_started_can_be_closed() {
        server().close();
    }
}
