package dev.starling.simulator.host;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Bytes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a host's data directory keeps: every save is there at once, and survives everything. */
final class Disk {

    private record Place(Key key, Bytes subkey) {}

    /** Leases run on while nobody looks. */
    private record Kept(Entry entry, long endsNanos) {}

    private long epoch;
    private List<MemberRecord> peers = List.of();
    private List<ServiceDefinition> services = List.of();
    private final Map<Place, Kept> replicas = new LinkedHashMap<>();
    private final Map<TaskKey, TaskLaunch> tasks = new LinkedHashMap<>();

    /** Counts one more start. */
    long raiseEpoch() {
        return ++epoch;
    }

    void saveEpoch(long least) {
        epoch = Math.max(epoch, least);
    }

    void savePeers(List<MemberRecord> saved) {
        peers = saved;
    }

    void saveServices(List<ServiceDefinition> saved) {
        services = saved;
    }

    void saveReplica(Key key, Entry entry, long nowNanos) {
        replicas.put(
                new Place(key, entry.subkey()), new Kept(entry, nowNanos + entry.leaseNanos()));
    }

    void dropReplica(Key key, Bytes subkey) {
        replicas.remove(new Place(key, subkey));
    }

    void saveTask(TaskLaunch launch) {
        tasks.put(launch.key(), launch);
    }

    void forgetTask(TaskKey task) {
        tasks.remove(task);
    }

    List<TaskLaunch> tasks() {
        return List.copyOf(tasks.values());
    }

    /** What the next life is told. */
    AgentBoot boot(MemberRecord self, long seed, long nowNanos) {
        List<AgentBoot.Replica> kept = new ArrayList<>();
        replicas.values().removeIf(replica -> replica.endsNanos() <= nowNanos);
        replicas.forEach((place, replica) -> {
            long leaseNanos = replica.endsNanos() - nowNanos;
            Entry entry = replica.entry().withLease(leaseNanos);
            kept.add(new AgentBoot.Replica(place.key(), entry));
        });
        return new AgentBoot(self, seed, peers, services, List.copyOf(kept), tasks());
    }
}
