package dev.starling.simulator.host;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskKey;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.simulator.engine.Draws;
import dev.starling.simulator.engine.Engine;
import dev.starling.simulator.engine.Event;
import dev.starling.simulator.engine.SimNode;
import dev.starling.simulator.network.Arrival;
import dev.starling.simulator.network.Network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One host: the real core while its agent is up, and what the core finds around it.
 *
 * <p>Does for the simulated agent what the shell does for the real one: carries out effects in
 * order, answers them with commands, and ticks when the core wants it.
 */
public final class Host implements SimNode {

    /** Who and where a host is. */
    public record Place(int index, NodeId id, String name, Endpoint endpoint) {}

    /** What the shell takes before it looks for the tasks of an earlier life: a guess. */
    private static final long ADOPTION_NANOS = Duration.ofMillis(2).toNanos();

    private static final long READ_NANOS = Duration.ofMillis(1).toNanos();

    private sealed interface State {
        /** {@code lastSelf} is absent before the first life. */
        record Down(Optional<MemberRecord> lastSelf) implements State {}

        record Up(AgentCore core, long bootNanos) implements State {}
    }

    private final Place place;
    private final CoreConfig config;
    private final Surroundings around;
    private final Disk disk = new Disk();
    private final Processes processes;
    private final Checks checks;
    private final Consumer<AgentEffect> onEffect = this::carryOut;
    private State state = new State.Down(Optional.empty());
    private int life;
    private long eventsOfOwn;

    /** Where all hosts live. */
    public record Surroundings(Engine engine, Network network, Draws draws, HostWatch watch) {}

    public Host(Place place, CoreConfig config, Surroundings around) {
        this.place = place;
        this.config = config;
        this.around = around;
        Inside inside = new Insides();
        this.processes = new Processes(inside);
        this.checks = new Checks(inside);
    }

    public Place place() {
        return place;
    }

    public boolean isUp() {
        return state instanceof State.Up;
    }

    /** The core of the agent, which must be up. */
    public AgentCore core() {
        if (state instanceof State.Up(AgentCore core, long bootNanos)) return core;
        throw new IllegalStateException(place.name() + " is down");
    }

    /** What the agent says of itself, or last said; it has started at least once. */
    public MemberRecord self() {
        return switch (state) {
            case State.Up(AgentCore core, long bootNanos) -> core.self();
            case State.Down(Optional<MemberRecord> last) -> last.orElseThrow();
        };
    }

    /** How many times the agent has started. */
    public int lives() {
        return life;
    }

    /** Starts the agent in a new life, on the disk of the last one. */
    public void start() {
        if (isUp()) throw new IllegalStateException(place.name() + " is up already");
        life++;
        long now = around.engine().nowNanos();
        long epoch = disk.raiseEpoch();
        long seed = around.draws().stream(place.index(), "life " + epoch).nextLong();
        MemberRecord self =
                new MemberRecord(place.id(), epoch, 0, place.name(), place.endpoint(), "");
        AgentCore core = new AgentCore(config, disk.boot(self, seed, now));
        state = new State.Up(core, now);
        core.start(0, onEffect);
        if (!disk.tasks().isEmpty()) after(ADOPTION_NANOS, new HostEvent.AdoptionDue(life));
        arm();
    }

    /** The agent's process is gone; disk and other processes stay. */
    public void stop() {
        state = new State.Down(Optional.of(self()));
        checks.loseAll();
        around.network().reset(place.index());
        around.engine().arm(place.index(), Long.MAX_VALUE);
    }

    /** The host's processes are gone too. */
    public void losePower() {
        processes.loseAll();
        if (isUp()) stop();
    }

    /** Tells the agent something, if it is up. */
    public void tell(AgentCommand command) {
        if (!(state instanceof State.Up(AgentCore core, long bootNanos))) return;
        core.on(command, around.engine().nowNanos() - bootNanos, onEffect);
        arm();
    }

    /** From now on the checks of this service say so. */
    public void script(String serviceId, CheckStatus status) {
        checks.script(serviceId, status);
    }

    /** What the processes of this host take now. */
    public Resources inUse() {
        return processes.inUse();
    }

