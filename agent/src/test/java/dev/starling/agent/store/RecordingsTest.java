package dev.starling.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class RecordingsTest {

    @TempDir Path folder;

    @Test
    void the_last_few_are_kept() throws IOException {
        Recordings recordings = new Recordings(folder.resolve("recordings"));
        for (int i = 0; i < Recordings.MOST + 5; i++) {
            recordings.keep(List.of("0 start", "# bug " + i));
        }

        try (Stream<Path> files = Files.list(folder.resolve("recordings"))) {
            List<Path> kept = files.sorted().toList();
            assertThat(kept).hasSize(Recordings.MOST);
            assertThat(kept.getFirst()).hasContent("0 start\n# bug 5");
            assertThat(kept.getLast()).hasContent("0 start\n# bug 14");
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_survived() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("recordings"), "a file");

        new Recordings(inTheWay).keep(List.of("0 start"));

        assertThat(inTheWay).hasContent("a file");
    }
}
