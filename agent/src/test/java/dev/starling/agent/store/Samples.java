package dev.starling.agent.store;

import dev.starling.agent.core.AgentBoot.Replica;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.Version;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of each thing that a data directory keeps. */
final class Samples {

    private Samples() {}

    static ServiceDefinition service(String id) {
        return new ServiceDefinition(
                id,
                "web",
                "10.0.0.7",
                8080,
                List.of("blue", "größer"),
                new TreeMap<>(Map.of("version", "3", "owner", "")),
                List.of(
                        new CheckDefinition.Http("http", "http://127.0.0.1/ok", 10, 5),
                        new CheckDefinition.Tcp("tcp", "localhost", 65_535, 7, 6),
                        new CheckDefinition.Ttl("ttl", 30)));
    }

    static Replica replica(String name, String subkey, long sequence) {
        Entry entry =
                new Entry(
                        Bytes.ofUtf8(subkey),
                        NodeId.hashOf(new byte[] {1}),
                        new Version(-1, sequence),
                        900,
                        false,
                        Bytes.ofUtf8("payload of " + name));
        return new Replica(Key.of(1, name), entry);
    }

    static TaskLaunch task(int index) {
        JobSpec spec =
                new JobSpec(
                        "etl",
                        5,
                        List.of("/bin/sh", "-c", "exit 3"),
                        new TreeMap<>(Map.of("A", "b")),
                        new Resources(1_500, 1L << 40),
                        5_000_000_000L);
        return new TaskLaunch(new TaskKey("etl", 2, index, 4), spec);
    }

    static MemberRecord peer(int number) {
        byte[] address = {127, 0, 0, (byte) number};
        try {
            return new MemberRecord(
                    NodeId.hashOf(address),
                    3,
                    4,
                    "node-" + number,
                    new Endpoint(InetAddress.getByAddress(address), 7_946),
                    "zone");
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
