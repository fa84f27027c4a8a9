package dev.starling.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7:80, 10.0.0.7, 80",
        "web_1.example-a.org:65535, web_1.example-a.org, 65535",
        "[fd00::7]:80, fd00::7, 80",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80",
        "[::ffff:10.0.0.7]:80, ::ffff:10.0.0.7, 80",
        "10.0.0.7, 10.0.0.7, 7946",
        "web, web, 7946",
        "fd00::7, fd00::7, 7946",
        "::1, ::1, 7946",
        "[::1], ::1, 7946"
    })
    void an_address_is_read_as_people_write_it(String text, String host, int port) {
        assertThat(HostPort.parse(text, 7_946)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "web:",
                "web:x",
                ":::",
                "[1:2:3]:80",
                "web:123456",
                "http://web",
                "a b:80",
                "[]:80",
                "[web]:80",
                "[::1",
                "::1]:80"
            })
    void what_is_no_address_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> HostPort.parse(text, 7_946))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"%s\" is not HOST or HOST:PORT, such as 10.0.0.7:7946 or [fd00::7]:7946",
                        text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "::1", "[::1]"})
    void without_a_default_the_port_must_be_there(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .hasMessage(
                        "\"%s\" is not HOST:PORT, such as 10.0.0.7:7946 or [fd00::7]:7946", text);
    }

    @Test
    void a_port_is_1_to_65535() {
        assertThatThrownBy(() -> HostPort.parse("web:0"))
                .hasMessage("the port of web must be 1 to 65535, not 0");
        assertThatThrownBy(() -> HostPort.parse("web:65536"))
                .hasMessage("the port of web must be 1 to 65535, not 65536");
    }

    @Test
    void an_address_is_written_as_it_is_read() {
        assertThat(HostPort.parse("web:80")).hasToString("web:80");
        assertThat(HostPort.parse("[::1]:80")).hasToString("[::1]:80");
    }
}
