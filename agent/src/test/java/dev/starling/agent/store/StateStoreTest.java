package dev.starling.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.ChildJvm;
import dev.starling.agent.core.AgentBoot.Replica;
import dev.starling.agent.core.AgentEffect;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

@Timeout(120)
class StateStoreTest {

    @TempDir Path folder;

    @Test
    void what_was_written_is_there_after_the_next_opening() throws IOException {
        Replica one = Samples.replica("web", "one", 1);
        Replica two = Samples.replica("web", "two", 1);
        try (StateStore store = StateStore.open(folder)) {
            store.write(
                    List.of(
                            new AgentEffect.SaveServices(List.of(Samples.service("a"))),
                            new AgentEffect.SavePeers(List.of(Samples.peer(1), Samples.peer(2))),
                            new AgentEffect.SaveReplica(one.key(), one.entry()),
                            new AgentEffect.SaveReplica(two.key(), two.entry()),
                            new AgentEffect.SaveTask(Samples.task(1)),
                            new AgentEffect.SaveTask(Samples.task(2))));
        }

        try (StateStore store = StateStore.open(folder)) {
            Saved saved = store.load();
            assertThat(saved.services()).containsExactly(Samples.service("a"));
            assertThat(saved.peers()).containsExactlyInAnyOrder(Samples.peer(1), Samples.peer(2));
            assertThat(saved.replicas()).containsExactlyInAnyOrder(one, two);
            assertThat(saved.tasks()).containsExactlyInAnyOrder(Samples.task(1), Samples.task(2));
        }
    }

    @Test
    void services_and_peers_are_replaced_and_replicas_and_tasks_go_one_by_one() throws IOException {
        Replica old = Samples.replica("web", "one", 1);
        Replica newer = Samples.replica("web", "one", 2);
        Replica other = Samples.replica("db", "one", 1);
        try (StateStore store = StateStore.open(folder)) {
            store.write(
                    List.of(
                            new AgentEffect.SaveServices(
                                    List.of(Samples.service("a"), Samples.service("b"))),
                            new AgentEffect.SavePeers(List.of(Samples.peer(1))),
                            new AgentEffect.SaveReplica(old.key(), old.entry()),
                            new AgentEffect.SaveReplica(other.key(), other.entry()),
                            new AgentEffect.SaveTask(Samples.task(1)),
                            new AgentEffect.SaveTask(Samples.task(2))));
            store.write(
                    List.of(
                            new AgentEffect.SaveServices(List.of(Samples.service("b"))),
                            new AgentEffect.SavePeers(List.of(Samples.peer(2))),
                            new AgentEffect.SaveReplica(newer.key(), newer.entry()),
                            new AgentEffect.DropReplica(other.key(), other.entry().subkey()),
                            new AgentEffect.ForgetTask(Samples.task(1).key())));

            Saved saved = store.load();
            assertThat(saved.services()).containsExactly(Samples.service("b"));
            assertThat(saved.peers()).containsExactly(Samples.peer(2));
            assertThat(saved.replicas()).containsExactly(newer);
            assertThat(saved.tasks()).containsExactly(Samples.task(2));
        }
    }

    /** The file is cut or overwritten at random places, as a disk that lies might leave it. */
    @Test
    void a_damaged_file_is_survived_with_what_it_holds_or_set_aside() throws IOException {
        byte[] whole = fileWithHistory();
        Chance chance = Chance.stream(11, "damage");
        for (int round = 0; round < 60; round++) {
            Path own = Files.createDirectory(folder.resolve("r" + round));
            byte[] damaged = Arrays.copyOf(whole, whole.length);
            if (round % 2 == 0) {
                damaged = Arrays.copyOf(whole, chance.below(whole.length));
            } else {
                overwrite(damaged, chance);
            }
            Files.write(own.resolve(StateStore.FILE), damaged);

            try (StateStore store = StateStore.open(own)) {
                Saved saved = store.load();
                assertThat(saved.services()).hasSizeLessThanOrEqualTo(1);
                store.write(List.of(new AgentEffect.SaveTask(Samples.task(99))));
                assertThat(store.load().tasks()).contains(Samples.task(99));
            }
            try (StateStore store = StateStore.open(own)) {
                assertThat(store.load().tasks()).contains(Samples.task(99));
            }
        }
    }

    @Test
    void a_file_of_noise_is_kept_under_another_name() throws IOException {
        byte[] noise = new byte[20_000];
        overwrite(noise, Chance.stream(3, "noise"));
        Files.write(folder.resolve(StateStore.FILE), noise);

        try (StateStore store = StateStore.open(folder)) {
            assertThat(store.load().services()).isEmpty();
        }

        try (Stream<Path> files = Files.list(folder)) {
            Path aside =
                    files.filter(file -> file.getFileName().toString().contains(".damaged-"))
                            .findFirst()
                            .orElseThrow();
            assertThat(aside).hasBinaryContent(noise);
        }
    }

