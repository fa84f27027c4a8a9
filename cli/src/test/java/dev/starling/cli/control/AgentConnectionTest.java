package dev.starling.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.cli.output.Terminal;
import dev.starling.cli.output.VerbFailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

class AgentConnectionTest {

    private static final Map<String, String> BOTH =
            Map.of("STARLING_HTTP_ADDR", "10.0.0.1:81", "CONSUL_HTTP_ADDR", "10.0.0.2:82");

    @Test
    void the_option_wins_over_our_variable_over_consuls_over_this_host() {
        assertThat(base("h.example:9", BOTH)).isEqualTo("http://h.example:9");
        assertThat(base("", BOTH)).isEqualTo("http://10.0.0.1:81");
        assertThat(base("", Map.of("CONSUL_HTTP_ADDR", "10.0.0.2:82")))
                .isEqualTo("http://10.0.0.2:82");
        assertThat(base("", Map.of())).isEqualTo("http://127.0.0.1:8500");
    }

    @Test
    void addresses_may_be_urls_and_may_leave_out_the_port() {
        assertThat(base("http://10.0.0.1:81/", Map.of())).isEqualTo("http://10.0.0.1:81");
        assertThat(base("agent-7", Map.of())).isEqualTo("http://agent-7:8500");
        assertThat(base("[::1]:81", Map.of())).isEqualTo("http://[::1]:81");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a:1", "unix:///a", "a:b", "a:1/path", ":1", "a b", "a:99999"})
    void others_are_refused_in_one_line_that_names_the_source(String address) {
        assertThatThrownBy(() -> base("", Map.of("CONSUL_HTTP_ADDR", address)))
                .isInstanceOf(VerbFailedException.class)
                .hasMessageStartingWith("CONSUL_HTTP_ADDR: \"" + address)
                .hasMessageContaining("HOST:PORT");
    }

    private static String base(String option, Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        AgentConnection connection = new AgentConnection();
        connection.address = option;
        return connection
                .base(new Terminal(nowhere, nowhere, new TreeMap<>(environment), false))
                .toString();
    }
}
