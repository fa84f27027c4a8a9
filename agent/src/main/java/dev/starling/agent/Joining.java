package dev.starling.agent;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.loop.CoreAccess;
import dev.starling.node.Endpoint;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Finds the agents that an operator named, whose names may mean something else every time they are
 * asked for, until this node is no longer alone. Asking those agents again and again is the core's.
 */
final class Joining implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Logger LOG = LogManager.getLogger(Joining.class);

    /** Turns a name into all addresses that it has now; may wait. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final CoreAccess core;
    private final Endpoint self;
    private final Resolver resolver;
    private final List<Thread> searches = new ArrayList<>();
    private boolean isClosed;

    Joining(CoreAccess core, Endpoint self, Resolver resolver) {
        this.core = core;
        this.self = self;
        this.resolver = resolver;
    }

    /** Begins to look for these; returns at once. */
    synchronized void join(List<HostPort> seeds) {
        if (seeds.isEmpty() || isClosed) return;
        searches.removeIf(search -> !search.isAlive());
        searches.add(
                Thread.ofVirtual().name("join " + seeds.getFirst()).start(() -> search(seeds)));
    }

    private void search(List<HostPort> seeds) {
        Set<Endpoint> asked = Set.of();
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                Duration next = pause;
                List<HostPort> unknown = new ArrayList<>();
                Set<Endpoint> found = resolve(seeds, unknown::add);
                unknown.forEach(seed ->
                        LOG.warn(
                                "the name of seed {} is not known; trying again in {} s",
                                seed,
                                next.toSeconds()));
                if (!found.isEmpty() && !found.equals(asked)) {
                    core.submit(new AgentCommand.Join(List.copyOf(found)));
                    asked = found;
                }
                Thread.sleep(pause);
                if (!isAlone()) return;
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Endpoint> resolve(List<HostPort> seeds, Consumer<HostPort> unknown) {
        Set<Endpoint> found = new LinkedHashSet<>();
        for (HostPort seed : seeds) {
            try {
                Arrays.stream(resolver.addresses(seed.host()))
                        .map(address -> new Endpoint(address, seed.port()))
                        .forEach(found::add);
            } catch (UnknownHostException noSuchName) {
                unknown.accept(seed);
            }
        }
        found.remove(self);
        return found;
    }

    private boolean isAlone() {
        try {
            return core.look(AgentCore::presentCount).join() < 2;
        } catch (CompletionException noCoreNow) {
            return true;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Whether nothing is being looked for. */
    synchronized boolean isQuiet() {
        return searches.stream().noneMatch(Thread::isAlive);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        searches.forEach(Thread::interrupt);
    }
}
