package dev.starling.agent.store;

import dev.starling.gossip.MemberRecord;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

/** A member to rejoin by. */
final class PeerForm implements Form<MemberRecord> {

    @Override
    public void write(MemberRecord peer, WireWriter writer) {
        writer.nodeId(peer.id());
        writer.u64(peer.epoch());
        writer.u64(peer.incarnation());
        writer.text(peer.name());
        writer.endpoint(peer.endpoint());
        writer.text(peer.zone());
    }

    @Override
    public MemberRecord read(WireReader reader) throws MalformedMessageException {
        return new MemberRecord(
                reader.nodeId(),
                reader.u64(),
                reader.u64(),
                reader.text(MemberRecord.NAME_BYTES),
                reader.endpoint(),
                reader.text(MemberRecord.ZONE_BYTES));
    }
}
