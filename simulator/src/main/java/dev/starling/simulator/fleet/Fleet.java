package dev.starling.simulator.fleet;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.Answer;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.simulator.engine.Draws;
import dev.starling.simulator.engine.Engine;
import dev.starling.simulator.engine.Order;
import dev.starling.simulator.host.Host;
import dev.starling.simulator.network.Addresses;
import dev.starling.simulator.network.Network;
import dev.starling.simulator.scenario.Scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** All hosts of a scenario, none of them up yet, and what may be done to them. */
public final class Fleet {

    private final Scenario scenario;
    private final Draws draws;
    private final Agenda agenda = new Agenda();
    private final Engine engine = agenda.engine();
    private final Network network;
    private final Watches watches = new Watches();
    private final Requests requests = new Requests();
    private final List<Host> hosts = new ArrayList<>();
    private final Map<NodeId, Integer> numbers = new HashMap<>();
    private final List<Endpoint> seeds = new ArrayList<>();
    private int upCount;

    public Fleet(Scenario scenario) {
        this.scenario = scenario;
        this.draws = new Draws(scenario.seed());
        this.network = new Network(scenario.network(), scenario.codec(), draws, engine);
        watches.add(requests);
        engine.afterEachStep(watches::afterStep);
        network.grow(scenario.nodes());
        var around = new Host.Surroundings(engine, network, draws, watches);
        for (int node = 0; node < scenario.nodes(); node++) {
            Host host = new Host(placeOf(node), scenario.config(), around);
            if (engine.add(host) != node) throw new IllegalStateException("node " + node);
            hosts.add(host);
            numbers.put(host.place().id(), node);
        }
        for (int node = 0; node < Math.min(scenario.joining().seeds(), hosts.size()); node++) {
            seeds.add(Addresses.of(node));
        }
    }

    private Host.Place placeOf(int node) {
        String named = "node " + node + " of seed " + scenario.seed();
        NodeId id = NodeId.hashOf(named.getBytes(StandardCharsets.UTF_8));
        return new Host.Place(node, id, "n" + node, Addresses.of(node));
    }

    /** Tells {@code watch} everything from now on. */
    public void watch(FleetWatch watch) {
        watches.add(watch);
    }

    public Scenario scenario() {
        return scenario;
    }

    public Draws draws() {
        return draws;
    }

    public Agenda agenda() {
        return agenda;
    }

    public Engine engine() {
        return engine;
    }

    public Network network() {
        return network;
    }

    public long nowNanos() {
        return engine.nowNanos();
    }

    /** How many hosts there are, up or not. */
    public int size() {
        return hosts.size();
    }

    public int upCount() {
        return upCount;
    }

    public boolean isUp(int node) {
        return hosts.get(node).isUp();
    }

    /** Whether the agent is up and means to stay. */
    public boolean isStaying(int node) {
        return isUp(node) && !core(node).isLeaving();
    }

    public Host host(int node) {
        return hosts.get(node);
    }

    /** The core of a node that is up. */
    public AgentCore core(int node) {
        return hosts.get(node).core();
    }

    /** The number of the node with this id. */
    public int numberOf(NodeId id) {
        return numbers.get(id);
    }

    /** Whether both are up and no partition stands between them. */
    public boolean canReach(int from, int to) {
        return isUp(from) && isUp(to) && !network.cuts().isCut(from, to);
    }

    /** Those that are up, or those that are not, in order. */
    public List<Integer> nodes(boolean isUp) {
        List<Integer> found = new ArrayList<>();
        for (int node = 0; node < hosts.size(); node++) {
            if (isUp(node) == isUp) found.add(node);
        }
        return found;
    }

    /** Starts the agent, on the disk of its last life if it had one, and lets it join. */
    public void start(int node) {
        hosts.get(node).start();
        upCount++;
        watches.onStarted(node);
        Endpoint own = Addresses.of(node);
        List<Endpoint> others = seeds.stream().filter(seed -> !seed.equals(own)).toList();
        if (!others.isEmpty()) tell(node, new AgentCommand.Join(others));
        watches.afterStep(node);
    }

    /** Kills the agent; its disk and its tasks stay. */
    public void crash(int node) {
        hosts.get(node).stop();
        stopped(node, false);
    }

    /** Kills the agent and its tasks; its disk stays. */
    public void losePower(int node) {
        hosts.get(node).losePower();
        stopped(node, false);
    }

    /** Lets the agent say goodbye, and ends it when that is over. */
    public void leave(int node) {
        ask(
                node,
                AgentCommand.Leave::new,
                done -> agenda.at(nowNanos(), "left " + node, () -> endAfterLeaving(node)));
        watches.onLeaving(node);
    }

    private void endAfterLeaving(int node) {
        if (!isUp(node)) return;
        hosts.get(node).stop();
        stopped(node, true);
    }

    private void stopped(int node, boolean isFarewell) {
        upCount--;
        watches.onStopped(node, isFarewell);
    }

    /** Separates two groups of nodes, and names the cut. */
    public int cut(List<Integer> left, List<Integer> right) {
        int cut = network.cuts().cut(left, right);
        watches.onReachChanged();
        return cut;
    }

    public void heal(int cut) {
        network.cuts().heal(cut);
        watches.onReachChanged();
    }

    public void healAll() {
        network.cuts().healAll();
        watches.onReachChanged();
    }

    /** Tells an agent something that is not answered. */
    public void tell(int node, AgentCommand command) {
        hosts.get(node).tell(command);
    }

    /**
     * Tells an agent something that is answered, unless the agent ends before.
     *
     * @param command makes the command for the request id that it is given
     * @param onAnswer called while the core is at work: may note the answer, no more
     */
    public void ask(int node, LongFunction<AgentCommand> command, Consumer<Answer> onAnswer) {
        tell(node, command.apply(requests.open(node, onAnswer)));
        watches.afterStep(node);
    }

    /** Plays everything up to and including {@code untilNanos}. */
    public void runUntil(long untilNanos) {
        engine.runUntil(untilNanos);
    }

    /** Whether {@code node} stands for the scenario itself in {@link FleetWatch#afterStep}. */
    public static boolean isWorld(int node) {
        return node == Order.WORLD;
    }
}
