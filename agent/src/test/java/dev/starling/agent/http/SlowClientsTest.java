package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.agent.core.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SlowClientsTest {

    private static final String HEAD =
            "PUT /starling/v1/services/web/ttl?status=passing HTTP/1.1\r\nHost: localhost\r\n";

    private ApiFixture api;

    @BeforeEach
    void start() {
        api =
                new ApiFixture(
                        new HttpLimits(
                                Duration.ofMillis(400),
                                Duration.ofMillis(1_000),
                                Duration.ofSeconds(10),
                                100,
                                150,
                                4));
        api.core.answerWith(new Answer.Done());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** Sends one more byte every now and then until the server has had enough. */
    private String drip(String start) throws IOException {
        try (Socket socket = api.connect()) {
            socket.getOutputStream().write(start.getBytes(UTF_8));
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> isClosedAfter(socket, "x"));
            return new String(readRest(socket), UTF_8);
        }
    }

    private static boolean isClosedAfter(Socket socket, String more) {
        try {
            if (socket.getInputStream().available() > 0) return true;
            socket.getOutputStream().write(more.getBytes(UTF_8));
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    private static byte[] readRest(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException closed) {
            return new byte[0];
        }
    }

    @Test
    void a_head_that_never_ends_is_cut_off() throws Exception {
        assertThat(drip("GET /starling/v1/agent HTTP/1.1\r\nX-Drip: ")).isEmpty();
    }

    @Test
    void a_body_that_does_not_come_in_time_is_given_up() throws Exception {
        try (Socket socket = api.connect()) {
            socket.getOutputStream().write((HEAD + "Content-Length: 50\r\n\r\n").getBytes(UTF_8));

            String answer = new String(readRest(socket), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408 ");
            assertThat(answer).endsWith("the request did not arrive within 400ms\n");
            assertThat(api.core.commands).isEmpty();
        }
    }

    @Test
    void a_body_that_drips_is_given_up() throws Exception {
        assertThat(drip(HEAD + "Content-Length: 100000\r\n\r\n")).startsWith("HTTP/1.1 408 ");
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void a_body_that_is_too_large_and_never_ends_is_cut_off() throws Exception {
        String answer = drip(HEAD + "Content-Length: 100000\r\n\r\n" + "x".repeat(200));

        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void bodies_that_are_together_too_large_are_refused_and_room_is_made_again() throws Exception {
        byte[] most = (HEAD + "Content-Length: 100\r\n\r\n" + "x".repeat(99)).getBytes(UTF_8);
        byte[] less = (HEAD + "Content-Length: 60\r\n\r\n" + "x".repeat(60)).getBytes(UTF_8);
        try (Socket first = api.connect();
                Socket second = api.connect()) {
            first.getOutputStream().write(most);
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            second.getOutputStream().write(less);

            assertThat(new String(readRest(second), UTF_8))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("too many large requests at once: try again\n");
            assertThat(new String(readRest(first), UTF_8)).startsWith("HTTP/1.1 408 ");
        }
        try (Socket third = api.connect()) {
            third.getOutputStream().write(less);

            assertThat(new String(readRest(third), UTF_8)).startsWith("HTTP/1.1 204 ");
        }
    }

    @Test
    void a_connection_rests_for_a_while_and_is_closed_then() throws Exception {
        try (Socket socket = api.connect()) {
            byte[] request = (HEAD + "Content-Length: 0\r\n\r\n").getBytes(UTF_8);
            socket.getOutputStream().write(request);
            await().atMost(Duration.ofSeconds(10)).until(() -> api.core.commands.size() == 1);
            await().pollDelay(Duration.ofMillis(600)).until(() -> true);
            socket.getOutputStream().write(request);

            String answers = new String(readRest(socket), UTF_8);

            assertThat(answers.split("HTTP/1.1 204 ", -1)).hasSize(3);
            assertThat(api.core.commands).hasSize(2);
        }
    }

    @Test
    void an_answer_may_take_longer_than_a_request() throws Exception {
        var later = new java.util.concurrent.CompletableFuture<Answer>();
        api.core.answerWith(later);
        var response = api.getLater("/jobs");
        await().pollDelay(Duration.ofMillis(800)).until(() -> true);
        assertThat(response).isNotDone();

        later.complete(new Answer.Jobs(List.of(), 1, 1));

        assertThat(response.get().statusCode()).isEqualTo(200);
    }

    @Test
    void connections_beyond_the_bound_are_closed_and_room_is_made_again() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                open.add(api.connect());
            }
            try (Socket fifth = api.connect()) {
                assertThat(readRest(fifth)).isEmpty();
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> api.get("/agent").statusCode() == 200);
    }
}
