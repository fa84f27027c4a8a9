package dev.starling.dht;

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Values that many tests need. */
public final class Samples {

    public static final Key KEY = Key.of(1, "web");

    private Samples() {}

    public static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    public static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    public static NodeId randomId(Chance chance) {
        return new NodeId(
                chance.nextLong(), chance.nextLong(), chance.nextLong(), chance.nextLong());
    }

    /** A contact whose endpoint is told by {@code number}, 0 to 65,535. */
    public static Contact contact(NodeId id, int number) {
        byte[] address = {10, 0, (byte) (number >> 8), (byte) number};
        return new Contact(id, new Endpoint(addressOf(address), 7946));
    }

    public static Contact randomContact(Chance chance) {
        return contact(randomId(chance), chance.below(65_536));
    }

    /** {@code count} contacts, the closest to {@code target} first: they differ in bits 0 to 7. */
    public static List<Contact> contactsByDistance(NodeId target, int count) {
        List<Contact> contacts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            NodeId id = target.distanceTo(new NodeId((long) i << 56, 0, 0, 0));
            contacts.add(contact(id, i));
        }
        return contacts;
    }

    public static Sender sender(Contact contact) {
        return new Sender(contact.id(), 1, contact.endpoint());
    }

    public static Entry entry(String subkey, long sequence, String payload) {
        return new Entry(
                Bytes.ofUtf8(subkey),
                KEY.point(),
                new Version(1, sequence),
                DhtConfig.defaults().leaseNanos(),
                false,
                Bytes.ofUtf8(payload));
    }

    public static Entry tombstone(String subkey, long sequence) {
        return new Entry(
                Bytes.ofUtf8(subkey),
                KEY.point(),
                new Version(1, sequence),
                DhtConfig.defaults().leaseNanos(),
                true,
                Bytes.EMPTY);
    }

    /** Without what passing on changes: leases compare as equal. */
    public static List<Entry> withoutLeases(List<Entry> entries) {
        return entries.stream().map(entry -> entry.withLease(0)).toList();
    }

    /** The usual settings with other bounds. */
    public static DhtConfig config(int mostKeys, int mostEntriesPerKey) {
        long deadlineNanos = DhtConfig.defaults().lookupDeadlineNanos();
        return config(deadlineNanos, mostKeys, mostEntriesPerKey);
    }

    /** The usual settings with another deadline for lookups. */
    public static DhtConfig config(long lookupDeadlineNanos) {
        DhtConfig usual = DhtConfig.defaults();
        return config(lookupDeadlineNanos, usual.mostKeys(), usual.mostEntriesPerKey());
    }

    private static DhtConfig config(long lookupDeadlineNanos, int mostKeys, int mostEntriesPerKey) {
        DhtConfig usual = DhtConfig.defaults();
        return new DhtConfig(
                usual.replicas(),
                usual.writeAcks(),
                usual.readReplicas(),
                usual.parallelism(),
                usual.requestTimeoutNanos(),
                lookupDeadlineNanos,
                usual.repairDelayNanos(),
                usual.leaseNanos(),
                usual.formerGraceNanos(),
                mostKeys,
                mostEntriesPerKey);
    }

    private static InetAddress addressOf(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
