package dev.starling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCodecTest {

    private record Blank(int bytes) implements Message {}

    /** Writes as many bytes as the message says. */
    private static final class BlankCodec implements MessageCodec<Blank> {

        @Override
        public int kindOf(Blank message) {
            return 1;
        }

        @Override
        public void write(Blank message, WireWriter writer) {
            writer.raw(new byte[message.bytes()]);
        }

        @Override
        public Blank read(int kind, WireReader reader) {
            return new Blank(reader.remaining());
        }

        @Override
        public boolean knows(int kind) {
            return kind == 1;
        }
    }

    @ParameterizedTest(name = "{0} bytes of body take {1} in a packet")
    @CsvSource({"0,2", "127,129", "128,131", "16383,16386", "16384,16388"})
    void kind_and_length_come_before_the_body(int body, int framed) {
        BlankCodec codec = new BlankCodec();

        assertThat(codec.sizeOf(new Blank(body))).isEqualTo(body);
        assertThat(codec.framedSizeOf(new Blank(body))).isEqualTo(framed);
    }

    @Test
    void what_goes_in_a_packet_leaves_room_for_its_header_and_seal() {
        assertThat(Limits.DATAGRAM_BYTES - Limits.DATAGRAM_MESSAGES_BYTES)
                .isGreaterThanOrEqualTo(100);
        assertThat(Limits.FRAME_BYTES - Limits.FRAME_MESSAGES_BYTES).isGreaterThanOrEqualTo(100);
    }
}
