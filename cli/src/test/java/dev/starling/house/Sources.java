package dev.starling.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project's own Java files, found from wherever the tests were started. */
final class Sources {

    private static final List<String> MODULES =
            List.of("gossip", "dht", "agent", "simulator", "cli");

    private Sources() {}

    /** The folder that holds all modules. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("gossip/src/main/java"))) {
            folder = folder.getParent();
        }
        if (folder == null) throw new IllegalStateException("not started inside the project");
        return folder;
    }

    /** Every Java file of every module, main and test, in path order. */
    static List<Path> all() {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            for (String kind : List.of("main", "test")) {
                Path folder = root().resolve(module).resolve("src").resolve(kind).resolve("java");
                if (Files.isDirectory(folder)) files.addAll(javaBelow(folder));
            }
        }
        if (files.size() < 50) throw new IllegalStateException("only " + files.size() + " sources");
        return files;
    }

    static boolean isTest(Path file) {
        return file.toString().contains("/src/test/");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** As people write it: relative to the root. */
    static String shown(Path file) {
        return root().relativize(file).toString();
    }

    private static List<Path> javaBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
