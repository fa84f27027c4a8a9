package dev.starling.agent.exec;

import dev.starling.agent.task.TaskLaunch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Starts tasks under their shims.
 *
 * <p>A shim gets little of the agent's own environment, and a task what its shim has: what an
 * operator told the agent in variables is not for tasks.
 */
final class Shim {

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final List<String> PASSED_ON =
            List.of("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    /** A guess: far above what the busiest host takes to start three shells. */
    private static final Duration LONGEST_START = Duration.ofSeconds(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private final TreeMap<String, String> environment = new TreeMap<>();
    private final Path setsid;

    /**
     * Fits a shim for this host.
     *
     * @param agentEnvironment what the agent itself was started with
     * @throws IllegalArgumentException if this host lacks what tasks need
     */
    Shim(Map<String, String> agentEnvironment) {
        environment.put("PATH", agentEnvironment.getOrDefault("PATH", DEFAULT_PATH));
        for (String name : PASSED_ON) {
            if (agentEnvironment.containsKey(name)) {
                environment.put(name, agentEnvironment.get(name));
            }
        }
        for (String tool : List.of("sh", "mkfifo", "dd", "wc", "ln")) {
            require(tool);
        }
        setsid = require("setsid");
        ProcessStat.bootId();
    }

    /**
     * Starts a task whose folder is laid out, and waits until it runs.
     *
     * @throws IOException if it cannot; its folder says then that it never will
     */
    StartRecord start(TaskLaunch launch, TaskFolder folder)
            throws IOException, InterruptedException {
        requireProgram(launch, folder);
        ProcessBuilder builder =
                new ProcessBuilder(
                        setsid.toString(),
                        "sh",
                        folder.shim().toString(),
                        "supervise",
                        folder.path().toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(folder.path().toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(folder.complaints().toFile());
        return awaitStart(builder.start(), folder);
    }

    private static StartRecord awaitStart(Process shim, TaskFolder folder)
            throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + LONGEST_START.toNanos();
        while (shim.isAlive() && System.nanoTime() < deadlineNanos) {
            Optional<StartRecord> start = folder.start();
            if (start.isPresent()) return start.get();
            Thread.sleep(BETWEEN_LOOKS);
        }
        if (folder.declareNeverStarted()) {
            shim.destroyForcibly();
            throw new IOException("its shim did not start it: " + folder.firstComplaint());
        }
        return folder.start().orElseThrow(() -> new IOException("its start cannot be read"));
    }

    /** Says what is wrong before anything runs, where the shell would only leave 127 behind. */
    private void requireProgram(TaskLaunch launch, TaskFolder folder) throws IOException {
        String program = launch.spec().command().getFirst();
        String path = launch.spec().environment().getOrDefault("PATH", environment.get("PATH"));
        boolean isThere =
                program.contains("/")
                        ? isProgram(folder.work().resolve(program))
                        : findIn(path, program, folder.work()).isPresent();
        if (!isThere) throw new IOException("no program \"" + program + "\" on this host");
    }

    private Path require(String tool) {
        return findIn(environment.get("PATH"), tool, Path.of("/"))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "tasks need the program %s, which is not on the PATH %s"
                                        .formatted(tool, environment.get("PATH"))));
    }

    private static Optional<Path> findIn(String path, String program, Path workDir) {
        for (String folder : path.split(":")) {
            Path candidate = workDir.resolve(folder).resolve(program);
            if (isProgram(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
