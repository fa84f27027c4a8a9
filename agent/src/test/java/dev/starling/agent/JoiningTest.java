package dev.starling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.Answer;
import dev.starling.agent.loop.CoreAccess;
import dev.starling.node.Endpoint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongFunction;

/** A lone node whose core hears what to ask, and a name service that changes its mind. */
@Timeout(60)
class JoiningTest implements CoreAccess {

    private static final Endpoint SELF = endpoint("127.0.0.1", 7946);

    private final Queue<AgentCommand> commands = new ConcurrentLinkedQueue<>();
    private final Map<String, InetAddress[]> names = new ConcurrentHashMap<>();
    private final AtomicInteger present = new AtomicInteger(1);
    private final AtomicInteger resolved = new AtomicInteger();
    private final Joining joining = new Joining(this, SELF, this::resolve);

    @AfterEach
    void close() {
        joining.close();
    }

    @Test
    void all_addresses_of_all_names_are_asked_but_our_own() {
        names.put("seeds", addresses("127.0.0.1", "127.0.0.2"));
        names.put("other", addresses("127.0.0.3"));

        joining.join(List.of(new HostPort("seeds", 7946), new HostPort("other", 99)));

        await().until(() -> !commands.isEmpty());
        assertThat(commands)
                .containsExactly(
                        new AgentCommand.Join(
                                List.of(endpoint("127.0.0.2", 7946), endpoint("127.0.0.3", 99))));
    }

    @Test
    void a_name_that_comes_to_mean_something_else_is_asked_there_too() {
        names.put("seed", addresses("127.0.0.2"));
        joining.join(List.of(new HostPort("seed", 7946)));
        await().until(() -> commands.size() == 1);

        names.put("seed", addresses("127.0.0.3"));

        await().until(() -> commands.size() == 2);
        assertThat(commands).contains(new AgentCommand.Join(List.of(endpoint("127.0.0.3", 7946))));
    }

    @Test
    void a_name_that_is_not_known_yet_is_looked_up_again() {
        joining.join(List.of(new HostPort("seed", 7946)));
        await().until(() -> resolved.get() == 1);

        names.put("seed", addresses("127.0.0.2"));

        await().until(() -> commands.size() == 1);
    }

    @Test
    void who_is_no_longer_alone_stops_looking() {
        names.put("seed", addresses("127.0.0.2"));
        joining.join(List.of(new HostPort("seed", 7946)));
        await().until(() -> commands.size() == 1);

        present.set(2);

        await().until(joining::isQuiet);
        assertThat(commands).hasSize(1);
    }

    @Test
    void the_end_ends_every_search() {
        joining.join(List.of(new HostPort("seed", 7946)));
        joining.close();

        await().until(joining::isQuiet);
        joining.join(List.of(new HostPort("seed", 7946)));
        assertThat(joining.isQuiet()).isTrue();
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        resolved.incrementAndGet();
        InetAddress[] known = names.get(host);
        if (known == null) throw new UnknownHostException(host);
        return known;
    }

    private static InetAddress[] addresses(String... texts) {
        InetAddress[] addresses = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            addresses[i] = endpoint(texts[i], 1).address();
        }
        return addresses;
    }

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void submit(AgentCommand command) {
        commands.add(command);
    }

    @Override
    public CompletableFuture<Answer> ask(LongFunction<AgentCommand> command) {
        throw new IllegalStateException("nobody asks");
    }

    /** The only thing that is looked at is how many are present. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> look(Function<AgentCore, T> question) {
        return CompletableFuture.completedFuture((T) (Integer) present.get());
    }
}
