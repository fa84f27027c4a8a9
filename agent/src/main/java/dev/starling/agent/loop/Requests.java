package dev.starling.agent.loop;

import dev.starling.agent.core.Answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has been asked and not answered. Admission is for any thread, the rest for the event loop.
 */
final class Requests {

    /** Far more than one host's tools ask at once; each costs a few hundred bytes. */
    static final int MOST = 10_000;

    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<Answer>> waiting = new LinkedHashMap<>();

    /**
     * Makes room for one request, whose room is free again when the returned future is done; a
     * future that has failed already if there is none.
     */
    <T> CompletableFuture<T> admit() {
        if (outstanding.incrementAndGet() > MOST) {
            outstanding.decrementAndGet();
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException(
                            "the agent has %d requests under way; try again later"
                                    .formatted(MOST)));
        }
        CompletableFuture<T> admitted = new CompletableFuture<>();
        admitted.whenComplete((answer, failure) -> outstanding.decrementAndGet());
        return admitted;
    }

    long nextId() {
        return lastId.incrementAndGet();
    }

    void await(long requestId, CompletableFuture<Answer> answer) {
        waiting.put(requestId, answer);
    }

    void complete(long requestId, Answer answer) {
        CompletableFuture<Answer> asked = waiting.remove(requestId);
        if (asked != null) asked.complete(answer);
    }

    void fail(long requestId, RuntimeException why) {
        CompletableFuture<Answer> asked = waiting.remove(requestId);
        if (asked != null) asked.completeExceptionally(why);
    }

    void failAll(RuntimeException why) {
        List<CompletableFuture<Answer>> all = List.copyOf(waiting.values());
        waiting.clear();
        all.forEach(asked -> asked.completeExceptionally(why));
    }
}
