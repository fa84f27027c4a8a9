package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

class SwimCodecTest {

    /** Of every field the largest. */
    private static final MemberRecord LARGEST =
            new MemberRecord(CAROL.id(), -1, -1, "ü".repeat(32), ipv6(65_535), "z".repeat(32));

    private final SwimCodec codec = new SwimCodec();

    static Endpoint ipv6(int number) {
        byte[] address = new byte[16];
        address[0] = (byte) 0xfd;
        address[14] = (byte) (number >> 8);
        address[15] = (byte) number;
        try {
            return new Endpoint(InetAddress.getByAddress(address), 65_535);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Stream<SwimMessage> messages() {
        Notice notice = new Notice(BOB.id(), 255, -1, 3, Bytes.ofUtf8("free"));
        Notice full = new Notice(CAROL.id(), 0, -1, -1, Bytes.of(new byte[Notice.PAYLOAD_BYTES]));
        List<MemberState> states =
                List.of(
                        new MemberState(ALICE, MemberStatus.ALIVE, ALICE.id()),
                        new MemberState(BOB, MemberStatus.SUSPECT, CAROL.id()),
                        new MemberState(LARGEST, MemberStatus.DEAD, BOB.id(), Long.MAX_VALUE),
                        new MemberState(BOB, MemberStatus.LEFT, BOB.id(), 5));
        return Stream.of(
                new SwimMessage.Ping(0, BOB.id(), Carrier.DATAGRAM),
                new SwimMessage.Ping(-1, BOB.id(), Carrier.STREAM),
                new SwimMessage.Ack(127),
                new SwimMessage.Ack(128),
                new SwimMessage.PingReq(300, BOB.id(), BOB.endpoint()),
                new SwimMessage.PingReq(-1, BOB.id(), ipv6(7)),
                new SwimMessage.Rumors(List.of()),
                new SwimMessage.Rumors(
                        List.of(
                                Fleet.alive(ALICE),
                                Fleet.alive(LARGEST),
                                Fleet.suspect(BOB, CAROL),
                                Fleet.dead(LARGEST, ALICE),
                                Fleet.left(BOB))),
                new SwimMessage.Rumors(
                        Fleet.members(255).stream().map(one -> (Rumor) Fleet.alive(one)).toList()),
                new SwimMessage.Notices(List.of()),
                new SwimMessage.Notices(List.of(notice, full)),
                new SwimMessage.Snapshot(false, List.of(), List.of()),
                new SwimMessage.Snapshot(true, states, List.of(notice, full)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_was_written_is_read(SwimMessage message) throws MalformedMessageException {
        byte[] body = encode(message);

        assertThat(codec.read(codec.kindOf(message), WireReader.of(body))).isEqualTo(message);
        assertThat(codec.sizeOf(message)).isEqualTo(body.length);
        assertThat(codec.knows(codec.kindOf(message))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void every_prefix_is_refused(SwimMessage message) {
        byte[] body = encode(message);
        for (int length = 0; length < body.length; length++) {
            byte[] prefix = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> codec.read(codec.kindOf(message), WireReader.of(prefix)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bytes_that_a_newer_agent_appends_are_ignored(SwimMessage message)
            throws MalformedMessageException {
        byte[] body = encode(message);
        byte[] longer = Arrays.copyOf(body, body.length + 9);

        assertThat(codec.read(codec.kindOf(message), WireReader.of(longer))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_damaged_byte_is_refused_or_says_something_else_but_never_breaks(SwimMessage message) {
        byte[] body = encode(message);
        Chance chance = Chance.stream(1, "damage");
        for (int i = 0; i < 2_000 && body.length > 0; i++) {
            byte[] damaged = body.clone();
            damaged[chance.below(body.length)] ^= (byte) (1 + chance.below(255));
            readOrRefuse(codec.kindOf(message), damaged);
        }
    }

    /** What one input makes the decoder allocate bounds what a flood of them keeps of the heap. */
    @Test
    void a_million_inputs_of_noise_are_read_or_refused_and_none_takes_much_memory() {
        Chance chance = Chance.stream(2, "noise");
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        long mostBytes = 0; // after the first few, which load classes
        for (int i = 0; i < 1_000_000; i++) {
            byte[] noise = noise(chance);
            int kind = 1 + chance.below(6);
            long before = thread.getCurrentThreadAllocatedBytes();
            if (!readOrRefuse(kind, noise)) refused++;
            long usedBytes = thread.getCurrentThreadAllocatedBytes() - before;
            if (i > 10_000) mostBytes = Math.max(mostBytes, usedBytes);
        }

        assertThat(refused).isGreaterThan(500_000);
        assertThat(mostBytes).isLessThan(16 << 10);
    }

    private static byte[] noise(Chance chance) {
        byte[] noise = new byte[chance.below(256)];
        for (int at = 0; at < noise.length; at += 8) {
            long bits = chance.nextLong();
            for (int i = at; i < Math.min(at + 8, noise.length); i++) {
                noise[i] = (byte) (bits >>> 8 * (i - at));
            }
        }
        return noise;
    }

    @Test
    void a_count_that_cannot_be_is_refused_before_anything_is_allocated() {
        WireWriter writer = WireWriter.upTo(100);
        writer.bool(true);
        writer.varint(Integer.MAX_VALUE);

        assertThatThrownBy(() -> codec.read(6, WireReader.of(writer.toArray())))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("2147483647 entries");
    }

    @Test
    void rumors_and_states_of_unknown_kinds_are_skipped() throws MalformedMessageException {
        WireWriter rumors = WireWriter.upTo(100);
        rumors.u8(2);
        rumors.u8(77);
        rumors.bytes(Bytes.ofUtf8("news of the future"));
        rumors.u8(4);
        rumors.varint(34);
        rumors.nodeId(BOB.id());
        rumors.varint(1);
        rumors.varint(0);
        assertThat(codec.read(4, WireReader.of(rumors.toArray())))
                .isEqualTo(new SwimMessage.Rumors(List.of(Fleet.left(BOB))));

        WireWriter snapshot = WireWriter.upTo(100);
        snapshot.bool(true);
        snapshot.varint(1);
        snapshot.u8(5);
        snapshot.bytes(Bytes.ofUtf8("a state of the future"));
        snapshot.varint(0);
        assertThat(codec.read(6, WireReader.of(snapshot.toArray())))
                .isEqualTo(new SwimMessage.Snapshot(true, List.of(), List.of()));
    }

    @Test
    void values_that_mean_nothing_are_refused() {
        assertThatThrownBy(() -> codec.read(9, WireReader.of(new byte[9])))
                .isInstanceOf(MalformedMessageException.class);
        byte[] ping = encode(new SwimMessage.Ping(1, BOB.id()));
        ping[ping.length - 1] = 2;
        assertThatThrownBy(() -> codec.read(1, WireReader.of(ping)))
                .isInstanceOf(MalformedMessageException.class);
        WireWriter nameless = WireWriter.upTo(200);
        nameless.u8(1);
        nameless.u8(1);
        nameless.varint(43);
        nameless.nodeId(BOB.id());
        nameless.varint(1);
        nameless.varint(0);
        nameless.text("");
        nameless.endpoint(BOB.endpoint());
        nameless.text("");
        assertThatThrownBy(() -> codec.read(4, WireReader.of(nameless.toArray())))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("without a name");
    }

    @Test
    void a_list_longer_than_its_count_can_say_is_our_own_bug() {
        List<Rumor> rumors = new ArrayList<>();
        for (MemberRecord one : Fleet.members(256)) rumors.add(Fleet.alive(one));

        assertThatThrownBy(() -> encode(new SwimMessage.Rumors(rumors)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_counted_on_elsewhere_holds() {
        List<SwimMessage> questions =
                List.of(
                        new SwimMessage.Ping(-1, BOB.id()),
                        new SwimMessage.Ack(-1),
                        new SwimMessage.PingReq(-1, BOB.id(), ipv6(1)));
        for (SwimMessage question : questions) {
            assertThat(codec.framedSizeOf(question))
                    .isLessThanOrEqualTo(SwimCodec.MOST_QUESTION_BYTES);
        }
        for (Rumor rumor : List.of(Fleet.alive(LARGEST), Fleet.dead(LARGEST, BOB))) {
            assertThat(codec.framedSizeOf(new SwimMessage.Rumors(List.of(rumor))))
                    .isLessThanOrEqualTo(SwimCodec.sizeOf(rumor) + SwimCodec.LIST_OVERHEAD_BYTES);
        }
        int oneState =
                codec.sizeOf(
                                new SwimMessage.Snapshot(
                                        true,
                                        List.of(
                                                new MemberState(
                                                        LARGEST, MemberStatus.DEAD, BOB.id(), -1)),
                                        List.of()))
                        - 3;
        int oneNotice = SwimCodec.sizeOf(new Notice(BOB.id(), 1, -1, -1, Bytes.of(new byte[512])));
        int part = PushPull.STATES_PER_PART * oneState + PushPull.NOTICES_PER_PART * oneNotice + 16;
        assertThat(part).isLessThanOrEqualTo(Limits.FRAME_MESSAGES_BYTES);
    }

    /** The bytes are the protocol: whoever changes one changes what other agents understand. */
    @Nested
    class LayoutsToTheByte {

        private final NodeId id = new NodeId(0x0102030405060708L, 0, 0, 0xff);
        private final MemberRecord record =
                new MemberRecord(id, 3, 300, "n1", Fleet.endpoint(5), "z");
        private final Notice notice = new Notice(id, 7, 3, 4, Bytes.ofUtf8("hi"));

        private final String idHex =
                "01020304050607080000000000000000000000000000000000000000000000ff";
        private final String endpointHex = "040a000005" + "1f0a";
        private final String recordHex = idHex + "03" + "ac02" + "026e31" + endpointHex + "017a";
        private final String noticeHex = "26" + idHex + "07" + "03" + "04" + "026869";

        @Test
        void probes() {
            assertHex(new SwimMessage.Ping(1, id, Carrier.STREAM), "01" + idHex + "01");
            assertHex(new SwimMessage.Ack(300), "ac02");
            assertHex(
                    new SwimMessage.PingReq(1, id, Fleet.endpoint(5)), "01" + idHex + endpointHex);
        }

        @Test
        void news() {
            List<Rumor> rumors =
                    List.of(
                            new Rumor.Alive(record),
                            new Rumor.Suspect(id, 3, 300, id),
                            new Rumor.Dead(id, 3, 300, id),
                            new Rumor.Left(id, 3, 300));
            assertHex(
                    new SwimMessage.Rumors(rumors),
                    "04"
                            + ("01" + "2f" + recordHex)
                            + ("02" + "43" + idHex + "03ac02" + idHex)
                            + ("03" + "43" + idHex + "03ac02" + idHex)
                            + ("04" + "23" + idHex + "03ac02"));
            assertHex(new SwimMessage.Notices(List.of(notice)), "01" + noticeHex);
        }

        @Test
        void tables() {
            List<MemberState> states =
                    List.of(
                            new MemberState(record, MemberStatus.ALIVE, id),
                            new MemberState(record, MemberStatus.SUSPECT, id),
                            new MemberState(record, MemberStatus.DEAD, id, 5),
                            new MemberState(record, MemberStatus.LEFT, id, 5));
            assertHex(
                    new SwimMessage.Snapshot(true, states, List.of(notice)),
                    "01"
                            + "04"
                            + ("01" + "2f" + recordHex)
                            + ("02" + "4f" + recordHex + idHex)
                            + ("03" + "50" + recordHex + idHex + "05")
                            + ("04" + "30" + recordHex + "05")
                            + "01"
                            + noticeHex);
        }
    }

    private void assertHex(SwimMessage message, String hex) {
        assertThat(HexFormat.of().formatHex(encode(message))).isEqualTo(hex);
    }

    private byte[] encode(SwimMessage message) {
        WireWriter writer = WireWriter.upTo(Limits.FRAME_BYTES);
        codec.write(message, writer);
        return writer.toArray();
    }

    private boolean readOrRefuse(int kind, byte[] body) {
        try {
            codec.read(kind, WireReader.of(body));
            return true;
        } catch (MalformedMessageException refused) {
            return false;
        }
    }
}
