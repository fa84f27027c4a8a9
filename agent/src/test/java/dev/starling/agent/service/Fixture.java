package dev.starling.agent.service;

import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.MalformedMessageException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A host's services beside a table and a membership that do as they are told: time is a number, and
 * a write is answered when the test says so.
 */
final class Fixture {

    static final long LEASE_NANOS = Duration.ofMinutes(15).toNanos();
    static final WriteResult ACKNOWLEDGED = new WriteResult(3, 3, 5);
    static final WriteResult UNHEARD = new WriteResult(1, 3, 5);

    final MemberRecord self;
    final Services services;
    final List<ServiceEffect> effects = new ArrayList<>();
    final TreeMap<NodeId, Member> members = new TreeMap<>();
    final TreeMap<Key, TreeMap<String, Entry>> table;
    long nowNanos = ms(1_000);

    Fixture(String name, long epoch, TreeMap<Key, TreeMap<String, Entry>> table) {
        this.self = record(name, epoch);
        this.services = new Services(self, LEASE_NANOS, 7);
        this.table = table;
        sees(self, MemberStatus.ALIVE);
    }

    /** A host whose writes reach a table of its own. */
    static Fixture host(String name) {
        return new Fixture(name, 1, new TreeMap<>());
    }

    static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    static MemberRecord record(String name, long epoch) {
        NodeId id = NodeId.hashOf(Bytes.ofUtf8(name).toArray());
        return new MemberRecord(id, epoch, 0, name, endpoint(), "");
    }

    private static Endpoint endpoint() {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 7}), 7946);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ServiceDefinition service(String id, String name, CheckDefinition... checks) {
        return new ServiceDefinition(
                id, name, "", 8080, List.of(), new TreeMap<>(), List.of(checks));
    }

    static CheckDefinition http(String id) {
        return new CheckDefinition.Http(id, "http://127.0.0.1/", ms(1_000), ms(500));
    }

    static CheckDefinition ttl(String id, long ttlMillis) {
        return new CheckDefinition.Ttl(id, ms(ttlMillis));
    }

    void sees(MemberRecord record, MemberStatus status) {
        members.put(record.id(), new Member(record, status, nowNanos));
    }

    Consumer<ServiceEffect> out() {
        return effects::add;
    }

    void register(ServiceDefinition definition) {
        services.register(100, definition, nowNanos, out());
    }

    void check(CheckRef ref, CheckStatus status, String output) {
        services.onCheck(new CheckResult(ref, status, output), nowNanos, out());
    }

    void written(ServiceEffect.Write write, WriteResult result) {
        services.onWritten(write.token(), result, nowNanos, out());
    }

    /** Lets time pass, waking the services whenever they asked for it. */
    void passMillis(long millis) {
        long end = nowNanos + ms(millis);
        while (services.nextDeadlineNanos() <= end) {
            nowNanos = Math.max(nowNanos, services.nextDeadlineNanos());
            services.tick(nowNanos, out());
            services.checkInvariants();
        }
        nowNanos = end;
    }

    /** Has the table store and acknowledge what was written since. */
    void settle() {
        for (ServiceEffect.Write write : take(ServiceEffect.Write.class)) {
            for (Entry entry : write.entries()) {
                table.computeIfAbsent(write.key(), key -> new TreeMap<>())
                        .merge(
                                entry.subkey().toUtf8(),
                                entry,
                                (old, fresh) -> fresh.supersedes(old) ? fresh : old);
            }
            written(write, ACKNOWLEDGED);
        }
        services.checkInvariants();
    }

    /** Takes the effects of one kind off the list. */
    <T extends ServiceEffect> List<T> take(Class<T> kind) {
        List<T> taken = effects.stream().filter(kind::isInstance).map(kind::cast).toList();
        effects.removeIf(kind::isInstance);
        return taken;
    }

    <T extends ServiceEffect> T takeOnly(Class<T> kind) {
        List<T> taken = take(kind);
        if (taken.size() != 1) throw new AssertionError("not one " + kind + " but " + taken);
        return taken.getFirst();
    }

    /** The one instance that was written since. */
    ServiceInstance takePublished() {
        return instanceIn(takeOnly(ServiceEffect.Write.class));
    }

    static ServiceInstance instanceIn(ServiceEffect.Write write) {
        try {
            return InstanceCodec.instanceOf(write.entries().getFirst());
        } catch (MalformedMessageException wrong) {
            throw new AssertionError(wrong);
        }
    }

    static Entry entryIn(ServiceEffect.Write write) {
        return write.entries().getFirst();
    }

    ServiceAnswer lookup(String name) {
        return lookup(new ServiceQuery(1, name, Optional.empty(), false));
    }

    ServiceAnswer lookup(ServiceQuery query) {
        services.lookup(query, nowNanos, out());
        ServiceEffect.Read read = takeOnly(ServiceEffect.Read.class);
        List<Entry> held =
                table.getOrDefault(read.key(), new TreeMap<>()).values().stream()
                        .filter(entry -> !entry.isTombstone())
                        .toList();
        return answer(read.token(), new ReadResult(held, 2, 2, true, 1));
    }

    ServiceAnswer answer(long token, ReadResult result) {
        services.onRead(token, result, id -> Optional.ofNullable(members.get(id)), out());
        return takeOnly(ServiceEffect.Found.class).answer();
    }
}
