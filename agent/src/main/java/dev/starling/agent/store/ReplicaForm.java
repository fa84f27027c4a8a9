package dev.starling.agent.store;

import dev.starling.agent.core.AgentBoot.Replica;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.Version;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

/** An entry held for the fleet, with its key. */
final class ReplicaForm implements Form<Replica> {

    @Override
    public void write(Replica replica, WireWriter writer) {
        Entry entry = replica.entry();
        writer.u8(replica.key().space());
        writer.nodeId(replica.key().point());
        writer.bytes(entry.subkey());
        writer.nodeId(entry.writer());
        writer.u64(entry.version().epoch());
        writer.u64(entry.version().sequence());
        writer.u64(entry.leaseNanos());
        writer.bool(entry.isTombstone());
        writer.bytes(entry.payload());
    }

    @Override
    public Replica read(WireReader reader) throws MalformedMessageException {
        Key key = new Key(reader.u8(), reader.nodeId());
        Entry entry =
                new Entry(
                        reader.bytes(Entry.SUBKEY_BYTES),
                        reader.nodeId(),
                        new Version(reader.u64(), reader.u64()),
                        reader.u64(),
                        reader.bool(),
                        reader.bytes(Entry.PAYLOAD_BYTES));
        return new Replica(key, entry);
    }
}
