package dev.starling.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

class WireTest {

    /** One take from a reader. */
    private interface Read<T> {
        T from(WireReader reader) throws MalformedMessageException;
    }

    @Nested
    class Writing {

        @Test
        void numbers_are_big_endian() {
            WireWriter writer = WireWriter.upTo(100);
            writer.u8(0x101);
            writer.u16(0x0203);
            writer.u32(0x04050607L);
            writer.u64(0x08090a0b0c0d0e0fL);

            assertThat(writer.toArray())
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        }

        @Test
        void beyond_the_limit_is_our_own_bug() {
            WireWriter writer = WireWriter.upTo(5);
            writer.u32(1);

            assertThatThrownBy(() -> writer.u16(1)).isInstanceOf(IllegalStateException.class);
            writer.u8(1);
            assertThat(writer.size()).isEqualTo(5);
        }

        @Test
        void a_sizing_writer_counts_what_a_real_one_writes() {
            WireWriter sizing = WireWriter.sizing();
            WireWriter real = WireWriter.upTo(10_000);
            for (WireWriter writer : new WireWriter[] {sizing, real}) writeAll(writer);

            assertThat(sizing.size()).isEqualTo(real.size()).isEqualTo(real.toArray().length);
        }

        @Test
        void the_buffer_grows_to_the_limit_exactly() {
            WireWriter writer = WireWriter.upTo(100_001);
            for (int i = 0; i < 100_001; i++) writer.u8(i);

            byte[] bytes = writer.toArray();
            assertThat(bytes).hasSize(100_001);
            assertThat(bytes[100_000]).isEqualTo((byte) 100_000);
            assertThatThrownBy(() -> writer.u8(1)).isInstanceOf(IllegalStateException.class);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, 1L << 62, Long.MAX_VALUE, -1})
        void a_varint_takes_a_byte_per_seven_bits(long value) throws Exception {
            WireWriter writer = WireWriter.upTo(10);
            writer.varint(value);

            int bits = 64 - Long.numberOfLeadingZeros(value);
            assertThat(writer.size()).isEqualTo(Math.max(1, Math.ceilDiv(bits, 7)));
            assertThat(WireWriter.varintSize(value)).isEqualTo(writer.size());
            assertThat(WireReader.of(writer.toArray()).varint()).isEqualTo(value);
        }
    }

    @Nested
    class Reading {

        @Test
        void what_was_written_is_read() throws MalformedMessageException {
            WireWriter writer = WireWriter.upTo(10_000);
            writeAll(writer);
            WireReader reader = WireReader.of(writer.toArray());

            assertThat(reader.u8()).isEqualTo(255);
            assertThat(reader.u16()).isEqualTo(65_535);
            assertThat(reader.u32()).isEqualTo(4_294_967_295L);
            assertThat(reader.u64()).isEqualTo(-1);
            assertThat(reader.bool()).isTrue();
            assertThat(reader.varint()).isEqualTo(300);
            assertThat(reader.bytes(3)).isEqualTo(Bytes.of(new byte[] {1, 2, 3}));
            assertThat(reader.text(9)).isEqualTo("grüße");
            assertThat(reader.nodeId()).isEqualTo(new NodeId(1, 2, 3, 4));
            assertThat(reader.endpoint()).isEqualTo(endpoint(4));
            assertThat(reader.endpoint()).isEqualTo(endpoint(16));
            assertThat(reader.remaining()).isZero();
        }

        @Test
        void every_prefix_of_everything_is_refused() {
            WireWriter writer = WireWriter.upTo(10_000);
            writeAll(writer);
            byte[] whole = writer.toArray();
            for (int length = 0; length < whole.length; length++) {
                byte[] prefix = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> readAll(WireReader.of(prefix)))
                        .isInstanceOf(MalformedMessageException.class);
            }
        }

        @Test
        void nonsense_is_refused_by_name() {
            refuses("a flag is 0 or 1, not 2", WireReader::bool, 2);
            refuses("an address of family 5", WireReader::endpoint, 5, 1, 1, 1, 1, 1, 1);
            refuses("port 0", WireReader::endpoint, 4, 1, 1, 1, 1, 0, 0);
            refuses("a count of 5, at most 4", reader -> reader.count(4), 5);
            refuses("text that is not UTF-8", reader -> reader.text(9), 2, 0xc3, 0x28);
            refuses("text that is not UTF-8", reader -> reader.text(9), 3, 0xed, 0xa0, 0x80);
            refuses("needs 9 bytes where 1 are left", reader -> reader.bytes(9), 9, 1);
        }

        @Test
        void a_varint_of_more_than_64_bits_is_refused() {
            int[] tooMuch = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2};
            int[] endless = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};

            refuses("a varint of more than 64 bits", WireReader::varint, tooMuch);
            refuses("a varint of more than 64 bits", WireReader::varint, endless);
        }

        @Test
        void a_count_above_the_signed_range_is_no_negative_number() {
            int[] highest = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1};

            refuses(
                    "a count of 18446744073709551615, at most 9",
                    reader -> reader.count(9),
                    highest);
        }

        @Test
        void a_slice_ends_where_it_was_told_to() throws MalformedMessageException {
            WireReader reader = WireReader.of(new byte[] {1, 2, 3});
            WireReader slice = reader.slice(2);

            assertThat(slice.u16()).isEqualTo(0x0102);
            assertThatThrownBy(slice::u8).isInstanceOf(MalformedMessageException.class);
            assertThat(reader.u8()).isEqualTo(3);
            assertThatThrownBy(() -> reader.slice(1)).isInstanceOf(MalformedMessageException.class);
        }

        @Test
        void a_refusal_carries_no_stack_for_an_attacker_chooses_how_many_there_are() {
            assertThat(new MalformedMessageException("x").getStackTrace()).isEmpty();
        }

        @Test
        void a_million_reads_of_noise_end_in_a_value_or_a_refusal() {
            Chance chance = Chance.stream(1, "noise");
            int refused = 0;
            for (int i = 0; i < 1_000_000; i++) {
                byte[] noise = new byte[chance.below(40)];
                for (int at = 0; at < noise.length; at++) noise[at] = (byte) chance.nextLong();
                try {
                    readSomething(WireReader.of(noise), chance);
                } catch (MalformedMessageException malformed) {
                    refused++;
                }
            }

            assertThat(refused).isBetween(100_000, 999_999);
        }
    }

    private static void refuses(String why, Read<?> read, int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) bytes[i] = (byte) octets[i];
        assertThatThrownBy(() -> read.from(WireReader.of(bytes)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(why);
    }

    private static void readSomething(WireReader reader, Chance chance)
            throws MalformedMessageException {
        while (reader.remaining() > 0) {
            switch (chance.below(9)) {
                case 0 -> reader.u8();
                case 1 -> reader.u16();
                case 2 -> reader.varint();
                case 3 -> reader.bool();
                case 4 -> reader.bytes(64);
                case 5 -> reader.text(64);
                case 6 -> reader.nodeId();
                case 7 -> reader.endpoint();
                default -> reader.slice(reader.count(64));
            }
        }
    }

    private static void writeAll(WireWriter writer) {
        writer.u8(255);
        writer.u16(65_535);
        writer.u32(4_294_967_295L);
        writer.u64(-1);
        writer.bool(true);
        writer.varint(300);
        writer.bytes(Bytes.of(new byte[] {1, 2, 3}));
        writer.text("grüße");
        writer.nodeId(new NodeId(1, 2, 3, 4));
        writer.endpoint(endpoint(4));
        writer.endpoint(endpoint(16));
    }

    private static void readAll(WireReader reader) throws MalformedMessageException {
        reader.u8();
        reader.u16();
        reader.u32();
        reader.u64();
        reader.bool();
        reader.varint();
        reader.bytes(3);
        reader.text(9);
        reader.nodeId();
        reader.endpoint();
        reader.endpoint();
    }

    private static Endpoint endpoint(int addressBytes) {
        byte[] address = new byte[addressBytes];
        address[0] = (byte) 0xfd;
        try {
            return new Endpoint(InetAddress.getByAddress(address), 7946);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
