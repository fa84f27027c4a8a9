package dev.starling.agent.store;

import dev.starling.node.NodeId;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One agent's folder: who it is, in which life, and what it must remember.
 *
 * <pre>
 *  VERSION      marks the folder as Starling's and says how it is laid out
 *  lock         held while an agent uses the folder; says which process
 *  identity     the key pair that this node is
 *  epoch        the last life's number: raised and on the disk before it is used
 *  store.mv     services, replicas, tasks, peers
 *  recordings/  what led to a bug of ours
 *  tasks/       the executor's
 * </pre>
 *
 * <p>A folder that is not Starling's is refused before anything in it is touched.
 */
public final class DataDirectory implements AutoCloseable {

    static final String VERSION = "VERSION";
    static final String LOCK = "lock";
    static final String IDENTITY = "identity";
    static final String EPOCH = "epoch";
    static final String LAYOUT = "starling data 1\n";

    /** What a first start that was interrupted may leave. */
    private static final Set<String> BEGINNINGS = Set.of(LOCK, VERSION + DurableFile.PREPARED);

    private static final Logger LOG = LogManager.getLogger(DataDirectory.class);

    private final Path folder;
    private final FolderLock lock;
    private final Identity identity;
    private final DurableFile epochFile;
    private final StateWriter writer;
    private long epoch;

    private DataDirectory(Path folder, FolderLock lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        DurableFile version = new DurableFile(folder.resolve(VERSION));
        if (!version.exists()) version.replace(LAYOUT);
        this.identity = readIdentity(new DurableFile(folder.resolve(IDENTITY)));
        this.epochFile = new DurableFile(folder.resolve(EPOCH));
        this.epoch = lastEpoch();
        raiseEpoch();
        this.writer = new StateWriter(StateStore.open(folder), this::keepEpoch);
    }

    /**
     * Takes the folder for this agent alone, making it if need be, and begins a new life in it.
     *
     * @throws IOException one line that says why not, and what to do; nothing stored has changed
     */
    public static DataDirectory open(Path folder) throws IOException {
        requireOurs(folder);
        FolderLock lock = FolderLock.take(folder);
        try {
            return new DataDirectory(folder, lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static void requireOurs(Path folder) throws IOException {
        try {
            if (!Files.exists(folder)) create(folder);
            Set<String> names = namesIn(folder);
            if (names.contains(VERSION)) {
                requireLayout(folder);
            } else if (!BEGINNINGS.containsAll(names)) {
                throw new IOException(
                        ("data directory %s holds files that are not Starling's, such as %s;"
                                        + " choose another --data-dir or an empty folder")
                                .formatted(folder, names.iterator().next()));
            }
        } catch (NotDirectoryException | FileAlreadyExistsException aFile) {
            throw new IOException(
                    ("data directory %s is not a folder, nor can be made one;"
                                    + " choose another --data-dir")
                            .formatted(folder),
                    aFile);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    ("data directory %s cannot be used: access to %s denied;"
                                    + " choose another --data-dir or change its owner")
                            .formatted(folder, denied.getFile()),
                    denied);
        } catch (FileSystemException refused) {
            String why = refused.getReason() == null ? "no such place" : refused.getReason();
            throw new IOException(
                    "data directory %s cannot be made: %s; choose another --data-dir"
                            .formatted(folder, why),
                    refused);
        }
    }

    private static void create(Path folder) throws IOException {
        if (folder.getParent() != null) Files.createDirectories(folder.getParent());
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static Set<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void requireLayout(Path folder) throws IOException {
        String layout = Files.readString(folder.resolve(VERSION));
        if (!layout.equals(LAYOUT)) {
            throw new IOException(
                    ("data directory %s is laid out as \"%s\", which this agent does not know; use"
                                    + " the version that wrote it, or choose another --data-dir")
                            .formatted(folder, layout.lines().findFirst().orElse("")));
        }
    }

    private Identity readIdentity(DurableFile file) throws IOException {
        if (!file.exists()) {
            Identity drawn = Identity.draw();
            file.replace(drawn.toPem());
            return drawn;
        }
        try {
            return Identity.ofPem(file.read());
        } catch (IOException damaged) {
            throw new IOException(
                    ("%s is damaged (%s); restore it from a backup,"
                                    + " or remove it to begin as another node")
                            .formatted(folder.resolve(IDENTITY), damaged.getMessage()),
                    damaged);
        }
    }

    /**
     * The number of the last life. Where it is lost, seconds since 1970 are surely higher than any
     * number that was counted up by starts.
     */
    private long lastEpoch() throws IOException {
        if (!epochFile.exists()) return 0;
        try {
            return Long.parseUnsignedLong(epochFile.read().strip());
        } catch (NumberFormatException damaged) {
            long seconds = System.currentTimeMillis() / 1_000;
            LOG.error("{} is damaged; going on from {}", folder.resolve(EPOCH), seconds);
            return seconds;
        }
    }

    /** Begins another life: its number is on the disk when this returns. */
    public synchronized long raiseEpoch() throws IOException {
        long raised = epoch + 1;
        epochFile.replace(Long.toUnsignedString(raised) + "\n");
        epoch = raised;
        return raised;
    }

    /** The fleet knows a later life than ours: the next one must be higher still. */
    private synchronized void keepEpoch(long overtaken) throws IOException {
        if (Long.compareUnsigned(overtaken, epoch) <= 0) return;
        epochFile.replace(Long.toUnsignedString(overtaken) + "\n");
        epoch = overtaken;
    }

    public NodeId id() {
        return identity.id();
    }

    /** The number of the present life. */
    public synchronized long epoch() {
        return epoch;
    }

    public Path folder() {
        return folder;
    }

    /** Where the executor keeps what its tasks need. */
    public Path tasksFolder() {
        return folder.resolve("tasks");
    }

    public StateWriter writer() {
        return writer;
    }

    public Recordings recordings() {
        return new Recordings(folder.resolve("recordings"));
    }

    /** Writes what was handed over, then gives the folder back. Harmless when closed. */
    @Override
    public void close() {
        writer.close();
        try {
            lock.close();
        } catch (IOException failed) {
            LOG.warn("the lock of {} could not be given back: {}", folder, failed.getMessage());
        }
    }
}
