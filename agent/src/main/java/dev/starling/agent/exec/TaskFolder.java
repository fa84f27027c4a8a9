package dev.starling.agent.exec;

import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of one task, as the package's description lists them. */
record TaskFolder(Path path) {

    static TaskFolder of(Path tasksDir, TaskKey key) {
        return new TaskFolder(tasksDir.resolve(key.toString()));
    }

    boolean exists() {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    Path work() {
        return path.resolve("work");
    }

    Path shim() {
        return path.resolve("shim");
    }

    Path complaints() {
        return path.resolve("shim.err");
    }

    /** Lays out everything that the shim needs. */
    void create(TaskLaunch launch) throws IOException {
        String script = LaunchScript.of(launch, path);
        var owner = PosixFilePermissions.fromString("rwx------");
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(owner));
        Files.createDirectory(work());
        Files.writeString(path.resolve("launch"), script);
        try (InputStream shim = TaskFolder.class.getResourceAsStream("shim.sh")) {
            if (shim == null) throw new IllegalStateException("the jar has no shim.sh");
            Files.copy(shim, shim());
        }
    }

    Optional<StartRecord> start() {
        return text("start").flatMap(StartRecord::parse);
    }

    /** Decides that the task will never start, unless it has; answers whether that is so now. */
    boolean declareNeverStarted() throws IOException {
        try {
            Files.writeString(path.resolve("start"), "void\n", StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException decidedBefore) {
            return start().isEmpty();
        }
    }

    /** How it ended, once it has. Asked often, so the usual answer is cheap. */
    Optional<Integer> exitCode() {
        if (!Files.exists(path.resolve("exit"))) return Optional.empty();
        try {
            return text("exit").map(String::strip).map(Integer::valueOf);
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    /** Whether somebody may still write to the task's output. */
    boolean isOutputOpen() {
        return Files.notExists(path.resolve("stdout.end"))
                || Files.notExists(path.resolve("stderr.end"));
    }

    void markForgotten() throws IOException {
        if (exists() && !isForgotten()) Files.createFile(path.resolve("forgotten"));
    }

    boolean isForgotten() {
        return Files.exists(path.resolve("forgotten"));
    }

    /** Since when; the epoch if that cannot be read, so that it counts as long ago. */
    Instant forgottenAt() {
        try {
            return Files.getLastModifiedTime(path.resolve("forgotten")).toInstant();
        } catch (IOException unreadable) {
            return Instant.EPOCH;
        }
    }

    /** The first thing that the shim complained about; empty if it did not. */
    String firstComplaint() {
        return text("shim.err").flatMap(complaints -> complaints.lines().findFirst()).orElse("");
    }

    void delete() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    private Optional<String> text(String file) {
        try {
            byte[] bytes = Files.readAllBytes(path.resolve(file));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
