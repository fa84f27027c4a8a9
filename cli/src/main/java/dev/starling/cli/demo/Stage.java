package dev.starling.cli.demo;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Owns what the play needs of this machine, a folder, processes and their ports, and gives all of
 * it back: at the end, after a failure, and when the program is told to end. Only the files may be
 * kept, to see what went wrong.
 */
final class Stage implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(25);

    /** How often leftovers are looked for after the last of them should be gone. */
    private static final int MOST_SWEEPS = 100;

    private final Path folder;
    private final Thread atExit = new Thread(this::interrupted, "demo-clean-up");
    private final Map<String, Process> processes = new TreeMap<>();
    private boolean isDown;
    private volatile boolean isInterrupted;
    private volatile boolean isKept;

    private Stage(Path folder) {
        this.folder = folder;
    }

    static Stage open() throws IOException {
        Stage stage = new Stage(Files.createTempDirectory("starling-demo-").toRealPath());
        Runtime.getRuntime().addShutdownHook(stage.atExit);
        return stage;
    }

    Path folder() {
        return folder;
    }

    /** Whether a signal has taken it down. */
    boolean isInterrupted() {
        return isInterrupted;
    }

    /** Leaves the folder where it is when all else is taken down. */
    void keepFiles() {
        isKept = true;
    }

    /** Starts a process under a name of its own; what it says goes to the log of that name. */
    synchronized Process start(String name, List<String> command) {
        if (isDown) throw new StepFailedException("the stage is taken down", List.of());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
        // Settings of whoever looks at the demo are not for its agents.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("STARLING_"));
        try {
            Process process = builder.start();
            processes.put(name, process);
            return process;
        } catch (IOException e) {
            throw new StepFailedException(
                    name + " cannot be started: " + e.getMessage(), List.of());
        }
    }

    /** Kills a process and what it started, as when its host loses power; returns how many. */
    synchronized int killWithChildren(String name) {
        ProcessHandle process = processes.remove(name).toHandle();
        List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        return all.size();
    }

    /** Kills just this process. */
    synchronized void kill(String name) {
        processes.remove(name).destroyForcibly();
    }

    /** No longer expects it to live, because it was told to end by itself. */
    synchronized Process release(String name) {
        return processes.remove(name);
    }

    /**
     * Waits until something holds.
     *
     * @return how long that took
     * @throws StepFailedException if it does not in time, or if a process has ended that should not
     */
    Duration until(String what, Duration most, BooleanSupplier holds) throws InterruptedException {
        long began = System.nanoTime();
        while (!holds.getAsBoolean()) {
            requireAlive();
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            if (waited.compareTo(most) > 0) {
                throw new StepFailedException(
                        "waited " + most.toSeconds() + " s in vain until " + what, List.of());
            }
            Thread.sleep(PAUSE);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** As {@link #until}, for several: how long it took for each. */
    SortedMap<String, Duration> untilEach(
            String what, Duration most, List<DemoAgent> agents, Predicate<DemoAgent> holds)
            throws InterruptedException {
        SortedMap<String, Duration> times = new TreeMap<>();
        long began = System.nanoTime();
        until(
                what,
                most,
                () -> {
                    for (DemoAgent agent : agents) {
                        if (times.containsKey(agent.name()) || !holds.test(agent)) continue;
                        times.put(agent.name(), Duration.ofNanos(System.nanoTime() - began));
                    }
                    return times.size() == agents.size();
                });
        return times;
    }

    private synchronized void requireAlive() {
        processes.forEach((name, process) -> {
            if (process.isAlive()) return;
            throw new StepFailedException(
                    name + " has ended by itself, with code " + process.exitValue(),
                    endOfLog(name));
        });
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private List<String> endOfLog(String name) {
        try (Stream<String> lines = Files.lines(log(name))) {
            List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - 8), all.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private void interrupted() {
        isInterrupted = true;
        close();
    }

    /** Ends what lives, by force, and removes the files. Harmless when done. */
    @Override
    public synchronized void close() {
        if (isDown) return;
        isDown = true;
        processes.values().forEach(Process::destroyForcibly);
        sweep();
        if (!isKept) removeFolder();
        try {
            if (!isInterrupted) Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The program is told to end at this very moment; what the hook would do is done.
        }
    }

    /** A process that starts another while it is being killed is seen in the next round. */
    private void sweep() {
        Leftovers leftovers = new Leftovers(folder);
        for (int i = 0; i < MOST_SWEEPS; i++) {
            List<ProcessHandle> alive = leftovers.find();
            alive.forEach(ProcessHandle::destroyForcibly);
            boolean isOver = alive.isEmpty() && processes.values().stream().allMatch(Stage::isOver);
            if (isOver) return;
        }
    }

    private static boolean isOver(Process process) {
        try {
            return process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void removeFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            isKept = true;
        }
    }

    /** The Java that runs this, with the options that make a start fast, and a class path. */
    static List<String> java(String heap) {
        List<String> command = new ArrayList<>();
        command.add(javaHome().resolve("bin").resolve("java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("-XX:")
                    || option.startsWith("--")
                    || option.startsWith("-Xlog")) {
                command.add(option);
            }
        }
        command.addAll(List.of(heap, "-cp", System.getProperty("java.class.path")));
        return command;
    }

    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }
}
