package dev.starling.agent.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.CheckStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

class CheckRunnerTest {

    private static final CheckRef REF = new CheckRef("web-1", "up", 1);

    private final List<AgentCommand.CheckFinished> results = new CopyOnWriteArrayList<>();
    private final CheckRunner runner =
            new CheckRunner(command -> results.add((AgentCommand.CheckFinished) command));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeEverything() throws Exception {
        runner.close();
        for (AutoCloseable it : open) {
            it.close();
        }
    }

    @Test
    void an_answer_of_200_passes_and_its_body_is_shown() throws IOException {
        AgentCommand.CheckFinished result = resultOf(http(serverAnswering(200, "all is well")));

        assertThat(result.check()).isEqualTo(REF);
        assertThat(result.status()).isEqualTo(CheckStatus.PASSING);
        assertThat(result.output()).isEqualTo("200 OK: all is well");
    }

    @Test
    void an_answer_of_429_warns() throws IOException {
        assertThat(resultOf(http(serverAnswering(429, "busy"))).status())
                .isEqualTo(CheckStatus.WARNING);
    }

    @Test
    void other_answers_are_critical_and_redirects_are_not_followed() throws IOException {
        assertThat(resultOf(http(serverAnswering(503, "out of order"))).output())
                .startsWith("503 ")
                .endsWith("out of order");
        assertThat(results.getFirst().status()).isEqualTo(CheckStatus.CRITICAL);
        results.clear();

        AgentCommand.CheckFinished redirected =
                resultOf(http(serverAnswering(302, "elsewhere"), "2"));

        assertThat(redirected.status()).isEqualTo(CheckStatus.CRITICAL);
        assertThat(redirected.output()).startsWith("302 ");
    }

    @Test
    void a_long_and_dirty_body_becomes_one_short_line() throws IOException {
        String body = "line\n\u0007" + "x".repeat(100_000);

        AgentCommand.CheckFinished result = resultOf(http(serverAnswering(200, body)));

        assertThat(result.status()).isEqualTo(CheckStatus.PASSING);
        assertThat(result.output()).hasSize(256).startsWith("200 OK: line  xxx");
    }

    @Test
    void nobody_listening_is_critical_with_the_reason() throws IOException {
        int port = deafPort();

        assertThat(resultOf(tcp(port)).output()).contains("refused");
        assertThat(results.getFirst().status()).isEqualTo(CheckStatus.CRITICAL);
        results.clear();
        AgentCommand.CheckFinished result = resultOf(http(port, "2"));
        assertThat(result.status()).isEqualTo(CheckStatus.CRITICAL);
        assertThat(result.output()).contains("refused");
    }

    @Test
    void an_accepted_connection_passes() throws IOException {
        try (ServerSocket server = listen()) {
            assertThat(resultOf(tcp(server.getLocalPort())).status())
                    .isEqualTo(CheckStatus.PASSING);
        }
    }

    @Test
    void a_check_by_name_is_resolved() throws IOException {
        try (ServerSocket server = listen()) {
            CheckDefinition.Tcp check =
                    new CheckDefinition.Tcp(
                            "up", "localhost", server.getLocalPort(), ms(60_000), ms(5_000));
            assertThat(resultOf(check).status()).isEqualTo(CheckStatus.PASSING);
        }
    }

    @Test
    void a_url_that_cannot_be_read_is_critical_and_names_itself() {
        AgentCommand.CheckFinished result =
                resultOf(new CheckDefinition.Http("up", "http://:x y/", ms(60_000), ms(500)));

        assertThat(result.status()).isEqualTo(CheckStatus.CRITICAL);
        assertThat(result.output()).contains("http://:x y/");
    }

    @Test
    void a_service_that_answers_byte_by_byte_does_not_outlast_the_timeout() throws IOException {
        ServerSocket server = listen();
        Thread.ofVirtual().start(() -> drip(server));

        AgentCommand.CheckFinished result =
                resultOf(
                        new CheckDefinition.Http(
                                "up", url(server.getLocalPort()), ms(60_000), ms(300)));

        assertThat(result.status()).isEqualTo(CheckStatus.CRITICAL);
        assertThat(result.output()).isEqualTo("no complete answer within 300 ms");
    }

