package dev.starling.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.node.Chance;
import dev.starling.wire.MalformedMessageException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class FormTest {

    @Test
    void what_is_written_is_read_again() throws MalformedMessageException {
        assertThat(copy(new PeerForm(), Samples.peer(9))).isEqualTo(Samples.peer(9));
        assertThat(copy(new ServiceForm(), Samples.service("a"))).isEqualTo(Samples.service("a"));
        assertThat(copy(new ReplicaForm(), Samples.replica("web", "s", 7)))
                .isEqualTo(Samples.replica("web", "s", 7));
        assertThat(copy(new TaskForm(), Samples.task(3))).isEqualTo(Samples.task(3));
    }

    @Test
    void every_prefix_is_refused() {
        assertPrefixesRefused(new PeerForm(), Samples.peer(9));
        assertPrefixesRefused(new ServiceForm(), Samples.service("a"));
        assertPrefixesRefused(new ReplicaForm(), Samples.replica("web", "s", 7));
        assertPrefixesRefused(new TaskForm(), Samples.task(3));
    }

    @Test
    void bytes_that_a_newer_agent_appended_are_ignored() throws MalformedMessageException {
        byte[] longer = Arrays.copyOf(new TaskForm().encode(Samples.task(3)), 500);

        assertThat(new TaskForm().decode(longer)).isEqualTo(Samples.task(3));
    }

    @Test
    void another_format_is_refused() {
        byte[] bytes = new PeerForm().encode(Samples.peer(9));
        bytes[0] = 2;

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> new PeerForm().decode(bytes));
    }

    @Test
    void damage_anywhere_gives_a_value_or_one_kind_of_refusal() {
        Chance chance = Chance.stream(7, "damage");
        for (int i = 0; i < 5_000; i++) {
            damage(new PeerForm(), Samples.peer(9), chance);
            damage(new ServiceForm(), Samples.service("a"), chance);
            damage(new ReplicaForm(), Samples.replica("web", "s", 7), chance);
            damage(new TaskForm(), Samples.task(3), chance);
        }
    }

    private static <T> T copy(Form<T> form, T value) throws MalformedMessageException {
        return form.decode(form.encode(value));
    }

    private static <T> void assertPrefixesRefused(Form<T> form, T value) {
        byte[] whole = form.encode(value);
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(MalformedMessageException.class)
                    .isThrownBy(() -> form.decode(prefix));
        }
    }

    private static <T> void damage(Form<T> form, T value, Chance chance) {
        byte[] bytes = form.encode(value);
        bytes[1 + chance.below(bytes.length - 1)] = (byte) chance.below(256);
        try {
            assertThat(form.decode(bytes)).isNotNull();
        } catch (MalformedMessageException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }
}
