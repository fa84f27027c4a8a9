package dev.starling.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.agent.ChildJvm;
import dev.starling.agent.core.AgentEffect;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Timeout(60)
class DataDirectoryTest {

    @TempDir Path parent;

    @Test
    void a_new_folder_is_made_for_its_owner_alone() throws IOException {
        Path folder = parent.resolve("a/b");

        try (DataDirectory directory = DataDirectory.open(folder)) {
            assertThat(directory.epoch()).isOne();
        }

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("identity"))).isEqualTo("rw-------");
        assertThat(folder.resolve("VERSION")).hasContent("starling data 1");
        assertThat(Files.readString(folder.resolve("identity")))
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .contains("-----BEGIN PUBLIC KEY-----\n");
    }

    @Test
    void a_node_stays_who_it_is_and_every_start_is_a_new_life() throws IOException {
        NodeId first = open(1);
        NodeId second = open(2);

        assertThat(second).isEqualTo(first);
        try (DataDirectory directory = DataDirectory.open(folder())) {
            assertThat(directory.raiseEpoch()).isEqualTo(4);
            assertThat(directory.epoch()).isEqualTo(4);
        }
        open(5);
    }

    private NodeId open(long epoch) throws IOException {
        try (DataDirectory directory = DataDirectory.open(folder())) {
            assertThat(directory.epoch()).isEqualTo(epoch);
            assertThat(folder().resolve("epoch")).hasContent(Long.toString(epoch));
            return directory.id();
        }
    }

    @Test
    void the_life_after_an_overtaken_one_is_later_than_what_the_fleet_knows() throws IOException {
        try (DataDirectory directory = DataDirectory.open(folder())) {
            save(directory, new AgentEffect.SaveEpoch(40));
            save(directory, new AgentEffect.SaveEpoch(12));
        }

        open(41);
    }

    @Test
    void a_damaged_epoch_goes_on_from_a_number_that_no_count_of_starts_reaches()
            throws IOException {
        open(1);
        Files.writeString(folder().resolve("epoch"), "\0\0\0");

        try (DataDirectory directory = DataDirectory.open(folder())) {
            assertThat(directory.epoch()).isGreaterThan(1_700_000_000L);
        }
    }

    @Test
    void a_second_agent_in_another_process_is_told_who_uses_the_folder() throws Exception {
        try (DataDirectory held = DataDirectory.open(folder())) {
            String ours = "(pid " + ProcessHandle.current().pid() + ")";

            assertThat(openInAnotherProcess())
                    .isEqualTo(
                            "data directory %s is in use by another agent %s;"
                                            .formatted(folder(), ours)
                                    + " choose another --data-dir or stop that agent");
            assertThat(held.epoch()).isOne();
        }

        assertThat(openInAnotherProcess()).isEqualTo("opened, epoch 2");
    }

    @Test
    void a_second_agent_in_this_process_is_refused_and_does_not_break_the_lock() throws Exception {
        try (DataDirectory held = DataDirectory.open(folder())) {
            assertThatIOException()
                    .isThrownBy(() -> DataDirectory.open(folder()))
                    .withMessageContaining("is in use by another agent (this process)");

            assertThat(openInAnotherProcess()).contains("is in use by another agent (pid ");
            assertThat(held.epoch()).isOne();
        }
    }

    /** Prints what came of opening the folder in its first argument. */
    static final class Opener {
        public static void main(String[] arguments) {
            try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
                System.out.println("opened, epoch " + directory.epoch());
            } catch (IOException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    private String openInAnotherProcess() throws Exception {
        Process child = ChildJvm.start(Opener.class, folder().toString());
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
        return said.strip();
    }

    @Test
    void a_foreign_folder_is_refused_and_nothing_in_it_is_touched() throws IOException {
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("thesis.txt"), "mine");

        assertRefused(
                folder(),
                "data directory %s holds files that are not Starling's, such as thesis.txt;"
                        + " choose another --data-dir or an empty folder");
        assertThat(folder()).isDirectoryNotContaining(file -> !file.endsWith("thesis.txt"));
        assertThat(folder().resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void a_first_start_that_was_interrupted_is_no_obstacle() throws IOException {
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("lock"), "1\n");
        Files.writeString(folder().resolve("VERSION.new"), "star");

        open(1);
    }

    @Test
    void a_file_where_a_folder_should_be_is_refused() throws IOException {
        Files.writeString(folder(), "a file");

        assertRefused(
                folder(),
                "data directory %s is not a folder, nor can be made one;"
                        + " choose another --data-dir");
        assertRefused(
                folder().resolve("below"),
                "data directory %s is not a folder, nor can be made one;"
                        + " choose another --data-dir");
        assertThat(folder()).hasContent("a file");
    }

    @Test
    void a_folder_where_none_can_be_is_refused() {
        Path nowhere = Path.of("/proc/starling-test");

        assertThatThrownBy(() -> DataDirectory.open(nowhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data directory /proc/starling-test cannot be made")
                .hasMessageContaining("choose another --data-dir");
    }

    @Test
    void a_folder_of_a_later_layout_is_refused() throws IOException {
        open(1);
        Files.writeString(folder().resolve("VERSION"), "starling data 2\n");

        assertRefused(
                folder(),
                "data directory %s is laid out as \"starling data 2\", which this agent does not"
                        + " know; use the version that wrote it, or choose another --data-dir");
        assertThat(folder().resolve("epoch")).hasContent("1");
    }

    @Test
    void a_damaged_identity_is_refused_and_kept() throws IOException {
        open(1);
        Path identity = folder().resolve("identity");
        String pem = Files.readString(identity);
        Files.writeString(identity, pem.substring(0, 100));

        assertThatIOException()
                .isThrownBy(() -> DataDirectory.open(folder()))
                .withMessageStartingWith(identity + " is damaged")
                .withMessageEndingWith(
                        "restore it from a backup, or remove it to begin as another node");
        assertThat(identity).hasContent(pem.substring(0, 100));
    }

    @Test
    void keys_of_two_nodes_are_no_pair() throws IOException {
        String one = Identity.draw().toPem();
        String other = Identity.draw().toPem();
        int publicPart = one.indexOf("-----BEGIN PUBLIC");

        assertThat(Identity.ofPem(one).toPem()).isEqualTo(one);
        assertThatIOException()
                .isThrownBy(() ->
                        Identity.ofPem(one.substring(0, publicPart) + other.substring(publicPart)))
                .withMessageContaining("the public key is not the private key's");
    }

    private static void assertRefused(Path folder, String message) {
        assertThatIOException()
                .isThrownBy(() -> DataDirectory.open(folder))
                .withMessage(message, folder);
    }

    private Path folder() {
        return parent.resolve("data");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void save(DataDirectory directory, AgentEffect save) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        directory.writer().save(List.of(save), () -> written.complete(null));
        written.join();
    }
}
