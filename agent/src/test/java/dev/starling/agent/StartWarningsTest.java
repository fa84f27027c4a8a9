package dev.starling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.config.AgentSettings;
import dev.starling.node.Endpoint;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class StartWarningsTest {

    @Test
    void on_loopback_there_is_nothing_to_warn_of() {
        assertThat(warnings("tasks", "true")).isEmpty();
    }

    @Test
    void beyond_loopback_members_and_callers_are_strangers() {
        assertThat(warnings("bind", "192.0.2.7"))
                .containsExactly(
                        "traffic between agents is not encrypted: whoever reaches 192.0.2.7:7946"
                                + " can read and forge it;"
                                + " use --bind 127.0.0.1 or a network that you trust");
        assertThat(warnings("http-bind", "192.0.2.7"))
                .containsExactly(
                        "the control API asks for no password:"
                                + " whoever reaches 192.0.2.7:8500 can use it");
    }

    @Test
    void with_tasks_strangers_can_run_commands() {
        assertThat(warnings("bind", "192.0.2.7", "http-bind", "192.0.2.7", "tasks", "true"))
                .hasSize(3)
                .anyMatch(line -> line.endsWith("can use it, also to run commands on this host"))
                .anyMatch(line -> line.endsWith("192.0.2.7:7946 can run any command on it"));
    }

    private static List<String> warnings(String... flags) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < flags.length; i += 2) {
            given.put(flags[i], flags[i + 1]);
        }
        AgentSettings settings = AgentSettings.load(given, Map.of());
        return StartWarnings.of(
                settings,
                new Endpoint(settings.advertise(), settings.port()),
                new HostPort(settings.httpBind().getHostAddress(), settings.httpPort()));
    }
}
