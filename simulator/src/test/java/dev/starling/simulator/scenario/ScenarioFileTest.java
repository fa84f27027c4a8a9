package dev.starling.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.task.Resources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class ScenarioFileTest {

    private static final String EVERYTHING =
            """
            name: everything
            about: All of it.
            seed: 42
            nodes: 30
            for: 2m
            codec: none
            invariants: always
            join: {seeds: 2, over: 5s}
            network:
              latency: {base: 10ms, spread: 20ms, jitter: 1ms}
              loss: 0.05
              duplication: 0.01
            hosts: {tasks: true, cores: 2.5, memory: 1G}
            agent:
              gossip: {probePeriod: 500ms, probeTimeout: 200ms, helpers: 0}
              dht: {replicas: 3}
              tasks: {solicits: 5}
            faults:
              - {crash: 10%, at: 20s, powerLost: true}
              - {crash: 1, at: 30s, until: 40s}
              - {leave: 1, at: 50s}
              - {partition: 10/20, at: 60s, until: 90s}
            workload:
              services: {names: 2, instances: 4, at: 6s, over: 1s}
              lookups: {perSecond: 2.5, at: 8s}
              jobs:
                - {name: etl, tasks: 3, at: 9s, runs: 30s, cores: 0.5, memory: 64M}
            """;

    @Test
    void what_is_left_out_is_as_in_the_default_scenario() {
        Scenario scenario = ScenarioFile.parse("nodes: 7", "mine");

        assertThat(scenario.name()).isEqualTo("mine");
        assertThat(scenario.withNodes(100))
                .usingRecursiveComparison()
                .ignoringFields("name")
                .isEqualTo(Scenario.defaults());
    }

    @Test
    void everything_that_can_be_said_is_understood() {
        Scenario scenario = ScenarioFile.parse(EVERYTHING, "file");

        assertThat(scenario.name()).isEqualTo("everything");
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.nodes()).isEqualTo(30);
        assertThat(scenario.lengthNanos()).isEqualTo(ms(120_000));
        assertThat(scenario.codec()).isEqualTo(Codec.NONE);
        assertThat(scenario.checking()).isEqualTo(Checking.ALWAYS);
        assertThat(scenario.joining()).isEqualTo(new Joining(2, ms(5_000)));
        assertThat(scenario.network())
                .isEqualTo(new NetworkModel(new Latency(ms(10), ms(20), ms(1)), 0.05, 0.01));
    }

    @Test
    void the_agents_own_settings_have_their_own_names() {
        CoreConfig config = ScenarioFile.parse(EVERYTHING, "file").config();

        assertThat(config.gossip().probePeriodNanos()).isEqualTo(ms(500));
        assertThat(config.gossip().helpers()).isZero();
        assertThat(config.dht().replicas()).isEqualTo(3);
        assertThat(config.task().solicits()).isEqualTo(5);
        assertThat(config.task().capacity()).isEqualTo(new Resources(2_500, 1L << 30));
    }

    @Test
    void faults_and_workload_are_understood() {
        Scenario scenario = ScenarioFile.parse(EVERYTHING, "file");

        assertThat(scenario.faults())
                .containsExactly(
                        new Fault.Crash(new Share(10, true), ms(20_000), Fault.NEVER, true),
                        new Fault.Crash(Share.of(1), ms(30_000), ms(40_000), false),
                        new Fault.Leave(Share.of(1), ms(50_000)),
                        new Fault.Partition(Share.of(10), Share.of(20), ms(60_000), ms(90_000)));
        Workload workload = scenario.workload();
        assertThat(workload.services())
                .isEqualTo(new Workload.Services(2, 4, ms(6_000), ms(1_000)));
        assertThat(workload.lookups()).isEqualTo(new Workload.Lookups(2.5, ms(8_000)));
        assertThat(workload.jobs())
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.atNanos()).isEqualTo(ms(9_000));
                    assertThat(job.spec().count()).isEqualTo(3);
                    assertThat(job.spec().resources()).isEqualTo(new Resources(500, 64 << 20));
                });
    }

    @Test
    void a_latency_alone_brings_spread_and_jitter_in_proportion() {
        Scenario scenario = ScenarioFile.parse("network: {latency: 20ms}", "x");

        assertThat(scenario.network().latency()).isEqualTo(new Latency(ms(20), ms(10), ms(2)));
    }

    @Test
    void a_chance_may_be_a_percentage() {
        Scenario scenario = ScenarioFile.parse("network: {loss: 5%, duplication: 0.01}", "x");

        assertThat(scenario.network().loss()).isEqualTo(0.05);
        assertThat(scenario.network().duplication()).isEqualTo(0.01);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    noeds: 7                     | noeds: is not known; did you mean "nodes"?
                    network: {los: 0.1}          | network.los: is not known; did you mean "loss"?
                    zzzzzzzzz: 1                 | zzzzzzzzz: is not known; known here: about,
                    nodes: 0                     | nodes: must be 1 to 1000000, not 0
                    nodes: many                  | nodes: "many" is not a whole number
                    nodes: [1]                   | nodes: must be a single value, not a list
                    for: 10                      | for: "10" is not a duration: write 500ms,
                    for: 0s                      | for: a run must last longer than nothing
                    codec: sometimes             | codec: "sometimes" is not one of always, none
                    network: {loss: 5}           | network.loss: must be from 0 to 1
                    network: {loss: 5 %}         | network.loss: "5 " is not a number
                    network: quick               | network: must be a table of keys and values
                    agent: {gossip: {helper: 1}} | agent.gossip.helper: is not known; did you mean
                    agent: {dht: {writeAcks: 9}} | agent.dht: write acknowledgements must be
                    faults: {crash: 1}           | faults: must be a list, not a table
                    faults: [{crash: 1}]         | faults[0].at: is missing
                    faults: [{at: 1s}]           | faults[0]: must say what happens: crash, leave
                    faults: [{crsh: 1, at: 1s}]  | faults[0].crsh: is not known; did you mean
                    nodes: 1\\nnodes: 2           | line 2: is not YAML: Duplicate
                    nodes: {                     | is not YAML:
                    just words                   | a scenario: must be a table of keys and values
                    ''                           | a scenario: must be a table of keys and values
                    hosts: {tasks: maybe}        | hosts.tasks: "maybe" is not true or false
                    """)
    void a_mistake_is_one_line_that_names_field_value_and_what_is_right(
            String yaml, String expected) {
        assertThatThrownBy(() -> ScenarioFile.parse(yaml.replace("\\n", "\n"), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(expected.strip())
                .doesNotContain("\n");
    }

    @Test
    void a_job_for_hosts_that_run_none_is_refused_before_the_run() {
        Scenario scenario =
                ScenarioFile.parse("workload: {jobs: [{name: etl, at: 1s, runs: 1s}]}", "x");

        assertThatThrownBy(scenario::requirePlayable)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("job etl needs hosts that run tasks");
    }

    @Test
    void a_file_that_is_not_there_is_named(@TempDir Path folder) {
        Path missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> Scenario.load(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(missing + ": there is no such scenario file");
    }

    @Test
    void a_mistake_in_a_file_names_the_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "nodes: none");

        assertThatThrownBy(() -> Scenario.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": nodes: \"none\" is not a whole number");
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
