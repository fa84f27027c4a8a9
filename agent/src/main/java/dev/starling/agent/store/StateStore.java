package dev.starling.agent.store;

import dev.starling.agent.core.AgentBoot.Replica;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Bytes;
import dev.starling.wire.MalformedMessageException;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Services, replicas, tasks and peers in one file of checksummed chunks, each commit a new one: a
 * kill at any byte leaves the last commit readable. A file that is damaged all the same is set
 * aside under another name, and a new one begun.
 *
 * <p>Belongs to one thread at a time. H2's retention of old chunks stays at its default: with none,
 * a chunk may be used anew while the file still lists it, and the file then refuses to open.
 */
final class StateStore implements AutoCloseable {

    static final String FILE = "store.mv";
    static final String DAMAGED = FILE + ".damaged-";

    private static final List<String> MAPS = List.of("peers", "services", "replicas", "tasks");

    /** Commits between two looks at the file's size. */
    private static final int MEASURE_EVERY = 64;

    /** How much larger than at its last copying the file may become, and how large at least. */
    private static final int GROWTH = 4;

    private static final long LEAST_GROWN_BYTES = 16 << 20;
    private static final int CACHE_MEBIBYTES = 2;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Logger LOG = LogManager.getLogger(StateStore.class);

    private final Path file;
    private final PeerForm peerForm = new PeerForm();
    private final ServiceForm serviceForm = new ServiceForm();
    private final ReplicaForm replicaForm = new ReplicaForm();
    private final TaskForm taskForm = new TaskForm();

    private MVStore store;
    private int commits;
    private long copiedBytes;

    private StateStore(Path file) {
        this.file = file;
    }

    /** Opens the file in {@code folder}, a new one if there is none or it is damaged. */
    static StateStore open(Path folder) throws IOException {
        StateStore opened = new StateStore(folder.resolve(FILE));
        opened.reopen();
        return opened;
    }

    /** What was stored last; values that cannot be read are left out and reported. */
    Saved load() throws IOException {
        if (store.isClosed()) reopen();
        return new Saved(
                all("peers", peerForm),
                all("services", serviceForm),
                all("replicas", replicaForm),
                all("tasks", taskForm));
    }

    private <T> List<T> all(String name, Form<T> form) {
        List<T> values = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : map(name).entrySet()) {
            try {
                values.add(form.decode(entry.getValue()));
            } catch (MalformedMessageException unreadable) {
                LOG.error(
                        "{}: {} in {} is left out, it cannot be read: {}",
                        file,
                        entry.getKey(),
                        name,
                        unreadable.getMessage());
            }
        }
        return List.copyOf(values);
    }

    /**
     * Writes these in order; when it returns they are on the disk. When it fails, any part of them
     * may be; writing them again is harmless.
     */
    void write(Collection<AgentEffect> saves) throws IOException {
        try {
            if (store.isClosed()) reopen();
            for (AgentEffect save : saves) {
                put(save);
            }
            store.commit();
            store.sync();
        } catch (RuntimeException failed) {
            // A store that could not write has lost track of its file: only a new look helps.
            store.closeImmediately();
            throw new IOException(failed.getMessage(), failed);
        }
        copyIfGrown();
    }

    private void put(AgentEffect save) {
        switch (save) {
            case AgentEffect.SavePeers(List<MemberRecord> peers) -> {
                Map<String, byte[]> wanted = new TreeMap<>();
                peers.forEach(peer -> wanted.put(peer.id().toHex(), peerForm.encode(peer)));
                replace("peers", wanted);
            }
            case AgentEffect.SaveServices(List<ServiceDefinition> services) -> {
                Map<String, byte[]> wanted = new TreeMap<>();
                services.forEach(service -> wanted.put(service.id(), serviceForm.encode(service)));
                replace("services", wanted);
            }
            case AgentEffect.SaveReplica(Key key, Entry entry) ->
                    map("replicas")
                            .put(
                                    slotOf(key, entry.subkey()),
                                    replicaForm.encode(new Replica(key, entry)));
            case AgentEffect.DropReplica(Key key, Bytes subkey) ->
                    map("replicas").remove(slotOf(key, subkey));
            case AgentEffect.SaveTask(TaskLaunch launch) ->
                    map("tasks").put(launch.key().toString(), taskForm.encode(launch));
            case AgentEffect.ForgetTask forgotten ->
                    map("tasks").remove(forgotten.task().toString());
            default -> throw new IllegalStateException("nothing to store: " + save);
        }
    }

    /** Makes the map hold exactly {@code wanted}, touching only what differs. */
    private void replace(String name, Map<String, byte[]> wanted) {
        MVMap<String, byte[]> map = map(name);
        List.copyOf(map.keySet()).stream()
                .filter(key -> !wanted.containsKey(key))
                .forEach(map::remove);
        map.putAll(wanted);
    }

    private static String slotOf(Key key, Bytes subkey) {
        return key.space()
                + "-"
                + key.point().toHex()
                + "-"
                + HexFormat.of().formatHex(subkey.toArray());
    }

    private MVMap<String, byte[]> map(String name) {
        return mapIn(store, name);
    }

    private static MVMap<String, byte[]> mapIn(MVStore store, String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /** Every commit is a new chunk; dead ones go when the file has grown out of proportion. */
    private void copyIfGrown() throws IOException {
        if (++commits % MEASURE_EVERY != 0) return;
        if (Files.size(file) <= Math.max(LEAST_GROWN_BYTES, GROWTH * copiedBytes)) return;
        close();
        reopen();
    }

    /**
     * Goes on in a fresh copy of the file. The old one is only read: writing on where a crash or a
     * damage has left it may destroy more, and the copy has no dead chunks.
     */
    private void reopen() throws IOException {
        Path prepared = file.resolveSibling(FILE + DurableFile.PREPARED);
        Files.deleteIfExists(prepared);
        try {
            copyTo(prepared);
            Files.move(
                    prepared,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            DurableFile.syncFolder(file.getParent());
            copiedBytes = Files.size(file);
            store = settings(file).open();
        } catch (RuntimeException refused) {
            throw new IOException(file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private void copyTo(Path target) throws IOException {
        try (MVStore copy = settings(target).open()) {
            copyInto(copy);
            copy.commit();
            copy.sync();
        }
    }

    private void copyInto(MVStore copy) throws IOException {
        if (!Files.exists(file)) return;
        try (MVStore old = settings(file).readOnly().open()) {
            for (String name : MAPS) {
                if (old.hasMap(name)) mapIn(copy, name).putAll(mapIn(old, name));
            }
        } catch (RuntimeException failed) {
            if (copy.isClosed()) throw failed;
            setAside(failed);
        }
    }

    private static MVStore.Builder settings(Path file) {
        return new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(CACHE_MEBIBYTES);
    }

    private void setAside(RuntimeException why) throws IOException {
        Path aside = file.resolveSibling(DAMAGED + STAMP.format(Instant.now()));
        Files.move(file, aside);
        LOG.error(
                "{} is damaged ({}); it is kept as {}, and this agent goes on without what could"
                        + " not be read",
                file,
                String.valueOf(why.getMessage()).lines().findFirst().orElse(""),
                aside.getFileName());
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (RuntimeException failed) {
            store.closeImmediately();
        }
    }
}
