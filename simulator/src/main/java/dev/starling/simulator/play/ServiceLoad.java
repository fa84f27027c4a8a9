package dev.starling.simulator.play;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.Answer;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.dht.WriteResult;
import dev.starling.node.Chance;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.measure.RegistrationFigures;
import dev.starling.simulator.measure.Spread.Samples;
import dev.starling.simulator.scenario.Workload;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** Registers the scenario's services on nodes that are drawn. */
public final class ServiceLoad {

    /** What was not acknowledged at once is expected to be found after this. */
    private static final long FOLLOWS_NANOS = Duration.ofSeconds(30).toNanos();

    private final Fleet fleet;
    private final Directory directory;
    private final Chance chance;
    private final Samples latencies = new Samples();
    private int asked;
    private int answered;
    private int acknowledged;

    public ServiceLoad(Fleet fleet, Directory directory) {
        this.fleet = fleet;
        this.directory = directory;
        this.chance = fleet.draws().stream(0, "services");
    }

    /** Puts all registrations on the agenda. */
    public void schedule() {
        Workload.Services services = fleet.scenario().workload().services();
        int count = services.instances();
        for (int i = 0; i < count; i++) {
            String name = "service-" + i % services.names();
            String id = name + "-" + i;
            int node = chance.below(fleet.size());
            long at = services.atNanos() + services.overNanos() / count * i;
            fleet.agenda().at(at, "register " + id, () -> register(node, name, id));
        }
    }

    public RegistrationFigures figures() {
        return new RegistrationFigures(asked, answered, acknowledged, latencies.spread());
    }

    /** A host that is down has no services to register. */
    private void register(int node, String name, String id) {
        if (!fleet.isUp(node)) return;
        asked++;
        long askedNanos = fleet.nowNanos();
        ServiceDefinition service =
                new ServiceDefinition(id, name, "", 8_080, List.of(), new TreeMap<>(), List.of());
        fleet.ask(
                node,
                request -> new AgentCommand.Register(request, service),
                answer -> onAnswer(answer, name, new Directory.Instance(node, id), askedNanos));
    }

    private void onAnswer(
            Answer answer, String name, Directory.Instance instance, long askedNanos) {
        answered++;
        if (answer instanceof Answer.Stored(WriteResult result) && result.isAcknowledged()) {
            acknowledged++;
            latencies.add(fleet.nowNanos() - askedNanos);
            directory.add(name, instance);
        } else {
            long atNanos = fleet.nowNanos() + FOLLOWS_NANOS;
            String what = "expect " + instance.id();
            fleet.agenda().at(atNanos, what, () -> directory.add(name, instance));
        }
    }
}
