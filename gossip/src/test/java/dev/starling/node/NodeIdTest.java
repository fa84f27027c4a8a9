package dev.starling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class NodeIdTest {

    /** SHA-256 of "abc", from FIPS 180. */
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void an_id_is_the_hash_of_a_public_key() {
        byte[] key = "abc".getBytes(StandardCharsets.UTF_8);

        assertThat(NodeId.ofPublicKey(key).toHex()).isEqualTo(ABC);
        assertThat(NodeId.ofPublicKey(key)).isEqualTo(NodeId.hashOf(key));
    }

    @Test
    void bytes_and_digits_lead_back_to_the_id() {
        for (NodeId id : ids(100)) {
            assertThat(NodeId.ofBytes(id.toBytes())).isEqualTo(id);
            assertThat(NodeId.parse(id.toHex())).isEqualTo(id);
            assertThat(id.toHex()).startsWith(id.toShortHex()).hasSize(64);
            assertThat(id).hasToString(id.toShortHex());
        }
    }

    @Test
    void what_is_not_an_id_is_refused() {
        assertThatThrownBy(() -> NodeId.ofBytes(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
        for (String text : List.of("", "ba78", ABC + "00", "x" + ABC.substring(1))) {
            assertThatThrownBy(() -> NodeId.parse(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ids_are_ordered_as_unsigned_numbers() {
        List<NodeId> ids = ids(100);
        ids.add(new NodeId(1, 0, 0, -1));
        ids.add(new NodeId(1, 0, -1, 0));
        ids.add(new NodeId(1, -1, 0, 0));
        for (NodeId left : ids) {
            for (NodeId right : ids) {
                int expected = number(left).compareTo(number(right));
                assertThat(Integer.signum(left.compareTo(right))).isEqualTo(expected);
            }
        }
    }

    @Test
    void distance_is_the_xor_metric() {
        List<NodeId> ids = ids(20);
        for (NodeId a : ids) {
            assertThat(a.distanceTo(a)).isEqualTo(new NodeId(0, 0, 0, 0));
            for (NodeId b : ids) {
                assertThat(a.distanceTo(b)).isEqualTo(b.distanceTo(a));
                for (NodeId c : ids) {
                    assertThat(number(a.distanceTo(c)))
                            .as("the triangle inequality")
                            .isLessThanOrEqualTo(
                                    number(a.distanceTo(b)).add(number(b.distanceTo(c))));
                    assertThat(Integer.signum(a.compareDistance(b, c)))
                            .isEqualTo(number(a.distanceTo(b)).compareTo(number(a.distanceTo(c))));
                }
            }
        }
    }

    @Test
    void distances_that_differ_in_the_last_word_only_are_told_apart() {
        NodeId point = new NodeId(1, 2, 3, 4);

        assertThat(point.compareDistance(new NodeId(1, 2, 3, 5), new NodeId(1, 2, 3, 6)))
                .isNegative();
        assertThat(point.compareDistance(new NodeId(1, 2, 4, 4), new NodeId(1, 2, 3, -1)))
                .isPositive();
        assertThat(point.compareDistance(new NodeId(1, 3, 3, 4), new NodeId(1, 2, -1, -1)))
                .isPositive();
    }

    private static List<NodeId> ids(int count) {
        Chance chance = Chance.stream(1, "ids");
        List<NodeId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(
                    new NodeId(
                            chance.nextLong(),
                            chance.nextLong(),
                            chance.nextLong(),
                            chance.nextLong()));
        }
        return ids;
    }

    private static BigInteger number(NodeId id) {
        return new BigInteger(1, id.toBytes());
    }
}
