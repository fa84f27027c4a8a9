package dev.starling.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "7ns, 7",
        "3us, 3000",
        "500ms, 500000000",
        "10s, 10000000000",
        "1.5s, 1500000000",
        "0.000000001s, 1",
        "1m30s, 90000000000",
        "2h, 7200000000000",
        "1d1ms, 86400001000000",
        "0s, 0"
    })
    void a_duration_is_read_as_people_write_it(String text, long nanos) {
        assertThat(Units.duration(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "10", "s", "-1s", "1 s", "1s ", "1s,", "1x", "1.s", ".5s", "1S", "36501d"
            })
    void what_is_no_duration_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> Units.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"%s\" is not a duration: write 500ms, 10s, 1m30s or 2h".formatted(text));
    }

    @Test
    void a_number_without_end_is_refused_at_once() {
        String text = "9".repeat(1_000_000) + "s";

        assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Units.bytes(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "12B, 12",
        "64k, 65536",
        "64K, 65536",
        "64KiB, 65536",
        "256M, 268435456",
        "256MB, 268435456",
        "1G, 1073741824",
        "2T, 2199023255552"
    })
    void a_size_is_read_as_people_write_it(String text, long bytes) {
        assertThat(Units.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1", "1.5G", "1 G", "1g", "1P", "1024 ", "9999999999999999"})
    void what_is_no_size_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> Units.bytes(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"%s\" is not a size: write 4096, 64k, 256M or 1G".formatted(text));
    }

    @Test
    void a_size_beyond_a_long_is_refused() {
        assertThat(Units.bytes("8388607T")).isEqualTo(8_388_607L << 40);
        assertThatThrownBy(() -> Units.bytes("8388608T"))
                .hasMessage("\"8388608T\" is more than any host has");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "999, 999ms",
        "1000, 1s",
        "59999, 59s",
        "60000, 1m0s",
        "200000, 3m20s",
        "3599999, 59m59s",
        "18600000, 5h10m",
        "86399999, 23h59m",
        "86400000, 1d",
        "1036800000, 12d"
    })
    void a_duration_is_told_in_two_parts_at_most(long millis, String text) {
        assertThat(Units.describe(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1023, 1023",
        "1024, 1k",
        "1536, 1.5k",
        "10291, 10k",
        "1048064, 1M",
        "1048575, 1M",
        "1048576, 1M",
        "536870912, 512M",
        "1610612736, 1.5G",
        "1099511627776, 1T",
        "9223372036854775807, 8388608T"
    })
    void a_size_is_told_with_one_decimal_at_most(long bytes, String text) {
        assertThat(Units.describeBytes(bytes)).isEqualTo(text);
    }
}