    /** The tasks whose processes are there. */
    public List<TaskKey> running() {
        return processes.running();
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (!(state instanceof State.Up(AgentCore core, long bootNanos))) return;
        core.tick(nowNanos - bootNanos, onEffect);
        arm();
    }

    @Override
    public void on(Event event, long nowNanos) {
        switch (event) {
            case Arrival arrival -> onArrival(arrival, nowNanos);
            case HostEvent inner -> onInner(inner);
            default -> throw new IllegalStateException("no host understands " + event);
        }
    }

    private void onArrival(Arrival arrival, long nowNanos) {
        if (!(state instanceof State.Up(AgentCore core, long bootNanos))) {
            around.network().refuse(arrival);
            return;
        }
        around.network()
                .receive(place.index(), arrival)
                .ifPresent(packet -> core.on(packet, nowNanos - bootNanos, onEffect));
        arm();
    }

    private void onInner(HostEvent event) {
        switch (event) {
            case HostEvent.CheckDue(int of, var ref) -> {
                if (of == life) checks.onDue(ref);
            }
            case HostEvent.AdoptionDue(int of) -> {
                if (of == life) processes.adopt(disk.tasks());
            }
            case HostEvent.LogDue(int of, var read) -> {
                if (of == life) processes.readLog(read);
            }
            case HostEvent.ProcessUp(TaskKey task) -> processes.onUp(task);
            case HostEvent.ProcessEnd(TaskKey task, int exitCode) -> {
                if (processes.onEnd(task, exitCode)) {
                    around.watch().onTaskEnded(place.index(), task, exitCode);
                }
            }
        }
    }

    private void carryOut(AgentEffect effect) {
        int node = place.index();
        switch (effect) {
            case AgentEffect.Transmit packet ->
                    around.watch().onSent(node, packet, around.network().send(node, packet));
            case AgentEffect.Reply(long requestId, var answer) ->
                    around.watch().onReply(node, requestId, answer);
            case AgentEffect.MemberChanged(var member) -> around.watch().onBelief(node, member);
            case AgentEffect.Note note -> around.watch().onNote(node, note);
            case AgentEffect.StartCheck(var ref, var check) -> checks.start(ref, check);
            case AgentEffect.StopCheck(var ref) -> checks.stop(ref);
            case AgentEffect.StartTask(var launch) -> {
                processes.start(launch);
                around.watch().onTaskStarting(node, launch.key());
            }
            case AgentEffect.StopTask(var task, long graceNanos) -> processes.stop(task);
            case AgentEffect.ReadLog read -> after(READ_NANOS, new HostEvent.LogDue(life, read));
            case AgentEffect.SaveServices(var services) -> disk.saveServices(services);
            case AgentEffect.SaveReplica(var key, var entry) ->
                    disk.saveReplica(key, entry, around.engine().nowNanos());
            case AgentEffect.DropReplica(var key, var subkey) -> disk.dropReplica(key, subkey);
            case AgentEffect.SaveTask(var launch) -> disk.saveTask(launch);
            case AgentEffect.ForgetTask(var task) -> {
                disk.forgetTask(task);
                processes.forget(task);
            }
            case AgentEffect.SavePeers(var peers) -> disk.savePeers(peers);
            case AgentEffect.SaveEpoch(long epoch) -> disk.saveEpoch(epoch);
        }
    }

    private void arm() {
        if (!(state instanceof State.Up(AgentCore core, long bootNanos))) return;
        long deadline = core.nextDeadlineNanos();
        boolean isArmed = deadline < Long.MAX_VALUE - bootNanos;
        around.engine().arm(place.index(), isArmed ? bootNanos + deadline : Long.MAX_VALUE);
    }

    private void after(long delayNanos, HostEvent event) {
        Engine engine = around.engine();
        int index = place.index();
        long at = engine.nowNanos() + delayNanos;
        engine.post(at < 0 ? Long.MAX_VALUE : at, index, index, eventsOfOwn++, event);
    }

    private final class Insides implements Inside {
        @Override
        public void after(long delayNanos, HostEvent event) {
            Host.this.after(delayNanos, event);
        }

        @Override
        public void tell(AgentCommand command) {
            Host.this.tell(command);
        }

        @Override
        public int life() {
            return life;
        }
    }
}
