package dev.starling.agent.exec;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the folders of forgotten tasks for a while, because people read the logs of what has ended,
 * and not for ever, because disks fill.
 */
record Retention(Path tasksDir, int mostForgotten, Duration longest) {

    private static final Logger LOG = LogManager.getLogger(Retention.class);

    /** At most a hundred, none for longer than a day: both guesses. */
    static Retention of(Path tasksDir) {
        return new Retention(tasksDir, 100, Duration.ofHours(24));
    }

    /** Deletes what is over the bounds, the longest forgotten first. */
    synchronized void sweep(Instant now) {
        List<TaskFolder> forgotten = forgotten();
        int over = forgotten.size() - mostForgotten;
        for (int i = 0; i < forgotten.size(); i++) {
            TaskFolder folder = forgotten.get(i);
            if (i < over || folder.forgottenAt().isBefore(now.minus(longest))) delete(folder);
        }
    }

    /** Longest forgotten first. */
    private List<TaskFolder> forgotten() {
        List<TaskFolder> forgotten = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(tasksDir)) {
            for (Path path : paths) {
                TaskFolder folder = new TaskFolder(path);
                if (folder.isForgotten()) forgotten.add(folder);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.warn("Cannot look for old tasks in {}: {}", tasksDir, unreadable.getMessage());
        }
        forgotten.sort(Comparator.comparing(TaskFolder::forgottenAt));
        return forgotten;
    }

    private static void delete(TaskFolder folder) {
        boolean isRunning =
                folder.exitCode().isEmpty()
                        && folder.start().filter(start -> start.shim().isAlive()).isPresent();
        if (isRunning) return;
        try {
            folder.delete();
        } catch (IOException kept) {
            LOG.warn("Cannot delete {}: {}", folder.path(), kept.getMessage());
        }
    }
}
