package dev.starling.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a data directory, held by one agent at a time and given back by the system
 * however that agent ends.
 *
 * <p>On POSIX systems a process loses its lock on a file as soon as it closes <em>any</em> channel
 * to that file. So within one process a second try must not even open it: what this process holds
 * is remembered in {@link #HELD}.
 */
final class FolderLock implements AutoCloseable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock, or fails with one line that names who holds it. */
    static FolderLock take(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(DataDirectory.LOCK);
        if (!HELD.add(file)) throw inUse(folder, " (this process)");
        try {
            return lock(folder, file);
        } catch (IOException | RuntimeException notLocked) {
            HELD.remove(file);
            throw notLocked;
        }
    }

    private static FolderLock lock(Path folder, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw inUse(folder, holder(file));
        }
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return new FolderLock(file, channel);
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        return pid.matches("\\d{1,10}") ? " (pid " + pid + ")" : "";
    }

    private static IOException inUse(Path folder, String holder) {
        return new IOException(
                ("data directory %s is in use by another agent%s;"
                                + " choose another --data-dir or stop that agent")
                        .formatted(folder, holder));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}
