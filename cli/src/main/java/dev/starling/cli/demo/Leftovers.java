package dev.starling.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes that belong to the play and outlive who started them, as tasks do by design. They are
 * known by the play's own folder, whose name nobody else has: on their command line, or as the
 * folder they work in.
 */
final class Leftovers {

    private final Path folder;

    Leftovers(Path folder) {
        this.folder = folder;
    }

    /** Those that live now, with all that they started. */
    List<ProcessHandle> find() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && isOurs(process))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(folder.toString())
                || worksIn(process).startsWith(folder);
    }

    /** Where it works, as far as the system tells. */
    private static Path worksIn(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException unknown) {
            return Path.of("/");
        }
    }
}
