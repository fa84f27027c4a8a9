package dev.starling.agent.store;

import dev.starling.agent.core.AgentEffect;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes to the disk, so that nobody else waits for it.
 *
 * <p>What cannot be written (a full disk) is kept, the newest value of each thing, and tried again
 * with the next save and every few seconds. The agent goes on meanwhile: saves count as done, and a
 * line in the log says once a minute that they are not.
 */
public final class StateWriter implements AutoCloseable {

    /** Where the number of an overtaken life goes: a file of its own. */
    @FunctionalInterface
    interface EpochFile {
        void keep(long epoch) throws IOException;
    }

    private static final long RETRY_MILLIS = 5_000;
    private static final long COMPLAIN_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long CLOSE_SECONDS = 10;
    private static final Logger LOG = LogManager.getLogger(StateWriter.class);

    private final StateStore store;
    private final EpochFile epochFile;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("starling-store").daemon().factory());

    /** The newest of each thing that is not on the disk. */
    private final Map<Object, AgentEffect> unwritten = new LinkedHashMap<>();

    private long complainedNanos = Long.MIN_VALUE;

    StateWriter(StateStore store, EpochFile epochFile) {
        this.store = store;
        this.epochFile = epochFile;
        thread.scheduleWithFixedDelay(
                this::retry, RETRY_MILLIS, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Writes these, all of them effects that save, in one commit.
     *
     * @param written runs on the writer's thread when they are on the disk, or have failed once; at
     *     once if this is closed
     */
    public void save(List<AgentEffect> saves, Runnable written) {
        try {
            thread.execute(() -> {
                saves.forEach(save -> unwritten.put(slotOf(save), save));
                writeAll();
                written.run();
            });
        } catch (RejectedExecutionException closed) {
            written.run();
        }
    }

    /** What is stored, behind everything that was handed over before. */
    public CompletableFuture<Saved> load() {
        CompletableFuture<Saved> loaded = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                loaded.complete(store.load());
            } catch (IOException | RuntimeException failed) {
                loaded.completeExceptionally(failed);
            }
        });
        return loaded;
    }

    private void retry() {
        if (!unwritten.isEmpty()) writeAll();
    }

    private void writeAll() {
        try {
            List<AgentEffect> stored = new ArrayList<>();
            for (AgentEffect save : unwritten.values()) {
                if (save instanceof AgentEffect.SaveEpoch(long epoch)) epochFile.keep(epoch);
                else stored.add(save);
            }
            if (!stored.isEmpty()) store.write(stored);
            unwritten.clear();
        } catch (IOException | RuntimeException failed) {
            complain(failed);
        }
    }

    private void complain(Exception failed) {
        long nowNanos = System.nanoTime();
        if (complainedNanos != Long.MIN_VALUE && nowNanos - complainedNanos < COMPLAIN_NANOS) {
            return;
        }
        complainedNanos = nowNanos;
        LOG.error(
                "{} changes cannot be written to disk and would be lost with this process;"
                        + " trying again every {} s: {}",
                unwritten.size(),
                RETRY_MILLIS / 1_000,
                failed.getMessage());
    }

    private static Object slotOf(AgentEffect save) {
        return switch (save) {
            case AgentEffect.SaveReplica replica ->
                    List.of(replica.key(), replica.entry().subkey());
            case AgentEffect.DropReplica replica -> List.of(replica.key(), replica.subkey());
            case AgentEffect.SaveTask task -> task.launch().key();
            case AgentEffect.ForgetTask task -> task.task();
            default -> save.getClass();
        };
    }

    /** Writes what was handed over, then ends; what the disk refuses till then is lost. */
    @Override
    public void close() {
        try {
            thread.execute(() -> {
                retry();
                store.close();
            });
        } catch (RejectedExecutionException closed) {
            return;
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("the disk has not taken the last changes for {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
