package dev.starling.simulator.host;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.CheckStatus;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The health checks of a host: each says what was scripted for its service, or passes. */
final class Checks {

    /** What asking a healthy service takes: a guess. */
    private static final long CHECK_NANOS = Duration.ofMillis(1).toNanos();

    private final Inside host;
    private final Map<CheckRef, CheckDefinition.Polled> running = new LinkedHashMap<>();
    private final Map<String, CheckStatus> scripted = new TreeMap<>();

    Checks(Inside host) {
        this.host = host;
    }

    void start(CheckRef ref, CheckDefinition.Polled check) {
        running.put(ref, check);
        host.after(CHECK_NANOS, new HostEvent.CheckDue(host.life(), ref));
    }

    void stop(CheckRef ref) {
        running.remove(ref);
    }

    /** They end with the agent that made them. */
    void loseAll() {
        running.clear();
    }

    /** From now on the checks of this service say so. */
    void script(String serviceId, CheckStatus status) {
        scripted.put(serviceId, status);
    }

    void onDue(CheckRef ref) {
        CheckDefinition.Polled check = running.get(ref);
        if (check == null) return;
        CheckStatus status = scripted.getOrDefault(ref.serviceId(), CheckStatus.PASSING);
        host.after(check.intervalNanos(), new HostEvent.CheckDue(host.life(), ref));
        host.tell(new AgentCommand.CheckFinished(ref, status, "scripted: " + status));
    }
}
