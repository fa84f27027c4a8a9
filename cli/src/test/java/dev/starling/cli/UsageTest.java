package dev.starling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class UsageTest {

    static List<String> verbs() {
        return VerbList.NAMES;
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_explains_itself_within_80_columns(String verb) {
        Ran ran = run(verb, "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("Usage: starling " + verb);
        assertThat(ran.lines()).allMatch(line -> line.length() <= 80);
        assertThat(ran.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"job status", "job stop", "task logs", "task stop", "sim run"})
    void so_do_verbs_of_two_words(String verb) {
        Ran ran = run((verb + " --help").split(" "));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("Usage: starling " + verb);
        assertThat(ran.lines()).allMatch(line -> line.length() <= 80);
        assertThat(run(("help " + verb).split(" "))).isEqualTo(ran);
    }

    @ParameterizedTest
    @ValueSource(strings = {"members", "services", "lookup x", "jobs", "tasks", "job status x"})
    void every_listing_takes_the_three_formats_and_no_other(String listing) {
        assertThat(run((listing + " --help").split(" ")).out()).contains("table, json or yaml");

        Ran ran = run((listing + " --format=xml").split(" "));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--format", "xml").hasLineCount(1);
    }

    @Test
    void the_help_of_the_program_lists_every_verb() {
        Ran ran = run("--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(VerbList.NAMES).allMatch(verb -> ran.out().contains("\n  " + verb + " "));
        assertThat(run("help").out()).isEqualTo(ran.out());
    }

    @Test
    void help_is_there_on_the_narrowest_terminal_too() {
        Ran ran = Ran.in(new TreeMap<>(Map.of("COLUMNS", "1")), "run", "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lines()).allMatch(line -> line.length() <= 55 || line.startsWith("  starl"));
    }

    @Test
    void a_mistyped_verb_is_answered_with_the_nearest() {
        Ran ran = run("membres");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .isEqualTo(
                        "starling: there is no verb \"membres\"; did you mean members?"
                                + " (see: starling --help)\n");
    }

    @Test
    void no_verb_at_all_is_bad_usage() {
        assertThat(run().exitCode()).isEqualTo(2);
        assertThat(run("job").exitCode()).isEqualTo(2);
    }

    @Test
    void an_unknown_option_is_one_line_with_the_nearest() {
        Ran ran = run("members", "--statsu=alive");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--statsu", "did you mean --status?").hasLineCount(1);
    }

    @Test
    void an_agent_that_is_not_there_is_named_with_what_to_do() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        Ran ran = run("members", "--http-addr=127.0.0.1:" + free);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err())
                .isEqualTo(
                        "starling: no agent answered at http://127.0.0.1:"
                                + free
                                + "; start one with: starling agent, or name another with"
                                + " --http-addr\n");
    }

    @Test
    void something_else_on_the_agents_port_is_no_agent_of_ours() throws IOException {
        try (StandIn other = new StandIn().on("GET", "/members", 200, "<html>hello</html>")) {
            Ran ran = Ran.verb(other, "members");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("is no JSON").hasLineCount(1);
        }
    }

    @Test
    void an_agent_that_breaks_off_is_a_failure_in_one_line() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUp(socket));

            Ran ran = run("join", "a", "--http-addr=127.0.0.1:" + socket.getLocalPort());

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("broke off").hasLineCount(1);
        }
    }

    private static void hangUp(ServerSocket socket) {
        try {
            var connection = socket.accept();
            connection.getInputStream().read();
            connection.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void version_says_the_same_as_verb_and_as_option() {
        assertThat(run("version").out()).startsWith("starling ").isEqualTo(run("-V").out());
    }

    @Test
    void an_agent_with_a_setting_that_cannot_be_is_refused_in_one_line() {
        Ran ran = run("agent", "--port=99999");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("port", "99999").hasLineCount(1);
    }

    @Test
    void a_simulation_that_cannot_be_meant_is_refused_in_one_line() {
        assertRefused("--crash", "--crash=x@3s");
        assertRefused("--partition", "--partition=1/2");
        assertRefused("--loss", "--loss=alot");
        assertRefused("loss", "--loss=7");
        assertRefused("--for", "--for=soon");
        assertRefused("--latency", "--latency=-1ms");
        assertRefused("nodes", "--nodes=0");
        assertRefused("missing.yaml", "missing.yaml");
    }

    private static void assertRefused(String named, String argument) {
        Ran ran = run("sim", "run", argument);

        assertThat(ran.exitCode()).as(argument).isEqualTo(2);
        assertThat(ran.err()).contains(named).hasLineCount(1);
    }

    private static Ran run(String... arguments) {
        return Ran.in(new TreeMap<>(Map.of("STARLING_HTTP_ADDR", "127.0.0.1:1")), arguments);
    }
}
