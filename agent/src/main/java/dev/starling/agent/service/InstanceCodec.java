package dev.starling.agent.service;

import dev.starling.dht.Entry;
import dev.starling.dht.Version;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An instance as an entry of the table; the layout stands in the package's description.
 *
 * <p>Owner and id stand in the subkey alone, so that no entry can contradict itself about them.
 */
final class InstanceCodec {

    private static final int OUTPUT_BYTES = 3 * ServiceInstance.OUTPUT_CHARACTERS;
    private static final CheckStatus[] STATUSES = CheckStatus.values();

    private InstanceCodec() {}

    static Bytes subkeyOf(NodeId owner, String serviceId) {
        byte[] id = Bytes.ofUtf8(serviceId).toArray();
        byte[] subkey = Arrays.copyOf(owner.toBytes(), NodeId.SIZE_BYTES + id.length);
        System.arraycopy(id, 0, subkey, NodeId.SIZE_BYTES, id.length);
        return Bytes.of(subkey);
    }

    static Entry entryOf(ServiceInstance instance, Version version, long leaseNanos) {
        WireWriter writer = WireWriter.upTo(Entry.PAYLOAD_BYTES);
        write(instance, writer);
        return new Entry(
                subkeyOf(instance.owner(), instance.id()),
                instance.owner(),
                version,
                leaseNanos,
                false,
                Bytes.of(writer.toArray()));
    }

    static Entry tombstoneOf(NodeId owner, String serviceId, Version version, long leaseNanos) {
        return new Entry(subkeyOf(owner, serviceId), owner, version, leaseNanos, true, Bytes.EMPTY);
    }

    /** Reads an entry that is not a tombstone and that anybody may have written. */
    static ServiceInstance instanceOf(Entry entry) throws MalformedMessageException {
        String id = idIn(entry);
        WireReader reader = WireReader.of(entry.payload().toArray());
        CheckStatus status = status(reader);
        String name = reader.text(ServiceDefinition.ID_BYTES);
        String address = reader.text(ServiceDefinition.MOST_TEXT_BYTES);
        int port = reader.u16();
        if (name.isEmpty() || address.isEmpty() || port == 0) {
            throw new MalformedMessageException("an instance without name, address or port");
        }
        List<String> tags = tags(reader);
        SortedMap<String, String> meta = meta(reader);
        String output = reader.text(OUTPUT_BYTES);
        return new ServiceInstance(
                entry.writer(), id, name, address, port, tags, meta, status, output);
    }

    private static void write(ServiceInstance instance, WireWriter writer) {
        writer.u8(instance.status().ordinal());
        writer.text(instance.name());
        writer.text(instance.address());
        writer.u16(instance.port());
        writer.varint(instance.tags().size());
        instance.tags().forEach(writer::text);
        writer.varint(instance.meta().size());
        instance.meta()
                .forEach((key, value) -> {
                    writer.text(key);
                    writer.text(value);
                });
        writer.text(instance.output());
    }

    private static String idIn(Entry entry) throws MalformedMessageException {
        byte[] subkey = entry.subkey().toArray();
        if (subkey.length <= NodeId.SIZE_BYTES) {
            throw new MalformedMessageException("a subkey of " + subkey.length + " bytes");
        }
        Bytes id = Bytes.of(Arrays.copyOfRange(subkey, NodeId.SIZE_BYTES, subkey.length));
        String text = id.toUtf8();
        if (!subkeyOf(entry.writer(), text).equals(entry.subkey())) {
            throw new MalformedMessageException("a subkey that is not its writer's");
        }
        return text;
    }

    private static CheckStatus status(WireReader reader) throws MalformedMessageException {
        int status = reader.u8();
        if (status >= STATUSES.length) {
            throw new MalformedMessageException("a status of " + status);
        }
        return STATUSES[status];
    }

    private static List<String> tags(WireReader reader) throws MalformedMessageException {
        int count = reader.count(ServiceDefinition.MOST_TAGS);
        List<String> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tags.add(reader.text(ServiceDefinition.MOST_TEXT_BYTES));
        }
        return tags;
    }

    private static SortedMap<String, String> meta(WireReader reader)
            throws MalformedMessageException {
        int count = reader.count(ServiceDefinition.MOST_META);
        TreeMap<String, String> meta = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = reader.text(ServiceDefinition.MOST_TEXT_BYTES);
            String former = meta.put(key, reader.text(ServiceDefinition.MOST_TEXT_BYTES));
            if (former != null) throw new MalformedMessageException("a meta key twice");
        }
        return meta;
    }
}
