package dev.starling.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.Version;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;
import dev.starling.gossip.Rumor;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.Message;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

class PacketCodecTest {

    private static final NodeId ALICE = NodeId.hashOf(new byte[] {1});
    private static final NodeId BOB = NodeId.hashOf(new byte[] {2});
    private static final Endpoint HERE = new Endpoint(InetAddress.getLoopbackAddress(), 7946);

    private final PacketCodec codec = new PacketCodec("starling");

    @Test
    void a_packet_of_all_protocols_comes_back_as_it_went() throws MalformedMessageException {
        Packet packet = packet();

        byte[] bytes = codec.encode(packet);

        assertThat(codec.decode(bytes)).isEqualTo(packet);
        assertThat(bytes).hasSize(codec.sizeOf(packet));
    }

    @Test
    void a_packet_cut_inside_a_message_is_refused_and_between_two_is_a_shorter_packet()
            throws MalformedMessageException {
        Packet packet = packet();
        byte[] bytes = codec.encode(packet);
        int whole = 0;

        for (int length = 0; length < bytes.length; length++) {
            try {
                Packet shorter = codec.decode(Arrays.copyOf(bytes, length));
                int count = shorter.messages().size();
                assertThat(shorter.messages()).isEqualTo(packet.messages().subList(0, count));
                whole++;
            } catch (MalformedMessageException refused) {
                assertThat(refused).hasMessageMatching(".+");
            }
        }

        assertThat(whole).isEqualTo(packet.messages().size());
    }

    @Test
    void kinds_that_are_not_known_are_skipped() throws MalformedMessageException {
        byte[] bytes = codec.encode(new Packet(alice(), List.of(new SwimMessage.Ack(7))));
        byte[] extended = Arrays.copyOf(bytes, bytes.length + 5);
        extended[bytes.length] = (byte) 200;
        extended[bytes.length + 1] = 3;

        assertThat(codec.decode(extended).messages()).containsExactly(new SwimMessage.Ack(7));
    }

    @Test
    void packets_of_other_fleets_versions_and_keys_are_refused() {
        byte[] bytes = codec.encode(packet());

        assertThatThrownBy(() -> new PacketCodec("other").decode(bytes))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("cluster");
        for (int at : new int[] {0, 2, 3}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x55;
            assertThatThrownBy(() -> codec.decode(changed))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void millions_of_random_and_damaged_packets_raise_nothing_else_and_leave_nothing_behind() {
        Chance chance = Chance.stream(42, "noise");
        byte[] valid = codec.encode(packet());
        decodeNoise(chance, valid, 100_000);
        long before = usedBytes();

        int accepted = decodeNoise(chance, valid, 2_000_000);

        assertThat(usedBytes() - before).as("bytes still held").isLessThan(8L << 20);
        assertThat(accepted).as("damage that still reads as something").isPositive();
    }

    private int decodeNoise(Chance chance, byte[] valid, int rounds) {
        int accepted = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] bytes = i % 2 == 0 ? damaged(chance, valid) : random(chance, valid);
            try {
                codec.decode(bytes);
                accepted++;
            } catch (MalformedMessageException expected) {
                assertThat(expected.getStackTrace()).isEmpty();
            }
        }
        return accepted;
    }

    private static byte[] damaged(Chance chance, byte[] valid) {
        byte[] bytes = Arrays.copyOf(valid, 1 + chance.below(valid.length));
        for (int changes = chance.below(4); changes > 0; changes--) {
            bytes[chance.below(bytes.length)] = (byte) chance.nextLong();
        }
        return bytes;
    }

    /** A true header, so that the messages are reached, and anything behind it. */
    private static byte[] random(Chance chance, byte[] valid) {
        byte[] bytes = Arrays.copyOf(valid, 55 + chance.below(200));
        for (int i = 55; i < bytes.length; i++) {
            bytes[i] = (byte) chance.nextLong();
        }
        if (bytes.length > 56) bytes[55] = (byte) (1 + chance.below(80));
        return bytes;
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Sender alice() {
        return new Sender(ALICE, 3, HERE);
    }

    private static Packet packet() {
        MemberRecord bob = new MemberRecord(BOB, 2, 9, "bob", HERE, "a");
        Entry entry =
                new Entry(
                        Bytes.ofUtf8("web-1"),
                        ALICE,
                        new Version(3, 1),
                        60,
                        false,
                        Bytes.ofUtf8("payload"));
        List<Message> messages =
                List.of(
                        new SwimMessage.Ping(1, BOB),
                        new SwimMessage.Rumors(
                                List.of(new Rumor.Alive(bob), new Rumor.Suspect(BOB, 2, 9, ALICE))),
                        new SwimMessage.Snapshot(
                                true,
                                List.of(new SwimMessage.MemberState(bob, MemberStatus.DEAD, ALICE)),
                                List.of()),
                        new DhtMessage.Get(5, Key.of(1, "web"), List.of(1L, 2L)),
                        new DhtMessage.Put(6, Key.of(1, "web"), List.of(entry), List.of()));
        return new Packet(alice(), messages);
    }
}
