package dev.starling.agent.http;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Answer;
import dev.starling.agent.loop.CoreAccess;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A real core that nobody else hears, in made-up time: from each deadline to the next. What it
 * sends to itself arrives.
 */
final class LoneCore implements CoreAccess {

    private static final int MOST_STEPS = 10_000;

    private final AgentCore core;
    private final Deque<AgentEffect> effects = new ArrayDeque<>();
    private long nowNanos = 1;
    private long lastRequestId;

    LoneCore(AgentCore core) {
        this.core = core;
        core.start(nowNanos, effects::add);
        while (nowNanos < Duration.ofSeconds(5).toNanos()) {
            nowNanos = Math.max(nowNanos, core.nextDeadlineNanos());
            core.tick(nowNanos, effects::add);
            settle(lastRequestId);
        }
    }

    /** Does all effects; empty unless one of them answers this request. */
    private Optional<Answer> settle(long requestId) {
        Optional<Answer> found = Optional.empty();
        while (!effects.isEmpty()) {
            switch (effects.poll()) {
                case AgentEffect.Reply(long id, Answer answer) when id == requestId ->
                        found = Optional.of(answer);
                case AgentEffect.Transmit(var to, var carrier, var packet)
                        when to.equals(core.self().endpoint()) ->
                        core.on(packet, nowNanos, effects::add);
                default -> {}
            }
        }
        return found;
    }

    @Override
    public synchronized void submit(AgentCommand command) {
        core.on(command, nowNanos, effects::add);
    }

    @Override
    public synchronized CompletableFuture<Answer> ask(LongFunction<AgentCommand> command) {
        long requestId = ++lastRequestId;
        core.on(command.apply(requestId), nowNanos, effects::add);
        for (int i = 0; i < MOST_STEPS; i++) {
            Optional<Answer> answer = settle(requestId);
            if (answer.isPresent()) return CompletableFuture.completedFuture(answer.get());
            nowNanos = Math.max(nowNanos, core.nextDeadlineNanos());
            core.tick(nowNanos, effects::add);
        }
        return CompletableFuture.failedFuture(new IllegalStateException("never answered"));
    }

    @Override
    public synchronized <T> CompletableFuture<T> look(Function<AgentCore, T> question) {
        return CompletableFuture.completedFuture(question.apply(core));
    }
}
