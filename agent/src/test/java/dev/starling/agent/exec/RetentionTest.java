package dev.starling.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.TaskKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

class RetentionTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir Path tasksDir;

    @Test
    void more_forgotten_tasks_than_are_kept_lose_the_longest_forgotten() throws IOException {
        for (int i = 0; i < 6; i++) {
            forgotten("job" + i, NOW.minusSeconds(100 - i));
        }
        folder("remembered", NOW.minus(Duration.ofDays(9)));

        new Retention(tasksDir, 4, Duration.ofHours(24)).sweep(NOW);

        assertThat(tasksDir.toFile().list())
                .containsExactlyInAnyOrder(
                        "job2.0-g1-a1",
                        "job3.0-g1-a1",
                        "job4.0-g1-a1",
                        "job5.0-g1-a1",
                        "remembered.0-g1-a1");
    }

    @Test
    void what_was_forgotten_too_long_ago_goes_with_all_that_the_task_wrote() throws IOException {
        TaskFolder old = forgotten("old", NOW.minus(Duration.ofHours(25)));
        Files.createDirectories(old.work().resolve("deep/er"));
        Files.createSymbolicLink(old.work().resolve("link"), tasksDir);
        forgotten("new", NOW.minus(Duration.ofHours(23)));

        new Retention(tasksDir, 100, Duration.ofHours(24)).sweep(NOW);

        assertThat(tasksDir.toFile().list()).containsExactly("new.0-g1-a1");
    }

    private TaskFolder forgotten(String job, Instant when) throws IOException {
        TaskFolder folder = folder(job, when);
        folder.markForgotten();
        Files.setLastModifiedTime(folder.path().resolve("forgotten"), FileTime.from(when));
        return folder;
    }

    private TaskFolder folder(String job, Instant when) throws IOException {
        TaskFolder folder = TaskFolder.of(tasksDir, new TaskKey(job, 1, 0, 1));
        Files.createDirectories(folder.work());
        Files.setLastModifiedTime(folder.path(), FileTime.from(when));
        return folder;
    }
}
