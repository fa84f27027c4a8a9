package dev.starling.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

class GalleryTest {

    @ParameterizedTest
    @ValueSource(strings = {"converge", "crash", "lossy", "partition-heal", "tasks"})
    void every_scenario_of_the_gallery_can_be_read(String name) {
        Scenario scenario = Scenario.load(Path.of("scenarios", name + ".yaml"));

        assertThat(scenario.name()).isEqualTo(name);
        assertThat(scenario.about()).isNotEmpty();
    }
}
