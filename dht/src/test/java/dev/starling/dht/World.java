package dev.starling.dht;

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * A fleet of tables in virtual time. Every message is encoded and decoded, takes 1 to 20 ms, and
 * may be lost; who is up or down is told to the survivors by the test. Each host keeps a disk of
 * what {@code ReplicaChanged} and {@code ReplicaDropped} say.
 */
public final class World {

    /** One node, its disk, and whether it runs. */
    public static final class Host {
        final int number;
        public final Contact contact;
        public final TreeMap<Key, TreeMap<Bytes, Entry>> disk = new TreeMap<>();
        public boolean isRunning = true;
        public Dht dht;
        private long wakeNanos = Long.MAX_VALUE;

        private Host(int number, Contact contact) {
            this.number = number;
            this.contact = contact;
        }

        @Override
        public String toString() {
            return "host " + number;
        }
    }

    /** A message on its way, or a wake-up if there is none. */
    private record Event(long atNanos, long order, int to, int from, DhtMessage message)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** A question somebody sent, to look at afterwards. */
    public record Sent(long atNanos, int from, int to, DhtMessage message) {}

    public final List<Host> hosts = new ArrayList<>();
    public final List<Sent> sent = new ArrayList<>();
    public double loss;
    public BiPredicate<Integer, Integer> isCut = (from, to) -> false;
    public long traceHash;

    private final DhtConfig config;
    private final long seed;
    private final Chance chance;
    private final DhtCodec codec = new DhtCodec();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final TreeMap<Long, List<DhtEffect>> answers = new TreeMap<>();
    private long order;
    private long nowNanos;
    private long requests;

    public World(int count, long seed) {
        this(count, seed, DhtConfig.defaults());
    }

    public World(int count, long seed, DhtConfig config) {
        this.config = config;
        this.seed = seed;
        chance = Chance.stream(seed, "world");
        for (int i = 0; i < count; i++) {
            addHost();
        }
    }

    /** A fleet in which everybody has known everybody for long. */
    public static World converged(int count, long seed) {
        World world = new World(count, seed);
        world.introduceAll();
        world.runFor(Samples.seconds(10));
        return world;
    }

    public Host addHost() {
        int number = hosts.size();
        Host host = new Host(number, Samples.contact(Samples.randomId(chance), number));
        host.dht = new Dht(config, host.contact, seed + number);
        hosts.add(host);
        return host;
    }

    public long nowNanos() {
        return nowNanos;
    }

    public List<Host> running() {
        return hosts.stream().filter(host -> host.isRunning).toList();
    }

    public void introduceAll() {
        for (Host host : running()) {
            for (Host other : running()) {
                tellUp(host, other);
            }
        }
    }

    /** Both learn of each other, as by gossip. */
    public void introduce(Host host) {
        for (Host other : running()) {
            tellUp(host, other);
            tellUp(other, host);
        }
    }

    public void tellUp(Host listener, Host about) {
        listener.dht.contactUp(about.contact, nowNanos);
        rearm(listener);
    }

    public void tellDown(Host listener, Host about) {
        listener.dht.contactDown(about.contact.id(), nowNanos);
        rearm(listener);
    }

    /** Stops a host; nobody is told. */
    public void crash(Host host) {
        host.isRunning = false;
    }

    /** Everybody running hears that a host is dead. */
    public void announceDeath(Host dead) {
        for (Host host : running()) {
            tellDown(host, dead);
        }
    }

    /** Starts a host anew from its disk; it knows nobody. */
    public void restart(Host host) {
        host.isRunning = true;
        host.dht = new Dht(config, host.contact, seed + host.number + 10_000);
        host.disk.forEach((key, entries) ->
                entries.values().forEach(entry -> host.dht.restore(key, entry, nowNanos)));
        rearm(host);
    }

    /** The hosts that should keep a key, closest first, if all running hosts knew each other. */
    public List<Host> replicasOf(Key key) {
        List<Host> sorted = new ArrayList<>(running());
        NodeId point = key.point();
        sorted.sort((a, b) -> point.compareDistance(a.contact.id(), b.contact.id()));
        return sorted.subList(0, Math.min(config.replicas(), sorted.size()));
    }

    public long put(Host host, Key key, Entry... entries) {
        long request = ++requests;
        host.dht.put(request, key, List.of(entries), nowNanos, effect -> perform(host, effect));
        return settle(request, host);
    }

    public long get(Host host, Key key) {
        long request = ++requests;
        host.dht.get(request, key, nowNanos, effect -> perform(host, effect));
        return settle(request, host);
    }

    public long find(Host host, NodeId target) {
        long request = ++requests;
        host.dht.find(request, target, nowNanos, effect -> perform(host, effect));
        return settle(request, host);
    }

    /** Writes and runs on until the answer comes. */
    public WriteResult write(Host host, Key key, Entry... entries) {
        return ((DhtEffect.Written) await(put(host, key, entries))).result();
    }

    /** Reads and runs on until the answer comes. */
    public ReadResult read(Host host, Key key) {
        return ((DhtEffect.Read) await(get(host, key))).result();
    }

