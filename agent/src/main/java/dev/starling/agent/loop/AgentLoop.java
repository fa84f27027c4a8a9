package dev.starling.agent.loop;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Answer;
import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.core.Packet;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Chance;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Runs the core on one event loop: an input, its effects in order, the next timer.
 *
 * <p>A {@link RuntimeException} from the core is our own bug. It must not stop the process, for one
 * poisonous packet rides gossip to every host: the input is dropped and recorded, and the core is
 * built anew from the disk if {@link Convalescence} says so. Tasks outlive their core.
 */
public final class AgentLoop implements CoreAccess, AutoCloseable {

    /** Effects that may wait for the disk; beyond them packets are lost but for membership. */
    static final int MOST_HELD = 20_000;

    private static final int LOGGED_CHARACTERS = 1_000;
    private static final Logger LOG = LogManager.getLogger(AgentLoop.class);

    /** What the core is given in one turn. */
    interface Input {
        void apply(AgentCore core, long nowNanos, Consumer<AgentEffect> out);
    }

    private static final Input TICK = AgentCore::tick;

    private final CoreConfig config;
    private final ScheduledExecutorService eventLoop;
    private final Host host;
    private final LongSupplier clock;
    private final long startedAtNanos;
    private final Requests requests = new Requests();
    private final Recorder recorder = new Recorder();
    private final SaveGate gate;
    private final TickTimer timer;

    private Convalescence convalescence;
    private AgentCore core;
    private long packets;
    private boolean isBorn;
    private boolean isClosed;

    /**
     * @param eventLoop one thread, on which packets arrive too
     */
    public AgentLoop(CoreConfig config, ScheduledExecutorService eventLoop, Host host) {
        this(config, eventLoop, host, System::nanoTime);
    }

    AgentLoop(
            CoreConfig config, ScheduledExecutorService eventLoop, Host host, LongSupplier clock) {
        this.config = config;
        this.eventLoop = eventLoop;
        this.host = host;
        this.clock = clock;
        this.startedAtNanos = clock.getAsLong();
        this.gate = new SaveGate(host, eventLoop, this::perform);
        this.timer = new TickTimer(eventLoop, this::nowNanos, () -> packets, this::tick);
    }

    /** The moment of {@link System#nanoTime} that the core calls zero. */
    public long startedAtNanos() {
        return startedAtNanos;
    }

    private long nowNanos() {
        return clock.getAsLong() - startedAtNanos;
    }

    /** Begins the first life. Fails if the core cannot be built from {@code boot}. */
    public CompletableFuture<Void> start(AgentBoot boot) {
        convalescence = new Convalescence(Chance.stream(boot.seed(), "loop.convalescence"));
        return CompletableFuture.runAsync(() -> begin(boot), eventLoop);
    }

    private void begin(AgentBoot boot) {
        if (isClosed) return;
        AgentCore born = new AgentCore(config, boot);
        host.begin(boot);
        core = born;
        isBorn = true;
        turn(AgentCore::start, "start", 0);
    }

    /**
     * Takes a packet, on the event loop.
     *
     * @param sizeBytes what it took on the wire
     */
    public void onPacket(Packet packet, int sizeBytes) {
        packets++;
        if (gate.size() > MOST_HELD && !isMembershipOnly(packet)) return;
        turn((it, now, out) -> it.on(packet, now, out), packet, sizeBytes);
    }

    private static boolean isMembershipOnly(Packet packet) {
        return packet.messages().stream().allMatch(SwimMessage.class::isInstance);
    }

    @Override
    public void submit(AgentCommand command) {
        try {
            eventLoop.execute(() -> turn((it, now, out) -> it.on(command, now, out), command, 0));
        } catch (RejectedExecutionException ended) {
            LOG.debug("too late for {}", command);
        }
    }

    @Override
    public CompletableFuture<Answer> ask(LongFunction<AgentCommand> command) {
        CompletableFuture<Answer> answer = requests.admit();
        if (answer.isDone()) return answer;
        try {
            long requestId = requests.nextId();
            AgentCommand asked = command.apply(requestId);
            eventLoop.execute(() -> ask(requestId, asked, answer));
        } catch (RuntimeException refused) {
            answer.completeExceptionally(refused);
        }
        return answer;
    }

