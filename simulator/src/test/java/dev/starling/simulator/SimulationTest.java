package dev.starling.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.starling.simulator.measure.Settled;
import dev.starling.simulator.scenario.Fault;
import dev.starling.simulator.scenario.Scenario;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SimulationTest {

    private static final Scenario SMALL =
            Scenario.defaults()
                    .withNodes(20)
                    .withLength(Duration.ofSeconds(40))
                    .withFault(Fault.Crash.parse("1@20s"));

    @Test
    void a_run_says_when_all_saw_all_and_how_a_crash_became_known() {
        SimResults results = Simulation.run(SMALL, progress -> {});

        assertThat(results.settled()).extracting(Settled::cause).containsExactly("start", "crash");
        assertThat(results.settled()).allSatisfy(each -> assertThat(each.tookNanos()).isPositive());
        assertThat(results.crashes())
                .singleElement()
                .satisfies(crash -> {
                    assertThat(crash.atNanos()).isEqualTo(20_000_000_000L);
                    assertThat(crash.firstNanos()).isPositive();
                    assertThat(crash.everywhereNanos()).isGreaterThanOrEqualTo(crash.firstNanos());
                });
        assertThat(results.falseDeaths()).isZero();
        assertThat(results.simulatedNanos()).isEqualTo(40_000_000_000L);
    }

    @Test
    void lookups_are_held_against_what_was_registered() {
        SimResults results = Simulation.run(SMALL, progress -> {});

        assertThat(results.registrations().acknowledged()).isEqualTo(100);
        assertThat(results.lookups().answered()).isBetween(200, 360);
        assertThat(results.lookups().expected()).isGreaterThan(800);
        assertThat(results.lookups().missing()).isZero();
        assertThat(results.lookups().correct()).isEqualTo(results.lookups().answered());
        assertThat(results.lookups().rounds().median()).isEqualTo(1);
    }

    @Test
    void a_report_fits_eighty_columns_and_names_seed_codec_and_trace() {
        Scenario everything =
                SMALL.withFault(Fault.Partition.parse("5/15@25s..30s")).withSeed(Long.MAX_VALUE);
        SimResults results = Simulation.run(everything, progress -> {});

        assertThat(results.toText().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(results.toText())
                .contains("seed " + Long.MAX_VALUE, "codec always", results.trace().hash());
    }

    @Test
    void results_can_be_read_as_json() throws Exception {
        SimResults results = Simulation.run(SMALL, progress -> {});

        JsonNode json = JsonMapper.builder().build().readTree(results.toJson());

        assertThat(json.get("seed").asLong()).isEqualTo(1);
        assertThat(json.get("codec").asText()).isEqualTo("ALWAYS");
        assertThat(json.get("trace").get("hash").asText()).isEqualTo(results.trace().hash());
        assertThat(json.get("traffic")).hasSize(2);
        assertThat(json.get("lookups").get("rounds").get("median").asLong()).isEqualTo(1);
    }

    @Test
    void progress_ends_with_the_run_and_is_one_short_line() {
        List<Progress> told = new ArrayList<>();

        Simulation.run(SMALL, told::add);

        assertThat(told.getLast().simulatedNanos()).isEqualTo(40_000_000_000L);
        assertThat(told.getLast().left()).isZero();
        assertThat(told.getLast().nodesUp()).isEqualTo(19);
        assertThat(told)
                .allSatisfy(
                        each -> assertThat(each.line()).hasSizeLessThan(80).doesNotContain("\n"));
    }
}
