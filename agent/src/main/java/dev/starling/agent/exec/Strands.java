package dev.starling.agent.exec;

import dev.starling.agent.task.TaskKey;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs work that waits on virtual threads: what concerns one task in the order it was asked for,
 * what concerns different tasks side by side.
 */
final class Strands implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(Strands.class);

    /** What may be interrupted. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<TaskKey, CompletableFuture<Void>> tails = new LinkedHashMap<>();

    /** Runs {@code work} when all that was asked for this task before has ended. */
    synchronized void run(TaskKey task, Work work) {
        if (threads.isShutdown()) return;
        CompletableFuture<Void> before =
                tails.getOrDefault(task, CompletableFuture.completedFuture(null));
        CompletableFuture<Void> tail = before.thenRunAsync(() -> guarded(task, work), threads);
        tails.put(task, tail);
        tail.whenComplete((done, failure) -> removeTail(task, tail));
    }

    /** Runs {@code work} at once, whatever else is under way. */
    synchronized void runBeside(TaskKey task, Work work) {
        if (!threads.isShutdown()) threads.execute(() -> guarded(task, work));
    }

    /** Interrupts what is under way and drops what waits. */
    @Override
    public synchronized void close() {
        threads.shutdownNow();
    }

    private synchronized void removeTail(TaskKey task, CompletableFuture<Void> tail) {
        tails.remove(task, tail);
    }

    private static void guarded(TaskKey task, Work work) {
        try {
            work.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException ours) {
            LOG.error("The executor failed at task {}", task, ours);
        }
    }
}