    private void ask(long requestId, AgentCommand asked, CompletableFuture<Answer> answer) {
        if (core == null) {
            answer.completeExceptionally(noCore());
            return;
        }
        requests.await(requestId, answer);
        turn((it, now, out) -> askCore(it, requestId, asked, now, out), asked, 0);
    }

    /** What the core calls an illegal argument is the asker's mistake, and changes nothing. */
    private void askCore(
            AgentCore asked,
            long requestId,
            AgentCommand command,
            long nowNanos,
            Consumer<AgentEffect> out) {
        try {
            asked.on(command, nowNanos, out);
        } catch (IllegalArgumentException refused) {
            requests.fail(requestId, refused);
        } catch (RuntimeException | StackOverflowError bug) {
            requests.fail(requestId, new IllegalStateException("the agent failed at this", bug));
            throw bug;
        }
    }

    @Override
    public <T> CompletableFuture<T> look(Function<AgentCore, T> question) {
        CompletableFuture<T> answer = requests.admit();
        if (answer.isDone()) return answer;
        try {
            eventLoop.execute(() -> look(question, answer));
        } catch (RejectedExecutionException ended) {
            answer.completeExceptionally(ended);
        }
        return answer;
    }

    private <T> void look(Function<AgentCore, T> question, CompletableFuture<T> answer) {
        try {
            if (core == null) throw noCore();
            answer.complete(question.apply(core));
        } catch (RuntimeException failed) {
            answer.completeExceptionally(failed);
        }
    }

    private RejectedExecutionException noCore() {
        if (isClosed) return new RejectedExecutionException("the agent is ending");
        return new RejectedExecutionException(
                isBorn ? "the agent is starting anew after a fault" : "the agent is starting");
    }

    private void tick() {
        turn(TICK, "tick", 0);
    }

    /** One input from beginning to end. Without a core, during a pause, it is lost. */
    void turn(Input input, Object subject, int sizeBytes) {
        if (core == null) return;
        long nowNanos = nowNanos();
        List<AgentEffect> effects = new ArrayList<>();
        recorder.note(nowNanos, subject, sizeBytes);
        try {
            input.apply(core, nowNanos, effects::add);
        } catch (RuntimeException | StackOverflowError bug) {
            onBug(bug, subject, nowNanos);
            if (core == null) return;
        }
        gate.pass(effects);
        timer.arm(core.nextDeadlineNanos());
    }

    private void perform(AgentEffect effect) {
        try {
            switch (effect) {
                case AgentEffect.Transmit transmit -> host.transmit(transmit);
                case AgentEffect.Reply(long requestId, Answer answer) ->
                        requests.complete(requestId, answer);
                default -> host.perform(effect);
            }
        } catch (RuntimeException failed) {
            LOG.error("not done: {}", Recorder.describe(effect, LOGGED_CHARACTERS), failed);
        }
    }

    private void onBug(Throwable bug, Object subject, long nowNanos) {
        boolean isSound = isSound();
        boolean needsNewCore = convalescence.needsNewCore(nowNanos, isSound);
        LOG.error(
                "bug {} in this agent: {}; dropped {}",
                convalescence.bugs(),
                needsNewCore ? "starting anew" : "going on without this input",
                Recorder.describe(subject, LOGGED_CHARACTERS),
                bug);
        List<String> lines = recorder.lines();
        lines.add("# " + (isSound ? "" : "invariants broken; ") + bug);
        host.record(lines);
        if (needsNewCore) abandonCore();
    }

    private boolean isSound() {
        try {
            core.checkInvariants();
            return true;
        } catch (RuntimeException | StackOverflowError broken) {
            LOG.error("what this agent knows contradicts itself: {}", broken.toString());
            return false;
        }
    }

    private void abandonCore() {
        core = null;
        timer.stop();
        gate.forget();
        requests.failAll(noCore());
        if (!isClosed) {
            eventLoop.schedule(this::revive, convalescence.pauseNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void revive() {
        if (isClosed) return;
        host.nextLife()
                .thenAcceptAsync(this::begin, eventLoop)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) return;
                            LOG.error("this agent cannot start anew yet", failure);
                            abandonCore();
                        },
                        eventLoop);
    }

    /** Ends the core without a goodbye; every later call fails. Harmless when ended. */
    @Override
    public void close() {
        try {
            eventLoop
                    .submit(() -> {
                        isClosed = true;
                        abandonCore();
                    })
                    .get();
        } catch (ExecutionException | RejectedExecutionException ended) {
            LOG.debug("ended before", ended);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
