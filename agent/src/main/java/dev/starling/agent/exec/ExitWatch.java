package dev.starling.agent.exec;

import dev.starling.agent.task.TaskKey;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after running tasks until each has ended: ten times a second for the file that says how,
 * once a second for the shim that will write it. One thread for all; it sleeps while none runs.
 *
 * <p>The shim need not be a child of this agent, so waiting for the process tells neither when it
 * ended nor how.
 */
final class ExitWatch implements AutoCloseable {

    /** A task that runs. */
    record Watched(TaskKey key, TaskFolder folder, StartRecord start) {}

    private static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();
    private static final int ROUNDS_PER_LOOK_AT_SHIM = 10;

    private final LinkedBlockingQueue<Watched> arrivals = new LinkedBlockingQueue<>();
    private final Consumer<Watched> onExit;
    private final Consumer<Watched> onShimGone;
    private final Thread thread;

    /**
     * @param onExit told once when the exit file is there
     * @param onShimGone told once when the shim is gone without one
     */
    ExitWatch(Consumer<Watched> onExit, Consumer<Watched> onShimGone) {
        this.onExit = onExit;
        this.onShimGone = onShimGone;
        this.thread = Thread.ofVirtual().name("exit watch").start(this::watch);
    }

    void add(Watched task) {
        arrivals.add(task);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        LinkedHashMap<TaskKey, Watched> running = new LinkedHashMap<>();
        try {
            for (long round = 1; ; round++) {
                if (running.isEmpty()) takeIn(arrivals.take(), running);
                takeInUntil(System.nanoTime() + ROUND_NANOS, running);
                boolean looksAtShim = round % ROUNDS_PER_LOOK_AT_SHIM == 0;
                running.values().removeIf(task -> isOver(task, looksAtShim));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeInUntil(long endNanos, Map<TaskKey, Watched> running)
            throws InterruptedException {
        while (true) {
            Watched arrival = arrivals.poll(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (arrival == null) return;
            takeIn(arrival, running);
        }
    }

    /** A short task may have ended already. */
    private void takeIn(Watched arrival, Map<TaskKey, Watched> running) {
        running.remove(arrival.key());
        if (!hasExited(arrival)) running.put(arrival.key(), arrival);
    }

    private boolean isOver(Watched task, boolean looksAtShim) {
        if (hasExited(task)) return true;
        if (!looksAtShim || task.start().shim().isAlive()) return false;
        // It may have written its last word between the two looks.
        if (!hasExited(task)) onShimGone.accept(task);
        return true;
    }

    private boolean hasExited(Watched task) {
        if (task.folder().exitCode().isEmpty()) return false;
        onExit.accept(task);
        return true;
    }
}
