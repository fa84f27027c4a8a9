package dev.starling.simulator.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.Version;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;
import dev.starling.simulator.network.Addresses;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeMap;

class DiskTest {

    private static final NodeId ID = NodeId.hashOf(new byte[] {1});
    private static final Key KEY = Key.of(1, "web");

    private final Disk disk = new Disk();

    @Test
    void each_start_has_a_higher_epoch_and_an_overtaken_one_jumps() {
        assertThat(disk.raiseEpoch()).isEqualTo(1);
        assertThat(disk.raiseEpoch()).isEqualTo(2);

        disk.saveEpoch(9);

        assertThat(disk.raiseEpoch()).isEqualTo(10);
    }

    @Test
    void the_next_life_finds_what_was_saved_last() {
        ServiceDefinition web =
                new ServiceDefinition(
                        "web-1", "web", "", 80, List.of(), new TreeMap<>(), List.of());
        disk.saveServices(List.of(web));
        disk.savePeers(List.of(self(1)));
        disk.saveReplica(KEY, entry("a", 1, 1_000), 0);
        disk.saveReplica(KEY, entry("a", 2, 1_000), 0);
        disk.saveReplica(KEY, entry("b", 1, 1_000), 0);
        disk.dropReplica(KEY, Bytes.ofUtf8("b"));

        AgentBoot boot = disk.boot(self(2), 5, 0);

        assertThat(boot.services()).containsExactly(web);
        assertThat(boot.peers()).containsExactly(self(1));
        assertThat(boot.replicas())
                .containsExactly(new AgentBoot.Replica(KEY, entry("a", 2, 1_000)));
    }

    @Test
    void leases_run_on_while_the_host_is_down() {
        disk.saveReplica(KEY, entry("short", 1, 100), 0);
        disk.saveReplica(KEY, entry("long", 1, 1_000), 0);

        AgentBoot boot = disk.boot(self(2), 5, 400);

        assertThat(boot.replicas())
                .containsExactly(new AgentBoot.Replica(KEY, entry("long", 1, 600)));
    }

    private static MemberRecord self(long epoch) {
        return new MemberRecord(ID, epoch, 0, "n0", Addresses.of(0), "");
    }

    private static Entry entry(String subkey, long sequence, long leaseNanos) {
        Version version = new Version(1, sequence);
        return new Entry(Bytes.ofUtf8(subkey), ID, version, leaseNanos, false, Bytes.EMPTY);
    }
}
