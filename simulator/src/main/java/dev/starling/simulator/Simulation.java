package dev.starling.simulator;

import dev.starling.agent.core.AgentEffect;
import dev.starling.simulator.engine.TraceHash;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.fleet.FleetWatch;
import dev.starling.simulator.invariant.Guard;
import dev.starling.simulator.measure.CarrierLoad;
import dev.starling.simulator.measure.Convergence;
import dev.starling.simulator.measure.Detection;
import dev.starling.simulator.measure.NodeTime;
import dev.starling.simulator.play.Directory;
import dev.starling.simulator.play.FaultScript;
import dev.starling.simulator.play.JobLoad;
import dev.starling.simulator.play.LookupLoad;
import dev.starling.simulator.play.ServiceLoad;
import dev.starling.simulator.scenario.Scenario;
import dev.starling.wire.Carrier;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Plays a scenario from its first moment to its last. */
public final class Simulation {

    /** Real time is looked at after each piece of simulated time. */
    private static final long PIECE_NANOS = Duration.ofMillis(20).toNanos();

    private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();

    private final Scenario scenario;
    private final Fleet fleet;
    private final Guard guard;
    private final Convergence convergence;
    private final Detection detection;
    private final NodeTime nodeTime;
    private final Warnings warnings = new Warnings();
    private final ServiceLoad services;
    private final LookupLoad lookups;
    private final JobLoad jobs;

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
        this.fleet = new Fleet(scenario);
        this.guard = new Guard(fleet);
        this.convergence = new Convergence(fleet);
        this.detection = new Detection(fleet, convergence);
        this.nodeTime = new NodeTime(fleet);
        Directory directory = new Directory();
        this.services = new ServiceLoad(fleet, directory);
        this.lookups = new LookupLoad(fleet, directory);
        this.jobs = new JobLoad(fleet);
        List<FleetWatch> watches = List.of(convergence, detection, nodeTime, jobs, warnings, guard);
        watches.forEach(fleet::watch);
    }

    /**
     * Plays {@code scenario} on the calling thread.
     *
     * @param progress told about once a second of real time, and at the end
     * @throws IllegalArgumentException if the scenario asks for what cannot happen: one line
     * @throws BrokenRun if an invariant broke or the core failed
     */
    public static SimResults run(Scenario scenario, Consumer<Progress> progress) {
        scenario.requirePlayable();
        Simulation simulation = new Simulation(scenario);
        long wallNanos = simulation.play(progress);
        return simulation.results(wallNanos);
    }

    private long play(Consumer<Progress> progress) {
        long beganNanos = System.nanoTime();
        long toldNanos = beganNanos;
        new FaultScript(fleet).schedule();
        services.schedule();
        lookups.schedule();
        jobs.schedule();
        while (fleet.nowNanos() < scenario.lengthNanos()) {
            long until = Math.min(scenario.lengthNanos(), fleet.nowNanos() + PIECE_NANOS);
            BrokenRun.guard(fleet, () -> fleet.runUntil(until));
            long nowNanos = System.nanoTime();
            if (nowNanos - toldNanos >= PROGRESS_NANOS) {
                toldNanos = nowNanos;
                progress.accept(progress(nowNanos - beganNanos));
            }
        }
        if (convergence.isSettled()) BrokenRun.guard(fleet, guard::atRest);
        long wallNanos = System.nanoTime() - beganNanos;
        progress.accept(progress(wallNanos));
        return wallNanos;
    }

    private Progress progress(long wallNanos) {
        SimResults.Pace pace = pace(wallNanos);
        double leftNanos = (scenario.lengthNanos() - fleet.nowNanos()) / pace.speed();
        return new Progress(
                fleet.nowNanos(),
                scenario.lengthNanos(),
                pace.speed(),
                pace.eventsPerSecond(),
                fleet.upCount(),
                Duration.ofNanos((long) leftNanos));
    }

    private SimResults.Pace pace(long wallNanos) {
        double per = Math.max(wallNanos, 1) / 1e9;
        return new SimResults.Pace(
                wallNanos, fleet.engine().trace().events() / per, fleet.nowNanos() / 1e9 / per);
    }

    private SimResults results(long wallNanos) {
        TraceHash trace = fleet.engine().trace();
        return new SimResults(
                scenario.name(),
                scenario.seed(),
                scenario.nodes(),
                fleet.nowNanos(),
                scenario.codec(),
                new SimResults.Trace(
                        trace.events(), hex(trace.value()), hex(fleet.network().contentHash())),
                convergence.settled(),
                detection.detected(),
                detection.falseDeaths(),
                detection.falseSuspicions(),
                Arrays.stream(Carrier.values()).map(this::load).toList(),
                services.figures(),
                lookups.figures(),
                jobs.figures(),
                warnings.count,
                new SimResults.Invariants(scenario.checking(), guard.checks()),
                pace(wallNanos));
    }

    private CarrierLoad load(Carrier carrier) {
        return CarrierLoad.of(carrier, fleet.network().traffic(), nodeTime.nodeSeconds());
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    private static final class Warnings implements FleetWatch {
        private long count;

        @Override
        public void onNote(int node, AgentEffect.Note note) {
            if (note.level() != AgentEffect.Level.INFO) count++;
        }
    }
}
