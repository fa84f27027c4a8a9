package dev.starling.agent.http;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.Answer;
import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.loop.CoreAccess;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.dht.DhtConfig;
import dev.starling.gossip.GossipConfig;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The edge that the endpoints talk to: writes commands down and answers each as the test said. What
 * is looked at is a real core of a fleet of one.
 */
final class StandInCore implements CoreAccess {

    static final NodeId SELF = NodeId.hashOf(new byte[] {1});
    static final long REQUEST_ID = 77;

    final List<AgentCommand> commands = new CopyOnWriteArrayList<>();

    private final AgentCore core;
    private volatile Function<AgentCommand, CompletableFuture<Answer>> answers =
            command -> CompletableFuture.failedFuture(new IllegalStateException("no answer given"));

    StandInCore() {
        core = fleetOfOne(List.of(web()));
        core.start(0, effect -> {});
    }

    /** A node without neighbours that offers these services and runs tasks. */
    static AgentCore fleetOfOne(List<ServiceDefinition> services) {
        Endpoint endpoint = new Endpoint(InetAddress.getLoopbackAddress(), 7946);
        MemberRecord self = new MemberRecord(SELF, 3, 0, "alpha", endpoint, "eu-1");
        CoreConfig config =
                new CoreConfig(
                        GossipConfig.defaults(),
                        DhtConfig.defaults(),
                        TaskConfig.defaults(true, new Resources(2_000, 1L << 30)));
        return new AgentCore(
                config, new AgentBoot(self, 42, List.of(), services, List.of(), List.of()));
    }

    /** A service that the data directory kept, with a check of each kind. */
    private static ServiceDefinition web() {
        TreeMap<String, String> meta = new TreeMap<>();
        meta.put("owner", "ops");
        return new ServiceDefinition(
                "web-1",
                "web",
                "",
                8_080,
                List.of("blue", "v1"),
                Collections.unmodifiableSortedMap(meta),
                List.of(
                        new CheckDefinition.Http("http", "http://127.0.0.1:8080/", 1_000, 1_000),
                        new CheckDefinition.Tcp("tcp", "::1", 8_080, 1_000, 1_000),
                        new CheckDefinition.Ttl("ttl", 90_000_000_000L)));
    }

    void answerWith(Answer answer) {
        answers = command -> CompletableFuture.completedFuture(answer);
    }

    void failWith(Throwable failure) {
        answers = command -> CompletableFuture.failedFuture(failure);
    }

    void answerWith(CompletableFuture<Answer> later) {
        answers = command -> later;
    }

    @Override
    public void submit(AgentCommand command) {
        commands.add(command);
    }

    @Override
    public CompletableFuture<Answer> ask(LongFunction<AgentCommand> command) {
        AgentCommand asked = command.apply(REQUEST_ID);
        commands.add(asked);
        return answers.apply(asked);
    }

    @Override
    public <T> CompletableFuture<T> look(Function<AgentCore, T> question) {
        return CompletableFuture.completedFuture(question.apply(core));
    }
}
