package dev.starling.agent;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.config.AgentSettings;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.core.PacketCodec;
import dev.starling.agent.http.AgentFacts;
import dev.starling.agent.http.ControlServer;
import dev.starling.agent.loop.AgentLoop;
import dev.starling.agent.net.Transport;
import dev.starling.agent.store.DataDirectory;
import dev.starling.agent.store.Saved;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.dht.DhtConfig;
import dev.starling.gossip.GossipConfig;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One running agent: a data directory, a port, a core on its event loop, and the control API.
 *
 * <p>What is opened is closed in the opposite order, also when a later part cannot start.
 */
public final class Agent implements AutoCloseable {

    /** Beyond the time that a goodbye lingers, for what the disk and a slow peer may take. */
    private static final long LEAVE_SPARE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOG = LogManager.getLogger(Agent.class);

    private final AgentSettings settings;
    private final CoreConfig config;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private MemberRecord self;
    private AgentLoop loop;
    private Joining joining;
    private HostPort api;

    private Agent(AgentSettings settings) {
        this.settings = settings;
        Resources capacity = new Resources(settings.taskCpuMillis(), settings.taskMemoryBytes());
        this.config =
                new CoreConfig(
                        GossipConfig.defaults(),
                        DhtConfig.defaults(),
                        TaskConfig.defaults(settings.tasks(), capacity));
    }

    /**
     * Starts an agent and returns when its API answers.
     *
     * @throws StartException one line; nothing runs then, and of what is stored only the epoch may
     *     have risen
     */
    public static Agent start(AgentSettings settings) throws StartException {
        Logs.configure(settings.logLevel(), settings.logFormat());
        Agent agent = new Agent(settings);
        try {
            agent.open();
            return agent;
        } catch (IOException | RuntimeException failed) {
            agent.close();
            Throwable why = failed instanceof CompletionException ? failed.getCause() : failed;
            throw new StartException(StartException.ENVIRONMENT, oneLine(why), failed);
        }
    }

    /** Our own bugs are told with their kind, everything else in its own words. */
    private static String oneLine(Throwable why) {
        boolean isTold = why instanceof IOException || why instanceof IllegalArgumentException;
        String text = isTold ? String.valueOf(why.getMessage()) : why.toString();
        return text.lines().findFirst().orElse("");
    }

    private void open() throws IOException {
        DataDirectory directory = opened(DataDirectory.open(settings.dataDir()));
        Saved saved = directory.writer().load().join();
        PacketCodec codec = new PacketCodec(settings.cluster());
        Transport transport = opened(Transport.bind(settings.bind(), settings.port(), codec));
        self = selfAt(new Endpoint(settings.advertise(), transport.port()), directory);
        Births births = new Births(directory, self);
        ThisHost host = opened(new ThisHost(directory, transport, births));
        loop = opened(new AgentLoop(config, transport.eventLoop(), host));
        host.attach(loop, settings.tasks() || !saved.tasks().isEmpty());
        joining = opened(new Joining(loop, self.endpoint(), InetAddress::getAllByName));
        // The API comes before the first packet: a port in use there must not look like a crash.
        api = openApi(directory);
        loop.start(births.first(saved)).join();
        transport.start(loop::onPacket);
        StartWarnings.of(settings, self.endpoint(), api).forEach(LOG::warn);
        joining.join(settings.join());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private MemberRecord selfAt(Endpoint endpoint, DataDirectory directory) {
        return new MemberRecord(
                directory.id(), directory.epoch(), 0, settings.name(), endpoint, settings.zone());
    }

    private HostPort openApi(DataDirectory directory) throws IOException {
        AgentFacts facts =
                new AgentFacts(
                        Version.text(),
                        directory.folder().toString(),
                        loop.startedAtNanos(),
                        this::join,
                        this::leave);
        ControlServer server = opened(new ControlServer(loop, facts));
        String host = settings.httpBind().getHostAddress();
        return new HostPort(host, server.start(host, settings.httpPort()));
    }

    private void join(List<String> seeds) {
        joining.join(
                seeds.stream()
                        .map(seed -> HostPort.parse(seed, AgentSettings.DEFAULT_PORT))
                        .toList());
    }

    /** Says goodbye to the fleet, as long as that may take; then this agent counts as ended. */
    CompletableFuture<Void> leave() {
        long limitNanos = config.gossip().leaveLingerNanos() + LEAVE_SPARE_NANOS;
        return loop.ask(AgentCommand.Leave::new)
                .orTimeout(limitNanos, TimeUnit.NANOSECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) LOG.warn("left unheard: {}", failure.toString());
                    ended.countDown();
                    return null;
                });
    }

    AgentLoop loop() {
        return loop;
    }

    public NodeId id() {
        return self.id();
    }

    /** Which life of this node it began with. */
    public long epoch() {
        return self.epoch();
    }

    /** Where other members reach it. */
    public Endpoint endpoint() {
        return self.endpoint();
    }

    /** Where its control API is, such as {@code http://127.0.0.1:8500}. */
    public String apiUrl() {
        return "http://" + api;
    }

    /** The line that tells an operator that this agent is ready, and where. */
    public String readyLine() {
        return "starling agent %s (%s) is ready: API %s, members on %s"
                .formatted(settings.name(), self.id().toShortHex(), apiUrl(), self.endpoint());
    }

    /**
     * From now on SIGTERM and SIGINT make this agent say goodbye and end; a second one ends the
     * process at once.
     */
    public void leaveOnSignal() {
        Signals.handle(() -> leave().join());
    }

    /** Waits until this agent has ended, by a goodbye or by {@link #close}. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Ends without a goodbye; tasks go on. Harmless when ended. */
    @Override
    public void close() {
        for (AutoCloseable part = opened.poll(); part != null; part = opened.poll()) {
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("{} did not end well", part.getClass().getSimpleName(), failed);
            }
        }
        ended.countDown();
    }
}
