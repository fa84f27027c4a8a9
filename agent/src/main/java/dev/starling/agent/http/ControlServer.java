package dev.starling.agent.http;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.loop.CoreAccess;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The control API over HTTP/1.1: the paths that {@link dev.starling.agent.api} lists, on one event
 * loop of its own, which asks the core and never waits for it.
 *
 * <p>{@link #start} and {@link #close} wait, so they are for threads that may.
 */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(ControlServer.class);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final long START_SECONDS = 30;

    private final CoreAccess core;
    private final AgentFacts facts;
    private final HttpLimits limits;
    private Vertx vertx;
    private HttpServer server;
    private boolean isClosed;

    public ControlServer(CoreAccess core, AgentFacts facts) {
        this(core, facts, HttpLimits.DEFAULT);
    }

    ControlServer(CoreAccess core, AgentFacts facts, HttpLimits limits) {
        this.core = core;
        this.facts = facts;
        this.limits = limits;
    }

    /**
     * Listens; called once.
     *
     * @param host a name or an address of this host; who can reach it can use the API
     * @param port 0 takes any that is free
     * @return the port that it is bound to
     * @throws IOException one line that says why it cannot listen there; nothing is left behind
     */
    public synchronized int start(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(resolve(host), port);
        vertx = Vertx.vertx(options());
        server = vertx.createHttpServer(configuration());
        try {
            listen(host, address);
            return server.actualPort();
        } catch (ExecutionException | TimeoutException failure) {
            close();
            throw new IOException(whyNot(failure, address), failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("interrupted while starting to listen", interrupt);
        }
    }

    private static InetAddress resolve(String host) throws IOException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IOException("\"" + host + "\" is not an address of this host", unknown);
        }
    }

    /** One event loop, no files, no metrics; worker threads only if somebody ever needs one. */
    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setBlockedThreadCheckInterval(TimeUnit.MINUTES.toMillis(1))
                .setFileSystemOptions(
                        new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false));
    }

    private HttpServerConfig configuration() {
        return new HttpServerConfig()
                .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1)
                .setIdleTimeout(limits.idle())
                .setHandle100ContinueAutomatically(false)
                .setHttp1Config(
                        new Http1ServerConfig()
                                .setMaxInitialLineLength(HttpLimits.LINE_BYTES)
                                .setMaxHeaderSize(HttpLimits.HEADER_BYTES));
    }

    private void listen(String host, InetSocketAddress address)
            throws ExecutionException, TimeoutException, InterruptedException {
        Dispatcher dispatcher =
                new Dispatcher(
                        vertx,
                        new Gate(host, address.getAddress()),
                        new Intake(vertx, limits),
                        resources(address.getAddress()));
        Connections connections = new Connections(vertx, limits);
        server.connectionHandler(connections::onOpened)
                .invalidRequestHandler(dispatcher::onUnreadable)
                .requestHandler(request -> {
                    connections.onRequest(request);
                    dispatcher.onRequest(request);
                })
                .listen(SocketAddress.inetSocketAddress(address))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
    }

    private List<Resource> resources(InetAddress address) {
        CoreQuestions questions = new CoreQuestions(core, limits.answer());
        AgentEndpoints agent =
                new AgentEndpoints(
                        questions,
                        facts,
                        () ->
                                new HostPort(address.getHostAddress(), server.actualPort())
                                        .toString());
        return Stream.of(
                        agent.resources(),
                        new ServiceEndpoints(questions).resources(),
                        new JobEndpoints(questions).resources())
                .flatMap(List::stream)
                .toList();
    }

    private static String whyNot(Exception failure, InetSocketAddress address) {
        String where = address.getAddress().getHostAddress();
        String reason = String.valueOf(failure.getCause());
        if (!(failure.getCause() instanceof BindException)) {
            return "cannot listen on port %d of %s: %s".formatted(address.getPort(), where, reason);
        }
        if (reason.contains("in use")) {
            return "port %d on %s is in use; stop what listens there, or choose another port"
                    .formatted(address.getPort(), where);
        }
        if (reason.contains("ermission")) {
            return "port %d on %s is not for this user; choose one above 1023"
                    .formatted(address.getPort(), where);
        }
        return "\"" + where + "\" is not an address of this host";
    }

    /** Answers what is under way, for a second at most, then ends. Harmless when ended. */
    @Override
    public synchronized void close() {
        if (isClosed || vertx == null) return;
        isClosed = true;
        // One after the other, not chained: what is chained to the first comes back on the event
        // loop that the second ends, that is, never.
        await(server.shutdown(GRACE));
        await(vertx.close());
    }

    private static void await(Future<Void> end) {
        try {
            end.toCompletionStage()
                    .toCompletableFuture()
                    .get(2 * GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException lost) {
            LOG.warn("the control API did not end in time: {}", lost.toString());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
