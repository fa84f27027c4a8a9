package dev.starling.agent.http;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.Answer;
import dev.starling.agent.loop.CoreAccess;
import dev.starling.node.NodeId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Asks the core from the HTTP event loop: its answers come back there, so that nothing of ours runs
 * on the core's, and silence ends after a while.
 */
final class CoreQuestions {

    private final CoreAccess core;
    private final Duration patience;

    CoreQuestions(CoreAccess core, Duration patience) {
        this.core = core;
        this.patience = patience;
    }

    /** The answer of this type; a refusal fails the future with its {@link Problem}. */
    <T extends Answer> Future<T> ask(Class<T> type, LongFunction<AgentCommand> command) {
        return here(core.ask(command)).map(answer -> Problem.unlessRefused(type, answer));
    }

    /** What {@code question} takes from the core, which must be immutable. */
    <T> Future<T> look(Function<AgentCore, T> question) {
        return here(core.look(question));
    }

    /** What people call these nodes. */
    Future<Names> names(Collection<NodeId> ids) {
        List<NodeId> asked = ids.stream().distinct().toList();
        return asked.isEmpty()
                ? Future.succeededFuture(Names.NONE)
                : look(agent -> Names.of(agent, asked));
    }

    /** The same outcome, on the caller's event loop and after our patience at the latest. */
    <T> Future<T> here(CompletableFuture<T> outcome) {
        return Future.fromCompletionStage(outcome, Vertx.currentContext())
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
