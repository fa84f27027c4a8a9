package dev.starling.agent.exec;

import static dev.starling.agent.exec.TaskHost.key;
import static dev.starling.agent.exec.TaskHost.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.TaskLaunch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

class TaskLogTest {

    @TempDir Path directory;

    @Test
    void pieces_are_read_by_offset_across_segments() throws IOException {
        TaskLog log = log("0123456789", "abcdefghij");

        assertThat(text(log.read(0, 100))).isEqualTo("0123456789abcdefghij");
        assertThat(text(log.read(8, 4))).isEqualTo("89ab");
        assertThat(text(log.read(12, 3))).isEqualTo("cde");
        assertThat(log.read(12, 3).offset()).isEqualTo(12);
        assertThat(log.read(12, 3).sizeBytes()).isEqualTo(20);
    }

    @Test
    void a_negative_offset_counts_from_the_end_but_not_beyond_the_beginning() throws IOException {
        TaskLog log = log("0123456789", "abcdefghij");

        assertThat(text(log.read(-3, 100))).isEqualTo("hij");
        assertThat(log.read(-3, 100).offset()).isEqualTo(17);
        assertThat(log.read(-999, 100).offset()).isZero();
    }

    @Test
    void behind_the_end_there_is_nothing_yet() throws IOException {
        TaskLog log = log("0123456789");

        assertThat(log.read(10, 5).content().length()).isZero();
        assertThat(log.read(99, 5).offset()).isEqualTo(10);
    }

    @Test
    void what_is_no_longer_kept_is_skipped_and_the_offset_says_so() throws IOException {
        log("0123456789", "abcdefghij");
        Files.delete(directory.resolve("stdout.0"));

        TaskLog.Piece piece = new TaskLog(folder(), LogStream.STDOUT).read(3, 4);

        assertThat(piece.offset()).isEqualTo(10);
        assertThat(text(piece)).isEqualTo("abcd");
    }

    @Test
    void without_any_segment_there_is_no_log() {
        assertThatThrownBy(() -> new TaskLog(folder(), LogStream.STDERR).read(0, 1))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_task_that_writes_much_keeps_its_last_output_at_its_true_offsets() throws Exception {
        long zeros = 34_000_000;
        long lines = 500_000;
        TaskLaunch task =
                script("much", "head -c %d /dev/zero; seq -f %%08.0f 1 %d".formatted(zeros, lines));
        try (TaskHost host = new TaskHost(directory.resolve("tasks"))) {
            host.start(task);
            assertThat(host.exitCodeOf(task.key())).isZero();

            AgentCommand.LogRead last = host.read(task.key(), LogStream.STDOUT, -18, 100);
            assertThat(last.sizeBytes()).isEqualTo(zeros + 9 * lines);
            assertThat(last.content().toUtf8()).isEqualTo("00499999\n00500000\n");
            long line = 77_777;
            AgentCommand.LogRead earlier =
                    host.read(task.key(), LogStream.STDOUT, zeros + 9 * (line - 1), 9);
            assertThat(earlier.content().toUtf8()).isEqualTo("%08d\n".formatted(line));
            assertThat(host.read(task.key(), LogStream.STDOUT, 0, 9).offset()).isPositive();
            assertThat(bytesKept(host.folder(task.key()))).isLessThan(34L << 20);
        }
    }

    @Test
    void output_can_be_read_while_the_task_runs() throws Exception {
        TaskLaunch task = script("talks", "echo one; echo two >&2; sleep 600");
        try (TaskHost host = new TaskHost(directory.resolve("tasks"))) {
            host.start(task);

            host.awaitOutput(key("talks"), "one\n");

            assertThat(host.read(task.key(), LogStream.STDOUT, 4, 10).content().length()).isZero();
        }
    }

    private TaskLog log(String... segments) throws IOException {
        long offset = 0;
        for (String segment : segments) {
            Files.writeString(directory.resolve("stdout." + offset), segment);
            offset += segment.length();
        }
        Files.writeString(directory.resolve("stderr.0"), "something else");
        Files.writeString(directory.resolve("stdout.end"), "");
        return new TaskLog(folder(), LogStream.STDOUT);
    }

    private TaskFolder folder() {
        return new TaskFolder(directory);
    }

    private static String text(TaskLog.Piece piece) {
        return piece.content().toUtf8();
    }

    private static long bytesKept(TaskFolder folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
