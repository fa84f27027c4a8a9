package dev.starling.agent.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process as {@code /proc/PID/stat} has it.
 *
 * @param state R, S, D and so on; Z if it has ended and nobody has asked how
 * @param session pid of the process that began its session
 * @param startTicks when it began, in clock ticks since boot: with the pid, its identity
 */
record ProcessStat(long pid, char state, long session, long startTicks) {

    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

    /** Which start of the host this is. */
    static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("tasks need " + BOOT_ID + " of Linux", unreadable);
        }
    }

    static Optional<ProcessStat> find(long pid) {
        try {
            String stat = text(PROC.resolve(pid + "/stat"));
            return stat.isEmpty() ? Optional.empty() : Optional.of(parse(pid, stat));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Every process of the host; those that end meanwhile may be missing. */
    static List<ProcessStat> all() {
        List<ProcessStat> all = new ArrayList<>();
        try (DirectoryStream<Path> numbered = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : numbered) {
                find(Long.parseLong(process.getFileName().toString())).ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return all;
        }
        return all;
    }

    boolean isAlive() {
        return state != 'Z' && state != 'X';
    }

    /** Whether it was started with {@code NAME=value} in its environment, as far as we may see. */
    boolean hasInEnvironment(String variable) {
        try {
            String environment = text(PROC.resolve(pid + "/environ"));
            return ("\0" + environment).contains("\0" + variable + "\0");
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    /** The name, in parentheses, may hold anything; what follows the last one is regular. */
    static ProcessStat parse(long pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        return new ProcessStat(
                pid, fields[0].charAt(0), Long.parseLong(fields[3]), Long.parseLong(fields[19]));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
