package dev.starling.agent.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the control API tells about its agent that the core does not know, and the two things it may
 * ask of the agent itself.
 *
 * @param dataDir where the agent keeps its data, as people should read it
 * @param startedAtNanos the moment of {@link System#nanoTime} that the core calls zero
 * @param join gets addresses {@code HOST:PORT} whose form has been checked, IPv6 in brackets;
 *     called on the HTTP event loop, so it must not resolve names there
 * @param leave says goodbye to the fleet; its future completes when that has been heard, and the
 *     agent ends only after the answer has been sent, see {@link ControlServer#close}
 */
public record AgentFacts(
        String version,
        String dataDir,
        long startedAtNanos,
        Consumer<List<String>> join,
        Supplier<CompletableFuture<Void>> leave) {}