    @Test
    void a_hanging_check_does_not_delay_the_others() throws IOException {
        ServerSocket silent = listen();
        for (int i = 0; i < 50; i++) {
            runner.start(
                    new CheckRef("hangs", "c" + i, 1),
                    new CheckDefinition.Http(
                            "c" + i, url(silent.getLocalPort()), ms(60_000), ms(60_000)));
        }
        int port = serverAnswering(200, "");
        runner.start(REF, new CheckDefinition.Http("up", url(port), ms(50), ms(5_000)));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> results.stream().filter(it -> it.check().equals(REF)).count() >= 5);

        assertThat(results).allMatch(it -> it.check().equals(REF));
    }

    @Test
    void a_check_is_repeated_until_it_is_stopped() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        int port = server(200, "", asked);
        runner.start(REF, new CheckDefinition.Http("up", url(port), ms(20), ms(5_000)));
        await().atMost(Duration.ofSeconds(10)).until(() -> asked.get() >= 5);

        runner.stop(REF);

        await().during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(10))
                .until(unchanging(asked));
    }

    @Test
    void stopping_ends_a_try_in_its_midst() throws IOException {
        ServerSocket silent = listen();
        runner.start(
                REF,
                new CheckDefinition.Http(
                        "up", url(silent.getLocalPort()), ms(60_000), ms(600_000)));
        Socket accepted = silent.accept();
        open.add(accepted);
        accepted.setSoTimeout(10_000);

        runner.stop(REF);

        byte[] request = accepted.getInputStream().readAllBytes();
        assertThat(new String(request, StandardCharsets.US_ASCII))
                .startsWith("GET / HTTP/1.1")
                .contains("User-Agent: Starling health check");
        assertThat(results).isEmpty();
    }

    @Test
    void nothing_starts_after_the_end() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        int port = server(200, "", asked);
        runner.close();

        runner.start(REF, new CheckDefinition.Http("up", url(port), ms(10), ms(1_000)));

        await().during(Duration.ofMillis(150)).until(() -> asked.get() == 0);
    }

    private AgentCommand.CheckFinished resultOf(CheckDefinition.Polled check) {
        runner.start(new CheckRef("web-1", check.id(), 1), check);
        await().atMost(Duration.ofSeconds(10)).until(() -> !results.isEmpty());
        return results.getFirst();
    }

    private static Callable<Boolean> unchanging(AtomicInteger counter) {
        AtomicInteger former = new AtomicInteger(-1);
        return () -> former.getAndSet(counter.get()) == counter.get();
    }

    private static CheckDefinition.Http http(int port) {
        return http(port, "up");
    }

    private static CheckDefinition.Http http(int port, String id) {
        return new CheckDefinition.Http(id, url(port), ms(60_000), ms(5_000));
    }

    private static CheckDefinition.Tcp tcp(int port) {
        return new CheckDefinition.Tcp("up", "127.0.0.1", port, ms(60_000), ms(5_000));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    private int serverAnswering(int code, String body) throws IOException {
        return server(code, body, new AtomicInteger());
    }

    private int server(int code, String body, AtomicInteger asked) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    exchange.getResponseHeaders().add("Location", "/");
                    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.start();
        open.add(() -> server.stop(0));
        open.add(threads::shutdownNow);
        return server.getAddress().getPort();
    }

    private ServerSocket listen() throws IOException {
        ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        open.add(server);
        return server;
    }

    /** A port that is taken and that nobody listens on. */
    private int deafPort() throws IOException {
        Socket bound = new Socket();
        open.add(bound);
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return bound.getLocalPort();
    }

    /** Answers one byte of a body every 20 ms for as long as somebody reads. */
    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 4_000; i++) {
                out.write('x');
                out.flush();
                LockSupport.parkNanos(ms(20));
            }
        } catch (IOException hungUp) {
            return;
        }
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
