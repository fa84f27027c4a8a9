package dev.starling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Loads the script into a real bash and asks it what a press of the tab key would offer. */
class CompletionTest {

    @TempDir Path folder;

    @Test
    void verbs_are_completed() throws Exception {
        assertThat(offered("starling", "me")).containsExactly("members");
        assertThat(offered("starling", "")).contains("agent", "lookup", "demo", "sim");
    }

    @Test
    void options_and_second_words_are_completed() throws Exception {
        assertThat(offered("starling", "members", "--st")).containsExactly("--status");
        assertThat(offered("starling", "task", "")).contains("logs", "stop");
    }

    @Test
    void values_are_completed_in_the_letters_in_which_they_are_written() throws Exception {
        assertThat(offered("starling", "members", "--status", "")).contains("alive", "dead");
        assertThat(offered("starling", "jobs", "--format", "")).contains("table", "json", "yaml");
    }

    private List<String> offered(String... words) throws IOException, InterruptedException {
        Path script = folder.resolve("completion.bash");
        Files.writeString(script, Ran.in(new TreeMap<>(), "completion").out());
        String command =
                "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_starling;"
                                .formatted(script, quoted(words), words.length - 1)
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash =
                new ProcessBuilder("bash", "--norc", "-c", command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.lines().map(String::strip).toList();
    }

    private static String quoted(String... words) {
        return "'" + String.join("' '", words) + "'";
    }
}
