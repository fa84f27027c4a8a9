package dev.starling.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.config.AgentSettings.LogFormat;
import dev.starling.agent.config.AgentSettings.LogLevel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class AgentSettingsTest {

    private static final Map<String, String> NOTHING = Map.of();

    @TempDir Path folder;

    @Test
    void without_any_source_an_agent_runs_alone_on_loopback_and_runs_no_tasks() {
        AgentSettings settings = AgentSettings.load(NOTHING, Map.of("HOME", "/home/ann"));

        assertThat(settings.bind().isLoopbackAddress()).isTrue();
        assertThat(settings.advertise()).isEqualTo(settings.bind());
        assertThat(settings.port()).isEqualTo(7946);
        assertThat(settings.httpBind().isLoopbackAddress()).isTrue();
        assertThat(settings.httpPort()).isEqualTo(8500);
        assertThat(settings.join()).isEmpty();
        assertThat(settings.cluster()).isEqualTo("starling");
        assertThat(settings.zone()).isEmpty();
        assertThat(settings.tasks()).isFalse();
        assertThat(settings.taskCpuMillis()).isPositive().isEqualTo(HostFacts.cpuMillis());
        assertThat(settings.taskMemoryBytes()).isEqualTo(HostFacts.memoryBytes() / 2);
        assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
        assertThat(settings.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(settings.name()).isNotBlank();
    }

    @Test
    void a_file_yields_to_the_environment_and_the_environment_to_flags() throws IOException {
        Path file = file("x.toml", "name = \"file\"\nzone = \"file\"\ncluster = \"file\"\n");

        AgentSettings settings =
                AgentSettings.load(
                        Map.of("config", file.toString(), "cluster", "flag"),
                        Map.of("STARLING_ZONE", "environment", "STARLING_CLUSTER", "environment"));

        assertThat(settings.name()).isEqualTo("file");
        assertThat(settings.zone()).isEqualTo("environment");
        assertThat(settings.cluster()).isEqualTo("flag");
    }

    @Test
    void toml_and_json_say_the_same_with_long_keys_or_tables() throws IOException {
        Path toml =
                file(
                        "x.toml",
                        """
                        port = 1234
                        tasks = true
                        join = ["a.example", "b.example:99"]
                        [http]
                        port = 4321
                        """);
        Path json =
                file(
                        "x.json",
                        """
                        {"port": "1234", "tasks": true, "http-port": 4321,
                         "join": "a.example, b.example:99"}
                        """);

        assertThat(load(toml)).isEqualTo(load(json));
        assertThat(load(toml).httpPort()).isEqualTo(4321);
        assertThat(load(toml).join())
                .containsExactly(new HostPort("a.example", 7946), new HostPort("b.example", 99));
    }

    @Test
    void an_unknown_setting_is_named_with_its_file_and_the_nearest_known_one() throws IOException {
        Path file = file("x.toml", "prot = 7\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(file))
                .withMessage("unknown setting \"prot\" in %s; did you mean \"port\"?", file);
    }

    @Test
    void an_unknown_flag_is_an_error_too() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentSettings.load(Map.of("htpp-port", "1"), NOTHING))
                .withMessage(
                        "unknown setting \"htpp-port\" among the flags; did you mean"
                                + " \"http-port\"?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentSettings.load(Map.of("frequency", "1"), NOTHING))
                .withMessageStartingWith(
                        "unknown setting \"frequency\" among the flags; settings are name,");
    }

    @Test
    void a_misspelt_variable_is_an_error_and_other_peoples_variables_are_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentSettings.load(NOTHING, Map.of("STARLING_JION", "a")))
                .withMessage(
                        "unknown setting STARLING_JION in the environment;"
                                + " did you mean STARLING_JOIN?");

        Map<String, String> others =
                Map.of(
                        "STARLING_HTTP_ADDR",
                        "http://10.0.0.1:8500",
                        "STARLING_SERVICE_HOST",
                        "10.0.0.2",
                        "STARLING_TASK",
                        "etl.3",
                        "STARLING_ZONE",
                        "");
        assertThat(AgentSettings.load(NOTHING, others)).isNotNull();
    }

    @Test
    void a_bad_value_is_named_with_its_setting_its_origin_and_what_would_be_right() {
        assertWrong("port", "65536", "must be a port from 0 to 65535");
        assertWrong("http-port", "web", "must be a port from 0 to 65535");
        assertWrong("name", "x".repeat(65), "must be a name of 1 to 64 bytes");
        assertWrong("zone", "ü".repeat(17), "must be a name of at most 32 bytes");
        assertWrong("bind", "300.1.1.1", "must be an address of this host");
        assertWrong("tasks", "yes", "must be true or false");
        assertWrong("task-cpu", "0", "must be thousandths of a core, such as 1500");
        assertWrong("task-memory", "lots", "must be a size such as 512M or 2G");
        assertWrong("log-level", "loud", "must be trace, debug, info, warn or error");
        assertWrong(
                "advertise",
                "0.0.0.0",
                "must be an address at which other members reach this host, not every address");
        assertWrong(
                "join",
                "a:b",
                "must be HOST or HOST:PORT, several separated by commas; "
                        + "\"a:b\" is not HOST or HOST:PORT,"
                        + " such as 10.0.0.7:7946 or [fd00::7]:7946");
    }

    @Test
    void a_malformed_file_is_one_line_with_the_place() throws IOException {
        Path toml = file("x.toml", "name = \"a\"\nport = = 3\n");
        Path json = file("x.json", "{\"port\": 1,\n \"port\": 2}");
        Path list = file("y.json", "[1]");

        assertOneLine(toml, toml + ", line 2: ");
        assertOneLine(json, json + ", line 2: Duplicate");
        assertOneLine(list, list + " holds no settings");
        assertOneLine(folder.resolve("none.toml"), "there is no settings file");
        assertOneLine(folder, "the settings file " + folder + " cannot be read");
        assertOneLine(file("n.json", "{\"port\": null}"), "\"port\" must be");
    }

    @Test
    void an_empty_file_changes_nothing() throws IOException {
        assertThat(load(file("x.toml", "# nothing\n")).port()).isEqualTo(7946);
        assertThat(load(file("x.json", "{}")).port()).isEqualTo(7946);
    }

    @Test
    void who_binds_to_every_address_advertises_one_that_others_reach() {
        AgentSettings settings = AgentSettings.load(Map.of("bind", "0.0.0.0"), NOTHING);

        assertThat(settings.bind().isAnyLocalAddress()).isTrue();
        assertThat(settings.advertise().isAnyLocalAddress()).isFalse();
    }

    @Test
    void who_binds_to_one_address_advertises_it_unless_told_otherwise() throws IOException {
        InetAddress other = InetAddress.getByName("192.0.2.7");

        AgentSettings plain = AgentSettings.load(Map.of("bind", "127.0.0.2"), NOTHING);
        AgentSettings told =
                AgentSettings.load(Map.of("bind", "127.0.0.2", "advertise", "192.0.2.7"), NOTHING);

        assertThat(plain.advertise()).isEqualTo(plain.bind());
        assertThat(told.advertise()).isEqualTo(other);
    }

    @Test
    void data_goes_where_the_state_of_services_and_people_usually_goes() {
        assertThat(HostFacts.dataDir(NOTHING, "root")).isEqualTo(Path.of("/var/lib/starling"));
        assertThat(HostFacts.dataDir(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h"), "ann"))
                .isEqualTo(Path.of("/s/starling"));
        assertThat(HostFacts.dataDir(Map.of("XDG_STATE_HOME", "s", "HOME", "/h"), "ann"))
                .isEqualTo(Path.of("/h/.local/state/starling"));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static AgentSettings load(Path file) {
        return AgentSettings.load(Map.of("config", file.toString()), NOTHING);
    }

    private static void assertWrong(String setting, String value, String wanted) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentSettings.load(Map.of(setting, value), NOTHING))
                .withMessage("%s = \"%s\" (--%s): %s", setting, value, setting, wanted);
    }

    private static void assertOneLine(Path file, String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(file))
                .withMessageContaining(part)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
    }
}
