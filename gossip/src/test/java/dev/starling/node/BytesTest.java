package dev.starling.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class BytesTest {

    @Test
    void later_changes_to_the_array_are_not_seen() {
        byte[] array = {1, 2, 3};
        Bytes bytes = Bytes.of(array);

        array[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes).isEqualTo(Bytes.of(new byte[] {1, 2, 3}));
    }

    @Test
    void equal_content_is_equal_and_has_equal_hashes() {
        Bytes one = Bytes.ofUtf8("grüß");
        Bytes other = Bytes.of(one.toArray());

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(Bytes.ofUtf8("grüss")).isNotEqualTo("grüß");
        assertThat(one.toUtf8()).isEqualTo("grüß");
        assertThat(one.length()).isEqualTo(6);
    }

    @Test
    void nothing_is_one_value() {
        assertThat(Bytes.of(new byte[0])).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.ofUtf8("")).isSameAs(Bytes.EMPTY);
    }

    @Test
    void order_is_unsigned_and_a_prefix_comes_first() {
        Bytes low = Bytes.of(new byte[] {1});
        Bytes longer = Bytes.of(new byte[] {1, 0});
        Bytes high = Bytes.of(new byte[] {(byte) 0x80});

        assertThat(low.compareTo(longer)).isNegative();
        assertThat(high.compareTo(longer)).isPositive();
        assertThat(high.compareTo(Bytes.of(new byte[] {(byte) 0x80}))).isZero();
    }

    @Test
    void it_copies_itself_into_the_midst_of_an_array() {
        byte[] target = new byte[5];

        Bytes.of(new byte[] {7, 8}).copyTo(target, 2);

        assertThat(target).containsExactly(0, 0, 7, 8, 0);
    }

    @Test
    void what_is_printed_is_short_whatever_is_held() {
        byte[] many = new byte[1_000];
        Arrays.fill(many, (byte) 0xab);

        assertThat(Bytes.of(many)).hasToString("Bytes[1000: abababababababab…]");
        assertThat(Bytes.of(new byte[] {1})).hasToString("Bytes[1: 01]");
    }
}
