package dev.starling.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Plays the real thing in a JVM of its own, with a folder of its own for everything it leaves. */
class DemoTest {

    @TempDir Path temporary;

    @Test
    void it_plays_to_its_end_and_leaves_nothing_behind() throws Exception {
        Process demo = start();

        assertThat(demo.waitFor(180, TimeUnit.SECONDS)).isTrue();

        String out = Files.readString(out());
        assertThat(demo.exitValue()).as(out).isZero();
        assertThat(out)
                .contains("All five saw all five")
                .contains("Critical in the answers of: ann ")
                .contains("Its instance has left the answers of: ann ")
                .contains("visit.5: task 5 was here")
                .contains("It is the same member")
                .contains("attempt 2");
        assertThat(out.lines()).allMatch(line -> line.length() <= 80);
        assertNothingLeft();
    }

    @Test
    void interrupted_in_the_middle_it_leaves_nothing_behind_either() throws Exception {
        Process demo = start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(out()).contains("All five saw all five"));

        demo.destroy();

        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out())).doesNotContain("failed");
        assertNothingLeft();
    }

    private Path out() {
        return temporary.resolve("out");
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--")) command.add(option);
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.starling.cli.Main", "demo"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out().toFile())
                .start();
    }

    private void assertNothingLeft() throws IOException {
        assertThat(new Leftovers(temporary).find()).isEmpty();
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).containsExactly(out());
        }
        assertThat(Files.readString(out(), StandardCharsets.UTF_8)).isNotEmpty();
    }
}
