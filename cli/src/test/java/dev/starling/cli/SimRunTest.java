package dev.starling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.TreeMap;

class SimRunTest {

    @Test
    void a_small_fleet_is_played_and_its_results_fit_the_terminal() {
        Ran ran = run("--nodes=5", "--for=3s", "--crash=1@2s");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("5 nodes", "Crashes: 1", "Trace: ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void the_same_options_give_the_same_run_and_another_seed_gives_another() {
        String[] options = {
            "--nodes=4", "--for=2s", "--loss=10%", "--latency=2ms", "--format=yaml"
        };

        Ran once = run(options);
        Ran again = run(options);
        Ran other = run("--nodes=4", "--for=2s", "--loss=0.1", "--seed=2", "--format=yaml");

        assertThat(hash(once)).isEqualTo(hash(again)).isNotEqualTo(hash(other));
    }

    @Test
    void packets_cross_as_values_unless_bytes_are_asked_for() {
        Ran values = run("--nodes=3", "--for=1s");
        Ran bytes = run("--nodes=3", "--for=1s", "--codec=always");
        Ran wrong = run("--nodes=3", "--codec=sometimes");

        assertThat(values.out()).contains("codec none");
        assertThat(bytes.out()).contains("codec always");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--codec: \"sometimes\" is not always or none");
    }

    private static String hash(Ran ran) {
        assertThat(ran.exitCode()).isZero();
        return ran.lines().stream()
                .filter(line -> line.contains(" hash:"))
                .findFirst()
                .orElseThrow();
    }

    private static Ran run(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "sim";
        words[1] = "run";
        System.arraycopy(options, 0, words, 2, options.length);
        return Ran.in(new TreeMap<>(), words);
    }
}
