package dev.starling.agent.loop;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.Answer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The only way to the core from other threads. Every call may come from any thread and returns at
 * once; futures complete on the core's event loop, so what hangs on them must not wait.
 */
public interface CoreAccess {

    /** Hands a command over; nothing comes back. */
    void submit(AgentCommand command);

    /**
     * Hands over a command that is answered.
     *
     * @param command makes the command for the request id that it is given
     * @return fails with {@link java.util.concurrent.RejectedExecutionException} when too many
     *     requests are under way or the agent is ending
     */
    CompletableFuture<Answer> ask(LongFunction<AgentCommand> command);

    /** Looks at the core from its own thread; the answer must be immutable. */
    <T> CompletableFuture<T> look(Function<AgentCore, T> question);
}
