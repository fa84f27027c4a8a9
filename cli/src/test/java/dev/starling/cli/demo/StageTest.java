package dev.starling.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class StageTest {

    @Test
    void processes_and_files_go_when_it_closes_and_so_do_those_that_outlived_their_parents()
            throws Exception {
        Path folder;
        try (Stage stage = Stage.open()) {
            folder = stage.folder();
            stage.start("plain", List.of("sleep", "600"));
            stage.start("parent", List.of("sh", "-c", "setsid sleep 600 & sleep 600"));
            await().until(() -> new Leftovers(stage.folder()).find().size() == 4);
            stage.kill("parent");
            await().until(() -> new Leftovers(stage.folder()).find().size() == 3);
        }

        assertThat(new Leftovers(folder).find()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_process_that_ends_by_itself_fails_what_is_waited_for_and_shows_its_last_words()
            throws IOException {
        try (Stage stage = Stage.open()) {
            stage.start("frail", List.of("sh", "-c", "echo port in use; exit 3"));

            assertThatThrownBy(() -> stage.until("pigs fly", Duration.ofSeconds(20), () -> false))
                    .isInstanceOfSatisfying(
                            StepFailedException.class,
                            e -> assertThat(e.evidence()).containsExactly("port in use"))
                    .hasMessage("frail has ended by itself, with code 3");
        }
    }

    @Test
    void what_does_not_happen_in_time_is_named() throws IOException {
        try (Stage stage = Stage.open()) {
            assertThatThrownBy(() -> stage.until("pigs fly", Duration.ofMillis(50), () -> false))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("until pigs fly");
        }
    }

    @Test
    void nothing_starts_on_a_stage_that_was_taken_down() throws IOException {
        Stage stage = Stage.open();
        stage.close();

        assertThatThrownBy(() -> stage.start("late", List.of("sleep", "600")))
                .isInstanceOf(StepFailedException.class);
    }

    @Test
    void the_files_of_a_failure_can_be_kept() throws IOException {
        Stage stage = Stage.open();
        stage.start("sleeper", List.of("sleep", "600"));
        stage.keepFiles();
        stage.close();

        assertThat(new Leftovers(stage.folder()).find()).isEmpty();
        assertThat(stage.folder().resolve("sleeper.log")).exists();
        Files.delete(stage.folder().resolve("sleeper.log"));
        Files.delete(stage.folder());
    }

    @Test
    void free_ports_are_many_and_each_is_another() throws IOException {
        List<Integer> ports = FreePorts.pick(50);

        assertThat(ports).doesNotHaveDuplicates().hasSize(50).allMatch(FreePorts::isFree);
    }
}
