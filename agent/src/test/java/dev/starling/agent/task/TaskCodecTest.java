package dev.starling.agent.task;

import static dev.starling.agent.task.Fixtures.SMALL;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class TaskCodecTest {

    private static final TaskKey KEY = new TaskKey("etl", 7, 999, Integer.MAX_VALUE);

    private final TaskCodec codec = new TaskCodec();

    private static JobStatus status() {
        Optional<NodeId> nowhere = Optional.empty();
        String reason = "no host has room; asked 5";
        TaskStatus pending =
                new TaskStatus(
                        "etl", 7, 0, 0, TaskState.PENDING, nowhere, Optional.empty(), reason);
        String end = "ended with exit code -1";
        TaskStatus failed =
                new TaskStatus(
                        "etl", 7, 1, 3, TaskState.FAILED, Optional.of(id(1)), Optional.of(-1), end);
        return new JobStatus(job("etl", 2), 7, true, List.of(pending, failed));
    }

    static Stream<TaskMessage> messages() {
        JobSpec spec = job("etl", 2);
        LogPiece piece = new LogPiece(5, 1_000, Bytes.ofUtf8("hello"));
        return Stream.of(
                new TaskMessage.Solicit(-1, SMALL, 64),
                new TaskMessage.Bid(1, -2, 3, SMALL, new Resources(Long.MAX_VALUE, 0), 17),
                new TaskMessage.Refuse(5, "does not run tasks"),
                new TaskMessage.Award(6, launch(spec, 1, 2)),
                new TaskMessage.Accept(KEY),
                new TaskMessage.Reject(KEY, "only 3 millicores free"),
                new TaskMessage.Cancel(9),
                new TaskMessage.Stop(KEY),
                new TaskMessage.Revoke(KEY),
                new TaskMessage.Inquire(KEY, (1 << 24) - 1),
                new TaskMessage.Unknown(KEY),
                new TaskMessage.Running(List.of(KEY, new TaskKey("b", 1, 0, 1))),
                new TaskMessage.SurveyAsk(11),
                new TaskMessage.SurveyAnswer(11, 1, 2, List.of(status())),
                new TaskMessage.LogAsk(12, KEY, LogStream.STDERR, -4_096, 262_144),
                new TaskMessage.LogAnswer(12, piece, true),
                new TaskMessage.LogRefusal(12, "there is no such file"));
    }

    private byte[] encode(TaskMessage message) {
        WireWriter writer = WireWriter.upTo(codec.sizeOf(message));
        codec.write(message, writer);
        return writer.toArray();
    }

    private TaskMessage decode(int kind, byte[] bytes) throws MalformedMessageException {
        return codec.read(kind, WireReader.of(bytes));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_was_written_is_read_again(TaskMessage message) throws Exception {
        assertThat(codec.knows(codec.kindOf(message))).isTrue();
        assertThat(decode(codec.kindOf(message), encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void every_prefix_is_refused(TaskMessage message) {
        byte[] whole = encode(message);
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(codec.kindOf(message), prefix))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fields_that_a_newer_agent_appends_are_ignored(TaskMessage message) throws Exception {
        byte[] whole = encode(message);
        byte[] longer = Arrays.copyOf(whole, whole.length + 9);
        assertThat(decode(codec.kindOf(message), longer)).isEqualTo(message);
    }

    @Test
    void every_message_is_among_those_tested_and_has_a_kind_of_its_own() {
        List<Integer> kinds = messages().map(codec::kindOf).toList();
        assertThat(kinds).doesNotHaveDuplicates();
        assertThat(messages().map(Object::getClass).distinct())
                .hasSize(TaskMessage.class.getPermittedSubclasses().length);
        assertThat(codec.knows(63)).isFalse();
        assertThat(codec.knows(81)).isFalse();
    }

    @Test
    void noise_is_refused_or_read_and_never_anything_else() {
        Chance chance = Chance.stream(1, "noise");
        int read = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] noise = new byte[chance.below(80)];
            for (int i = 0; i < noise.length; i++) noise[i] = (byte) chance.nextLong();
            try {
                decode(64 + chance.below(17), noise);
                read++;
            } catch (MalformedMessageException refused) {
                continue;
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void damage_to_real_messages_is_refused_or_read_and_never_anything_else() {
        Chance chance = Chance.stream(2, "damage");
        List<TaskMessage> all = messages().toList();
        for (int round = 0; round < 50_000; round++) {
            TaskMessage message = all.get(chance.below(all.size()));
            byte[] bytes = encode(message);
            for (int hits = 1 + chance.below(3); hits > 0; hits--) {
                bytes[chance.below(bytes.length)] = (byte) chance.nextLong();
            }
            try {
                assertThat(decode(codec.kindOf(message), bytes)).isNotNull();
            } catch (MalformedMessageException refused) {
                assertThat(refused).hasMessageMatching(".+");
            }
        }
    }

    @Test
    void a_key_that_would_lead_out_of_the_tasks_folder_is_refused() {
        for (String name : List.of("../../etc", "a/b", "", "A", "1", "a".repeat(64), "a\0")) {
            byte[] bytes = encode(new TaskMessage.Stop(new TaskKey(name, 1, 0, 1)));
            assertThatThrownBy(() -> decode(71, bytes))
                    .as(name)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void numbers_out_of_range_are_refused() {
        List<TaskMessage> bad =
                List.of(
                        new TaskMessage.Solicit(1, SMALL, 0),
                        new TaskMessage.Solicit(1, SMALL, 65),
                        new TaskMessage.Bid(1, 1, 0, SMALL, SMALL, 0),
                        new TaskMessage.Bid(1, 1, 65, SMALL, SMALL, 0),
                        new TaskMessage.Stop(new TaskKey("a", 0, 0, 1)),
                        new TaskMessage.Stop(new TaskKey("a", 1, 0, 0)),
                        new TaskMessage.Stop(new TaskKey("a", 1, 1_000, 1)),
                        new TaskMessage.Award(1, launch(job("a", 2), 2, 1)),
                        new TaskMessage.Inquire(KEY, 1 << 24),
                        new TaskMessage.SurveyAnswer(1, 2, 2, List.of()),
                        new TaskMessage.SurveyAnswer(1, 0, 65, List.of()),
                        new TaskMessage.LogAsk(1, KEY, LogStream.STDOUT, 0, 262_145));
        for (TaskMessage message : bad) {
            assertThatThrownBy(() -> decode(codec.kindOf(message), encode(message)))
                    .as("%s", message)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void long_and_broken_reasons_travel_as_one_short_line() throws Exception {
        String reason = "first\nsecond\0" + "x".repeat(500);
        TaskMessage read = decode(66, encode(new TaskMessage.Refuse(1, reason)));
        assertThat(((TaskMessage.Refuse) read).reason())
                .hasSize(TaskMessage.MOST_REASON_CHARACTERS)
                .startsWith("first second xx");
    }

    @Test
    void the_common_messages_fit_a_datagram() {
        List<TaskKey> keys =
                Collections.nCopies(
                        TaskMessage.MOST_RUNNING,
                        new TaskKey("a".repeat(63), Long.MAX_VALUE, 999, Integer.MAX_VALUE));
        assertThat(codec.framedSizeOf(new TaskMessage.Running(keys)))
                .isLessThanOrEqualTo(Limits.DATAGRAM_MESSAGES_BYTES);
        assertThat(codec.framedSizeOf(new TaskMessage.Award(1, launch(job("etl", 8), 0, 1))))
                .isLessThan(100);
    }
}