    private byte[] fileWithHistory() throws IOException {
        Path own = Files.createDirectory(folder.resolve("whole"));
        try (StateStore store = StateStore.open(own)) {
            store.write(List.of(new AgentEffect.SaveServices(List.of(Samples.service("a")))));
            for (int i = 0; i < 200; i++) {
                Replica replica = Samples.replica("web", "s" + i % 50, i);
                store.write(List.of(new AgentEffect.SaveReplica(replica.key(), replica.entry())));
            }
        }
        return Files.readAllBytes(own.resolve(StateStore.FILE));
    }

    private static void overwrite(byte[] bytes, Chance chance) {
        int from = chance.below(bytes.length);
        int to = Math.min(bytes.length, from + 1 + chance.below(bytes.length));
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) chance.below(256);
        }
    }

    @Test
    void one_value_that_cannot_be_read_does_not_hide_the_others() throws IOException {
        try (StateStore store = StateStore.open(folder)) {
            store.write(
                    List.of(
                            new AgentEffect.SaveTask(Samples.task(1)),
                            new AgentEffect.SaveTask(Samples.task(2))));
        }
        try (MVStore raw = MVStore.open(folder.resolve(StateStore.FILE).toString())) {
            raw.openMap(
                            "tasks",
                            new MVMap.Builder<String, byte[]>()
                                    .keyType(StringDataType.INSTANCE)
                                    .valueType(ByteArrayDataType.INSTANCE))
                    .put(Samples.task(1).key().toString(), new byte[] {77});
            raw.commit();
        }

        try (StateStore store = StateStore.open(folder)) {
            assertThat(store.load().tasks()).containsExactly(Samples.task(2));
        }
    }

    /** Writes tasks until it is killed and says after each which one is on the disk. */
    static final class Scribe {
        public static void main(String[] arguments) throws IOException {
            StateStore store = StateStore.open(Path.of(arguments[0]));
            for (int i = 0; ; i++) {
                store.write(List.of(new AgentEffect.SaveTask(Samples.task(i))));
                System.out.println(i);
            }
        }
    }

    @Test
    void what_a_killed_process_acknowledged_is_there() throws Exception {
        int before = -1;
        for (int life = 0; life < 3; life++) {
            Process child = ChildJvm.start(Scribe.class, folder.toString());
            int acknowledged = -1;
            try (BufferedReader lines = child.inputReader()) {
                while (acknowledged < 40 + 20 * life) {
                    acknowledged = Integer.parseInt(lines.readLine());
                }
                child.toHandle().destroyForcibly();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.matches("\\d+")) acknowledged = Integer.parseInt(line);
                }
            }

            try (StateStore store = StateStore.open(folder)) {
                assertThat(store.load().tasks()).hasSizeGreaterThan(acknowledged);
                assertThat(store.load().tasks()).contains(Samples.task(acknowledged));
            }
            assertThat(acknowledged).isGreaterThan(before);
            before = acknowledged;
        }
        assertThat(folder).isDirectoryNotContaining("glob:**damaged*");
    }

    @Test
    void a_long_life_of_changes_does_not_let_the_file_grow_without_end() throws IOException {
        try (StateStore store = StateStore.open(folder)) {
            for (int i = 0; i < 1_600; i++) {
                Replica replica = Samples.replica("web", "s" + i % 50, i);
                store.write(List.of(new AgentEffect.SaveReplica(replica.key(), replica.entry())));
            }
            assertThat(Files.size(folder.resolve(StateStore.FILE))).isLessThan(8_000_000);
            assertThat(store.load().replicas()).hasSize(50);
        }
        try (StateStore store = StateStore.open(folder)) {
            assertThat(Files.size(folder.resolve(StateStore.FILE))).isLessThan(100_000);
            assertThat(store.load().replicas())
                    .extracting(replica -> replica.entry().subkey())
                    .contains(Bytes.ofUtf8("s0"), Bytes.ofUtf8("s49"));
        }
    }

    /** Writes until the disk takes no more, says so, and goes on with less. */
    static final class Hoarder {
        public static void main(String[] arguments) throws IOException {
            StateStore store = StateStore.open(Path.of(arguments[0]));
            int index = 0;
            try {
                while (index < 10_000) {
                    store.write(List.of(new AgentEffect.SaveTask(Samples.task(index))));
                    index++;
                }
            } catch (IOException full) {
                System.out.println("full");
            }
            store.write(List.of(new AgentEffect.SaveTask(Samples.task(index))));
            System.out.println(index);
        }
    }

    @Test
    void a_write_that_the_disk_refuses_fails_once_and_damages_nothing() throws Exception {
        List<String> limited = List.of("sh", "-c", "ulimit -f 400; exec \"$0\" \"$@\"");
        Process child = ChildJvm.start(limited, Hoarder.class, folder.toString());

        List<String> said = child.inputReader().lines().toList();

        assertThat(said).hasSize(2).startsWith("full");
        int last = Integer.parseInt(said.getLast());
        assertThat(last).isPositive();
        try (StateStore store = StateStore.open(folder)) {
            assertThat(store.load().tasks()).hasSize(last + 1).contains(Samples.task(last));
        }
        assertThat(folder).isDirectoryNotContaining("glob:**damaged*");
    }
}
