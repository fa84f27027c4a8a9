package dev.starling.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 254, 255, 256, 65_535, 999_999})
    void an_address_says_whose_it_is(int node) {
        assertThat(Addresses.nodeAt(Addresses.of(node))).isEqualTo(node);
    }

    @Test
    void other_addresses_are_nobodys() throws Exception {
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {11, 0, 0, 1});
        InetAddress here = Addresses.of(0).address();

        assertThat(Addresses.nodeAt(new Endpoint(elsewhere, 7_946))).isEqualTo(-1);
        assertThat(Addresses.nodeAt(new Endpoint(here, 80))).isEqualTo(-1);
        assertThat(Addresses.nodeAt(new Endpoint(InetAddress.getByAddress(new byte[16]), 7_946)))
                .isEqualTo(-1);
    }
}
