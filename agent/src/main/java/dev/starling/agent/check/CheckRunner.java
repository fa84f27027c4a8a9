package dev.starling.agent.check;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.CheckResult;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Makes the polled checks of this host's services, each on a virtual thread of its own: the first
 * time at once, then at a fixed rate, until it is stopped.
 *
 * <p>A try that takes longer than the interval makes the next one late, and those in between are
 * left out: a slow service is not asked more often than it answers.
 */
public final class CheckRunner implements AutoCloseable {

    /** So that the many checks of a starting agent do not all begin in one instant. */
    private static final long SPREAD_NANOS = Duration.ofMillis(50).toNanos();

    /** A shorter interval is taken as this: nobody's service changes faster. */
    private static final long SHORTEST_INTERVAL_NANOS = Duration.ofMillis(10).toNanos();

    private final Consumer<AgentCommand> commands;
    private final Names names = new Names();
    private final Map<CheckRef, Thread> running = new LinkedHashMap<>();
    private boolean isClosed;

    /**
     * @param commands where results go, from any thread
     */
    public CheckRunner(Consumer<AgentCommand> commands) {
        this.commands = commands;
    }

    /** Makes this check until {@link #stop}, in place of one that has the same reference. */
    public synchronized void start(CheckRef ref, CheckDefinition.Polled check) {
        if (isClosed) return;
        stop(ref);
        Thread thread =
                Thread.ofVirtual()
                        .name("check " + ref.serviceId() + "/" + ref.checkId())
                        .unstarted(() -> repeat(ref, check));
        running.put(ref, thread);
        thread.start();
    }

    /** Ends the check, in the midst of a try if need be. */
    public synchronized void stop(CheckRef ref) {
        Thread thread = running.remove(ref);
        if (thread != null) thread.interrupt();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        running.values().forEach(Thread::interrupt);
        running.clear();
        names.close();
    }

    private void repeat(CheckRef ref, CheckDefinition.Polled check) {
        long intervalNanos = Math.max(SHORTEST_INTERVAL_NANOS, check.intervalNanos());
        Probe probe = Probe.of(check, names);
        Attempts attempts = new Attempts(probe, check.timeoutNanos());
        long dueNanos = System.nanoTime() + spread(intervalNanos);
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(dueNanos - System.nanoTime()));
                Finding finding = attempts.next();
                CheckResult result = new CheckResult(ref, finding.status(), finding.output());
                commands.accept(
                        new AgentCommand.CheckFinished(ref, result.status(), result.output()));
                dueNanos = nextAfter(dueNanos, intervalNanos);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static long spread(long intervalNanos) {
        return ThreadLocalRandom.current().nextLong(Math.min(intervalNanos, SPREAD_NANOS));
    }

    private static long nextAfter(long dueNanos, long intervalNanos) {
        long lateNanos = System.nanoTime() - dueNanos;
        return dueNanos + intervalNanos * (1 + Math.max(0, lateNanos) / intervalNanos);
    }
}
