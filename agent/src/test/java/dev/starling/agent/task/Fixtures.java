package dev.starling.agent.task;

import dev.starling.dht.Contact;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Nodes, jobs and times that tests of tasks share. */
public final class Fixtures {

    public static final long MEBIBYTE = 1L << 20;
    public static final Resources SMALL = new Resources(500, 256 * MEBIBYTE);
    public static final Resources HOST = new Resources(4_000, 8_192 * MEBIBYTE);
    public static final TaskConfig CONFIG = TaskConfig.defaults(true, HOST);

    private Fixtures() {}

    public static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    public static MemberRecord record(int number) {
        return record(number, 1);
    }

    public static MemberRecord record(int number, long epoch) {
        NodeId id = NodeId.hashOf(("node " + number).getBytes());
        return new MemberRecord(id, epoch, 0, "n" + number, endpoint(number), "");
    }

    private static Endpoint endpoint(int number) {
        byte[] address = {10, 0, (byte) (number >> 8), (byte) number};
        try {
            return new Endpoint(InetAddress.getByAddress(address), 7946);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static NodeId id(int number) {
        return record(number).id();
    }

    public static Contact contact(int number) {
        return new Contact(id(number), endpoint(number));
    }

    public static Sender sender(int number) {
        return new Sender(id(number), 1, endpoint(number));
    }

    public static Member member(int number, MemberStatus status) {
        return new Member(record(number), status, 0);
    }

    public static JobSpec job(String name, int count) {
        return job(name, count, SMALL);
    }

    public static JobSpec job(String name, int count, Resources each) {
        SortedMap<String, String> environment = new TreeMap<>();
        environment.put("LEVEL", "3");
        return new JobSpec(
                name, count, List.of("/bin/run", "--fast"), environment, each, ms(5_000));
    }

    public static TaskLaunch launch(JobSpec spec, int index, int attempt) {
        return new TaskLaunch(new TaskKey(spec.name(), 1, index, attempt), spec);
    }
}
