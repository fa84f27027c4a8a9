package dev.starling.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class FaultTest {

    @Test
    void a_crash_is_written_as_nodes_at_time() {
        assertThat(Fault.Crash.parse("3@20s")).isEqualTo(crash(Share.of(3), 20_000));
        assertThat(Fault.Crash.parse("10%@1m30s")).isEqualTo(crash(new Share(10, true), 90_000));
    }

    @Test
    void a_partition_is_written_as_two_groups_and_two_times() {
        assertThat(Fault.Partition.parse("40/60@20s..1m"))
                .isEqualTo(new Fault.Partition(Share.of(40), Share.of(60), ms(20_000), ms(60_000)));
        assertThat(Fault.Partition.parse("50%/50%@1.5s..2.5s"))
                .isEqualTo(
                        new Fault.Partition(
                                new Share(50, true), new Share(50, true), ms(1_500), ms(2_500)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "@20s", "3@", "3@20", "x@20s", "3@20s@30s"})
    void what_is_not_a_crash_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> Fault.Crash.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("write ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "40/60",
                "40/60@20s",
                "40@20s..30s",
                "40/60@20s..",
                "4/x@1s..2s",
                "4060@1s..2s"
            })
    void what_is_not_a_partition_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> Fault.Partition.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("write ")
                .doesNotContain("\n");
    }

    @Test
    void a_partition_that_ends_before_it_begins_is_refused() {
        assertThatThrownBy(() -> Fault.Partition.parse("1/1@30s..20s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 30s until 20s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    61@20s       | the crash of 61 needs 61 nodes, but there are 60
                    3@2m         | the crash of 3 is at 2m0s, but the run ends at 1m0s
                    40/30@1s..2s | the partition 40/30 needs 70 nodes, but there are 60
                    """)
    void what_cannot_happen_is_refused_before_the_run(String written, String why) {
        Fault fault =
                written.contains("/") ? Fault.Partition.parse(written) : Fault.Crash.parse(written);
        Scenario scenario = Scenario.defaults().withNodes(60).withFault(fault);

        assertThatThrownBy(scenario::requirePlayable)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @Test
    void two_halves_of_an_odd_fleet_leave_nobody_out() {
        Fault.Partition halves = Fault.Partition.parse("50%/50%@20s..30s");

        assertThat(halves.leftCount(5)).isEqualTo(3);
        assertThat(halves.rightCount(5)).isEqualTo(2);
    }

    @Test
    void parts_of_a_fleet_always_fit() {
        Scenario.defaults()
                .withNodes(5)
                .withFault(Fault.Crash.parse("all@20s"))
                .withFault(Fault.Partition.parse("50%/50%@20s..30s"))
                .requirePlayable();
    }

    private static Fault.Crash crash(Share nodes, long millis) {
        return new Fault.Crash(nodes, ms(millis), Fault.NEVER, false);
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
