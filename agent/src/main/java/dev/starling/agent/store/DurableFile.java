package dev.starling.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A small file that is replaced as a whole: after a crash at any moment it holds the former content
 * or the new one, and once {@link #replace} has returned the new one. Only its owner may read it.
 */
final class DurableFile {

    /** Ends the name of the file that a replacement is prepared in. */
    static final String PREPARED = ".new";

    private final Path path;

    DurableFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    String read() throws IOException {
        return Files.readString(path, StandardCharsets.UTF_8);
    }

    void replace(String content) throws IOException {
        Path prepared = path.resolveSibling(path.getFileName() + PREPARED);
        Files.deleteIfExists(prepared);
        Files.createFile(
                prepared,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel file = FileChannel.open(prepared, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(
                prepared,
                path,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        syncFolder(path.getParent());
    }

    /** Makes names in {@code folder} durable: a rename alone may be undone by a power loss. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
            names.force(true);
        }
    }
}
