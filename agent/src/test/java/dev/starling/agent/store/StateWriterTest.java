package dev.starling.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentEffect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class StateWriterTest {

    @TempDir Path folder;

    private volatile boolean isFull;
    private final List<Long> epochs = Collections.synchronizedList(new ArrayList<>());

    @Test
    void what_was_handed_over_is_read_behind_it_and_survives_closing() throws IOException {
        try (StateWriter writer = writer()) {
            writer.save(List.of(new AgentEffect.SaveTask(Samples.task(1))), () -> {});
            writer.save(List.of(new AgentEffect.SaveTask(Samples.task(2))), () -> {});

            assertThat(writer.load().join().tasks()).hasSize(2);
            writer.save(List.of(new AgentEffect.ForgetTask(Samples.task(1).key())), () -> {});
        }

        assertThat(stored().tasks()).containsExactly(Samples.task(2));
    }

    @Test
    void what_a_full_disk_refused_is_written_with_the_next_save() throws IOException {
        try (StateWriter writer = writer()) {
            isFull = true;
            save(writer, new AgentEffect.SaveEpoch(7), new AgentEffect.SaveTask(Samples.task(1)));
            save(writer, new AgentEffect.SaveTask(Samples.task(2)));
            save(writer, new AgentEffect.ForgetTask(Samples.task(1).key()));
            assertThat(epochs).isEmpty();

            isFull = false;
            save(writer, new AgentEffect.SavePeers(List.of(Samples.peer(1))));

            assertThat(epochs).containsExactly(7L);
            assertThat(writer.load().join().tasks()).containsExactly(Samples.task(2));
            assertThat(writer.load().join().peers()).containsExactly(Samples.peer(1));
        }
    }

    @Test
    void closing_writes_what_waits_and_later_saves_are_only_acknowledged() throws Exception {
        CountDownLatch acknowledged = new CountDownLatch(2);
        StateWriter writer = writer();
        writer.save(List.of(new AgentEffect.SaveTask(Samples.task(1))), acknowledged::countDown);
        writer.close();
        writer.save(List.of(new AgentEffect.SaveTask(Samples.task(2))), acknowledged::countDown);
        writer.close();

        acknowledged.await();
        assertThat(stored().tasks()).containsExactly(Samples.task(1));
    }

    private StateWriter writer() throws IOException {
        return new StateWriter(StateStore.open(folder), this::keep);
    }

    private void keep(long epoch) throws IOException {
        if (isFull) throw new IOException("No space left on device");
        epochs.add(epoch);
    }

    private static void save(StateWriter writer, AgentEffect... saves) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        writer.save(List.of(saves), () -> written.complete(null));
        written.join();
    }

    private Saved stored() throws IOException {
        try (StateStore store = StateStore.open(folder)) {
            return store.load();
        }
    }
}
