package dev.starling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;

class EndpointTest {

    @Test
    void it_is_printed_as_people_write_it() throws UnknownHostException {
        byte[] six = new byte[16];
        six[0] = (byte) 0xfd;
        six[15] = 7;

        assertThat(endpoint(new byte[] {10, 0, 0, 7}, 7946)).hasToString("10.0.0.7:7946");
        assertThat(endpoint(six, 80)).hasToString("[fd00:0:0:0:0:0:0:7]:80");
    }

    @Test
    void only_ports_that_can_be_sent_to_are_taken() throws UnknownHostException {
        byte[] four = {10, 0, 0, 7};

        assertThat(endpoint(four, 65_535).port()).isEqualTo(65_535);
        for (int port : new int[] {0, -1, 65_536}) {
            assertThatThrownBy(() -> endpoint(four, port))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + port);
        }
    }

    private static Endpoint endpoint(byte[] address, int port) throws UnknownHostException {
        return new Endpoint(InetAddress.getByAddress(address), port);
    }
}
