package dev.starling.agent.store;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/** The last few stories of what led to a bug, a file each, for whoever mends it. */
public final class Recordings {

    static final int MOST = 10;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Logger LOG = LogManager.getLogger(Recordings.class);

    private final Path folder;

    Recordings(Path folder) {
        this.folder = folder;
    }

    /** Keeps these lines in place of the oldest; a failure is only worth a line in the log. */
    public synchronized void keep(List<String> lines) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("bug-" + STAMP.format(Instant.now()) + ".txt");
            Files.write(file, lines);
            LOG.warn("what led to the bug is kept in {}", file);
            forgetOldest();
        } catch (IOException failed) {
            LOG.error("what led to the bug cannot be kept: {}", failed.getMessage());
        }
    }

    private void forgetOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        for (Path file : files.subList(0, Math.max(0, files.size() - MOST))) {
            Files.deleteIfExists(file);
        }
    }
}