    /** Looks up and runs on until the answer comes. */
    public DhtEffect.Located locate(Host host, NodeId target) {
        return (DhtEffect.Located) await(find(host, target));
    }

    public void runFor(long nanos) {
        long until = nowNanos + nanos;
        while (!events.isEmpty() && events.peek().atNanos <= until) {
            step();
        }
        nowNanos = until;
    }

    /** How often each request has been answered, by request id. */
    public List<Integer> answerCounts() {
        List<Integer> counts = new ArrayList<>();
        for (long request = 1; request <= requests; request++) {
            counts.add(answers.getOrDefault(request, List.of()).size());
        }
        return counts;
    }

    public Optional<DhtEffect> answerTo(long request) {
        return answers.getOrDefault(request, List.of()).stream().findFirst();
    }

    private DhtEffect await(long request) {
        long deadline = nowNanos + 2 * config.lookupDeadlineNanos();
        while (answerTo(request).isEmpty() && events.peek().atNanos <= deadline) {
            step();
        }
        return answerTo(request).orElseThrow();
    }

    private long settle(long request, Host host) {
        rearm(host);
        return request;
    }

    private void step() {
        Event event = events.poll();
        nowNanos = event.atNanos;
        Host host = hosts.get(event.to);
        if (!host.isRunning) return;
        if (event.message == null) {
            host.wakeNanos = Long.MAX_VALUE;
            host.dht.tick(nowNanos, effect -> perform(host, effect));
        } else if (!isCut.test(event.from, event.to)) {
            Contact from = hosts.get(event.from).contact;
            host.dht.on(
                    Samples.sender(from), event.message, nowNanos, effect -> perform(host, effect));
        }
        if (hosts.size() <= 60) host.dht.checkInvariants();
        rearm(host);
    }

    private void rearm(Host host) {
        long next = host.dht.nextDeadlineNanos();
        if (next == Long.MAX_VALUE || next >= host.wakeNanos) return;
        host.wakeNanos = next;
        events.add(new Event(Math.max(next, nowNanos), ++order, host.number, host.number, null));
    }

    private void perform(Host host, DhtEffect effect) {
        switch (effect) {
            case DhtEffect.Send send -> send(host, send);
            case DhtEffect.Read read -> answer(read.requestId(), read);
            case DhtEffect.Written written -> answer(written.requestId(), written);
            case DhtEffect.Located located -> answer(located.requestId(), located);
            case DhtEffect.ReplicaChanged changed ->
                    host.disk
                            .computeIfAbsent(changed.key(), key -> new TreeMap<>(Bytes::compareTo))
                            .put(changed.entry().subkey(), changed.entry());
            case DhtEffect.ReplicaDropped dropped -> {
                TreeMap<Bytes, Entry> entries = host.disk.get(dropped.key());
                dropped.entries().forEach(entry -> entries.remove(entry.subkey()));
                if (entries.isEmpty()) host.disk.remove(dropped.key());
            }
        }
    }

    private void answer(long request, DhtEffect effect) {
        answers.computeIfAbsent(request, any -> new ArrayList<>()).add(effect);
    }

    private void send(Host host, DhtEffect.Send send) {
        byte[] address = send.to().address().getAddress();
        int to = (address[2] & 0xff) << 8 | address[3] & 0xff;
        if (to == host.number) throw new AssertionError(host + " sent itself " + send);
        sent.add(new Sent(nowNanos, host.number, to, send.message()));
        byte[] bytes = encoded(send.message());
        traceHash = Chance.mix(traceHash ^ nowNanos ^ to + Bytes.of(bytes).hashCode());
        if (chance.unit() < loss || isCut.test(host.number, to)) return;
        long latency = Samples.ms(1) + chance.below(Samples.ms(19));
        DhtMessage decoded = decoded(codec.kindOf(send.message()), bytes);
        events.add(new Event(nowNanos + latency, ++order, to, host.number, decoded));
    }

    private byte[] encoded(DhtMessage message) {
        WireWriter writer = WireWriter.upTo(Limits.FRAME_MESSAGES_BYTES);
        codec.write(message, writer);
        return writer.toArray();
    }

    private DhtMessage decoded(int kind, byte[] bytes) {
        try {
            return codec.read(kind, WireReader.of(bytes));
        } catch (MalformedMessageException ours) {
            throw new AssertionError("our own message is refused", ours);
        }
    }

    /** All keys that anybody running holds. */
    public TreeSet<Key> heldKeys() {
        TreeSet<Key> keys = new TreeSet<>();
        running().forEach(host -> keys.addAll(host.dht.keys()));
        return keys;
    }

    /** What a host holds, as its disk should say it. */
    public Map<Key, List<Entry>> memoryOf(Host host) {
        Map<Key, List<Entry>> memory = new TreeMap<>();
        for (Key key : host.dht.keys()) {
            memory.put(key, Samples.withoutLeases(host.dht.held(key, nowNanos)));
        }
        return memory;
    }

    public Map<Key, List<Entry>> diskOf(Host host) {
        Map<Key, List<Entry>> disk = new TreeMap<>();
        host.disk.forEach((key, entries) ->
                disk.put(key, Samples.withoutLeases(List.copyOf(entries.values()))));
        return disk;
    }
}
