package dev.starling.simulator;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.Answer;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceQuery;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.TaskKey;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberStatus;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.invariant.Guard;
import dev.starling.simulator.measure.Convergence;
import dev.starling.simulator.measure.Detection;
import dev.starling.simulator.scenario.Scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * A fleet to tell a story with: start nodes, break things, ask any node, let time pass.
 *
 * <p>Nothing happens by itself but what nodes do; a scenario's faults and workload are not played.
 * Questions let time pass until they are answered. Nodes are numbers from 0.
 */
public final class World {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final Fleet fleet;
    private final Guard guard;
    private final Convergence convergence;
    private final Detection detection;

    /** A fleet of which nothing is up yet. */
    public World(Scenario scenario) {
        this.fleet = new Fleet(scenario);
        this.guard = new Guard(fleet);
        this.convergence = new Convergence(fleet);
        this.detection = new Detection(fleet, convergence);
        List.of(convergence, detection, guard).forEach(fleet::watch);
    }

    /** A fleet that is up, in which all see all, and that has had time to get used to it. */
    public static World converged(Scenario scenario) {
        World world = new World(scenario);
        world.startAll();
        world.awaitAllSeeAll(PATIENCE);
        world.runFor(SETTLING);
        return world;
    }

    /** The whole truth, for what has no sentence here. */
    public Fleet fleet() {
        return fleet;
    }

    public Detection detection() {
        return detection;
    }

    public Duration now() {
        return Duration.ofNanos(fleet.nowNanos());
    }

    public void runFor(Duration time) {
        long until = fleet.nowNanos() + time.toNanos();
        BrokenRun.guard(fleet, () -> fleet.runUntil(until));
    }

    /**
     * Lets time pass until {@code condition} holds, and says how much did.
     *
     * @throws AssertionError if {@code atMost} passes first
     */
    public Duration await(String what, Duration atMost, BooleanSupplier condition) {
        long began = fleet.nowNanos();
        while (!condition.getAsBoolean()) {
            if (fleet.nowNanos() - began > atMost.toNanos()) {
                throw new AssertionError(
                        "after %s it still does not hold that %s (seed %d)"
                                .formatted(atMost, what, fleet.scenario().seed()));
            }
            BrokenRun.guard(fleet, this::step);
        }
        return Duration.ofNanos(fleet.nowNanos() - began);
    }

    /** A step of the engine, or a millisecond in which nothing happens. */
    private void step() {
        long quiet = fleet.nowNanos() + Duration.ofMillis(1).toNanos();
        fleet.runUntil(Math.min(quiet, fleet.engine().nextNanos()));
    }

    /** Waits until every node sees exactly those that it can reach. */
    public Duration awaitAllSeeAll(Duration atMost) {
        return await("all see all", atMost, convergence::isSettled);
    }

    /** Holds what must hold at rest against the fleet. */
    public void checkAtRest() {
        BrokenRun.guard(fleet, guard::atRest);
    }

    public void start(int node) {
        BrokenRun.guard(fleet, () -> fleet.start(node));
    }

    /** Starts all nodes of the scenario, a millisecond apart. */
    public void startAll() {
        for (int node = 0; node < fleet.size(); node++) {
            start(node);
            runFor(Duration.ofMillis(1));
        }
    }

    /** Kills the agent; its tasks and its disk stay. */
    public void crash(int node) {
        fleet.crash(node);
    }

    /** Kills the agent with its tasks; its disk stays. */
    public void losePower(int node) {
        fleet.losePower(node);
    }

    /** Starts an agent again on the disk of its last life. */
    public void restart(int node) {
        start(node);
    }

    /** Lets the agent say goodbye and end. */
    public void leave(int node) {
        fleet.leave(node);
    }

    /** Separates two groups until {@link #heal}. */
    public void cut(List<Integer> left, List<Integer> right) {
        fleet.cut(left, right);
    }

    public void heal() {
        fleet.healAll();
    }

    /** The nodes from {@code from} up to but not including {@code to}. */
    public static List<Integer> nodes(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** The core of a node that is up. */
    public AgentCore core(int node) {
        return fleet.core(node);
    }

    /** The nodes that {@code node} counts on, in order. */
    public List<Integer> present(int node) {
        return core(node).members().stream()
                .filter(member -> member.status().isPresent())
                .map(member -> fleet.numberOf(member.id()))
                .sorted()
                .toList();
    }

    /** What {@code node} believes of {@code other}, if it ever heard of it. */
    public Optional<MemberStatus> belief(int node, int other) {
        return core(node).member(fleet.host(other).place().id()).map(Member::status);
    }

    /** Asks a node and lets time pass until it answers. */
    public Answer ask(int node, LongFunction<AgentCommand> command) {
        List<Answer> answers = new ArrayList<>();
        BrokenRun.guard(fleet, () -> fleet.ask(node, command, answers::add));
        await("node " + node + " answers", PATIENCE, () -> !answers.isEmpty());
        return answers.getFirst();
    }

    /** A service without checks on port 8080, whose id is its name and its node. */
    public WriteResult register(int node, String name) {
        return register(node, service(node, name));
    }

    public WriteResult register(int node, ServiceDefinition service) {
        Answer answer = ask(node, request -> new AgentCommand.Register(request, service));
        return ((Answer.Stored) answer).result();
    }

    public WriteResult deregister(int node, String name) {
        String id = service(node, name).id();
        Answer answer = ask(node, request -> new AgentCommand.Deregister(request, id));
        return ((Answer.Stored) answer).result();
    }

    public ServiceAnswer lookup(int node, String name) {
        Answer answer =
                ask(
                        node,
                        request ->
                                new AgentCommand.Lookup(
                                        new ServiceQuery(request, name, Optional.empty(), false)));
        return ((Answer.Services) answer).answer();
    }

    /** The nodes whose instances a lookup finds, in order. */
    public List<Integer> holders(int node, String name) {
        return lookup(node, name).instances().stream()
                .map(instance -> fleet.numberOf(instance.owner()))
                .sorted()
                .toList();
    }

    /** From now on the checks of this service say so. */
    public void script(int node, String serviceId, CheckStatus status) {
        fleet.host(node).script(serviceId, status);
    }

    public Answer submit(int node, JobSpec spec) {
        return ask(node, request -> new AgentCommand.SubmitJob(request, spec));
    }

    /** A job as a node finds it, which must be there. */
    public JobStatus job(int node, String name) {
        Answer answer = ask(node, request -> new AgentCommand.FindJob(request, name));
        if (answer instanceof Answer.Job(JobStatus job)) return job;
        throw new AssertionError("node " + node + " does not find job " + name + ": " + answer);
    }

    /** The tasks whose processes are on this host. */
    public List<TaskKey> running(int node) {
        return fleet.host(node).running();
    }

    private static ServiceDefinition service(int node, String name) {
        return new ServiceDefinition(
                name + "-" + node, name, "", 8_080, List.of(), new TreeMap<>(), List.of());
    }
}
