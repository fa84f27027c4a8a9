package dev.starling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

@Timeout(60)
class AgentStartTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir Path folder;

    @Test
    void an_agent_says_who_it_is_and_where_it_is_reached() {
        try (Agent agent = Agents.start(folder.resolve("ann"))) {
            assertThat(agent.readyLine())
                    .isEqualTo(
                            "starling agent ann (%s) is ready: API %s, members on %s"
                                    .formatted(
                                            agent.id().toShortHex(),
                                            agent.apiUrl(),
                                            agent.endpoint()));
            assertThat(Agents.get(agent, "/agent"))
                    .contains("\"id\":\"" + agent.id().toHex() + "\"")
                    .contains("\"epoch\":" + agent.epoch())
                    .contains("\"state\":\"running\"");
        }
    }

    @Test
    void a_members_port_in_use_is_one_line_and_leaves_nothing_behind() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK)) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused(
                    "port %s on 127.0.0.1 is in use (UDP); stop the other program or choose --port"
                            .formatted(port),
                    "port",
                    port);
        }
        Agents.start(folder.resolve("ann")).close();
    }

    @Test
    void an_api_port_in_use_is_one_line_and_leaves_nothing_behind() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused("port %s on 127.0.0.1 is in use".formatted(port), "http-port", port);
        }
        Agents.start(folder.resolve("ann")).close();
    }

    @Test
    void a_second_agent_on_the_same_directory_is_refused_and_the_first_goes_on() {
        try (Agent first = Agents.start(folder.resolve("ann"))) {
            assertRefused("is in use by another agent");

            assertThat(Agents.get(first, "/agent")).contains(first.id().toHex());
        }
    }

    @Test
    void a_foreign_directory_is_refused_and_stays_as_it_is() throws IOException {
        Files.createDirectories(folder.resolve("ann"));
        Files.writeString(folder.resolve("ann/thesis.txt"), "mine");

        assertRefused("holds files that are not Starling's, such as thesis.txt");

        assertThat(folder.resolve("ann")).isDirectoryNotContaining("glob:**/lock");
    }

    @Test
    void an_address_of_another_host_cannot_be_bound() {
        assertRefused("192.0.2.1 is not an address of this host", "bind", "192.0.2.1");
    }

    private void assertRefused(String message, String... settings) {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(
                        () -> Agent.start(Agents.settings(folder.resolve("ann"), settings)).close())
                .withMessageContaining(message)
                .satisfies(refused -> {
                    assertThat(refused.exitCode()).isEqualTo(StartException.ENVIRONMENT);
                    assertThat(refused.getMessage()).doesNotContain("\n");
                });
    }
}
