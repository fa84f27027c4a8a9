package dev.starling.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class DhtCodecTest {

    private final DhtCodec codec = new DhtCodec();
    private final Chance chance = Chance.stream(7, "codec");

    @Test
    void every_message_survives_its_round_trip() throws MalformedMessageException {
        for (int i = 0; i < 2_000; i++) {
            for (DhtMessage message : oneOfEach()) {
                byte[] bytes = encoded(message);

                assertThat(codec.sizeOf(message)).isEqualTo(bytes.length);
                assertThat(codec.read(codec.kindOf(message), WireReader.of(bytes)))
                        .isEqualTo(message);
            }
        }
    }

    @Test
    void every_prefix_of_a_message_is_refused() {
        for (DhtMessage message : oneOfEach()) {
            byte[] bytes = encoded(message);
            for (int length = 0; length < bytes.length; length++) {
                byte[] prefix = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> codec.read(codec.kindOf(message), WireReader.of(prefix)))
                        .isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @Test
    void fields_that_a_newer_agent_appends_are_ignored() throws MalformedMessageException {
        for (DhtMessage message : oneOfEach()) {
            byte[] bytes = encoded(message);
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 9);

            assertThat(codec.read(codec.kindOf(message), WireReader.of(longer))).isEqualTo(message);
        }
    }

    @Test
    void noise_is_read_or_refused_and_nothing_else() {
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[chance.below(120)];
            for (int at = 0; at < noise.length; at++) {
                noise[at] = (byte) (chance.below(4) == 0 ? chance.below(256) : chance.below(3));
            }
            if (!isRead(32 + chance.below(6), noise)) refused++;
        }
        assertThat(refused).isBetween(1, 199_999);
    }

    @Test
    void damaged_messages_are_read_or_refused_and_nothing_else() {
        int refused = 0;
        for (int i = 0; i < 6_000; i++) {
            for (DhtMessage message : oneOfEach()) {
                byte[] bytes = encoded(message);
                bytes[8 + chance.below(bytes.length - 8)] = (byte) chance.below(256);
                if (!isRead(codec.kindOf(message), bytes)) refused++;
            }
        }
        assertThat(refused).isBetween(1, 35_999);
    }

    @Test
    void kinds_are_those_of_the_table() {
        assertThat(oneOfEach().stream().map(codec::kindOf)).containsExactly(32, 33, 34, 35, 36, 37);
        assertThat(codec.knows(31)).isFalse();
        assertThat(codec.knows(32)).isTrue();
        assertThat(codec.knows(37)).isTrue();
        assertThat(codec.knows(38)).isFalse();
        assertThatThrownBy(() -> codec.read(38, WireReader.of(new byte[100])))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("38");
    }

    @Test
    void more_contacts_than_allowed_are_refused() {
        List<Contact> many = new ArrayList<>();
        for (int i = 0; i <= DhtMessage.MOST_CONTACTS; i++) {
            many.add(Samples.randomContact(chance));
        }
        assertThatThrownBy(() -> reread(new DhtMessage.Closer(1, many)))
                .isInstanceOf(MalformedMessageException.class);
        assertThat(isRead(33, encoded(new DhtMessage.Closer(1, many.subList(0, 20))))).isTrue();
    }

    @Test
    void entries_that_cannot_be_are_refused() {
        Entry tombstone = Samples.tombstone("a", 1);
        byte[] bytes = encoded(new DhtMessage.Put(1, Samples.KEY, List.of(tombstone), List.of()));
        int payloadLength = bytes.length - 2;

        byte[] withPayload = Arrays.copyOf(bytes, bytes.length + 5);
        withPayload[payloadLength] = 5;
        assertThatThrownBy(() -> codec.read(36, WireReader.of(withPayload)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("tombstone");

        byte[] withoutSubkey = bytes.clone();
        withoutSubkey[8 + 33 + 1] = 0;
        assertThatThrownBy(() -> codec.read(36, WireReader.of(withoutSubkey)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("subkey");

        WireWriter endless = WireWriter.upTo(200);
        endless.u64(1);
        endless.u8(1);
        endless.nodeId(Samples.KEY.point());
        endless.varint(1);
        endless.bytes(Bytes.ofUtf8("a"));
        endless.nodeId(Samples.KEY.point());
        endless.varint(1);
        endless.varint(1);
        endless.varint(-1);
        assertThatThrownBy(() -> codec.read(36, WireReader.of(endless.toArray())))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("lease");
    }

    @Test
    void a_list_of_entries_within_its_budget_fits_a_frame_with_all_else() {
        List<Entry> entries = new ArrayList<>();
        int size = 0;
        while (true) {
            Entry next = randomEntry(Entry.PAYLOAD_BYTES);
            if (size + DhtCodec.sizeOf(next) > DhtCodec.ENTRIES_BYTES) break;
            size += DhtCodec.sizeOf(next);
            entries.add(next);
        }
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < DhtMessage.MOST_CONTACTS; i++) {
            contacts.add(Samples.randomContact(chance));
        }
        DhtMessage held = new DhtMessage.Held(1, true, true, false, contacts, entries);
        assertThat(codec.framedSizeOf(held))
                .isGreaterThan(Limits.FRAME_MESSAGES_BYTES - 12_000)
                .isLessThanOrEqualTo(Limits.FRAME_MESSAGES_BYTES);
    }

    private List<DhtMessage> oneOfEach() {
        long id = chance.nextLong();
        NodeId point = Samples.randomId(chance);
        Key key = new Key(chance.below(256), point);
        return List.of(
                new DhtMessage.Find(id, point, randomKnown()),
                new DhtMessage.Closer(id, randomContacts()),
                new DhtMessage.Get(id, key, randomKnown()),
                new DhtMessage.Held(
                        id,
                        chance.below(2) == 0,
                        chance.below(2) == 0,
                        chance.below(2) == 0,
                        randomContacts(),
                        randomEntries()),
                new DhtMessage.Put(id, key, randomEntries(), randomKnown()),
                new DhtMessage.PutAck(id, chance.below(2) == 0, randomContacts()));
    }

    private List<Long> randomKnown() {
        List<Long> known = new ArrayList<>();
        for (int i = chance.below(DhtMessage.MOST_CONTACTS + 1); i > 0; i--) {
            known.add(chance.nextLong());
        }
        return known;
    }

    private List<Contact> randomContacts() {
        List<Contact> contacts = new ArrayList<>();
        for (int i = chance.below(4); i > 0; i--) {
            contacts.add(Samples.randomContact(chance));
        }
        return contacts;
    }

    private List<Entry> randomEntries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = chance.below(4); i > 0; i--) {
            entries.add(randomEntry(40));
        }
        return entries;
    }

    private Entry randomEntry(int mostPayloadBytes) {
        boolean isTombstone = chance.below(4) == 0;
        return new Entry(
                randomBytes(1 + chance.below(20)),
                Samples.randomId(chance),
                new Version(chance.nextLong() >>> chance.below(64), chance.nextLong()),
                chance.nextLong() >>> 1 + chance.below(60),
                isTombstone,
                isTombstone ? Bytes.EMPTY : randomBytes(chance.below(mostPayloadBytes + 1)));
    }

    private Bytes randomBytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) chance.below(256);
        }
        return Bytes.of(bytes);
    }

    private byte[] encoded(DhtMessage message) {
        WireWriter writer = WireWriter.upTo(Limits.FRAME_BYTES);
        codec.write(message, writer);
        return writer.toArray();
    }

    private DhtMessage reread(DhtMessage message) throws MalformedMessageException {
        return codec.read(codec.kindOf(message), WireReader.of(encoded(message)));
    }

    private boolean isRead(int kind, byte[] bytes) {
        try {
            codec.read(kind, WireReader.of(bytes));
            return true;
        } catch (MalformedMessageException refused) {
            return false;
        }
    }
}
