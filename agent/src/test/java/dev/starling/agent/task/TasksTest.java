package dev.starling.agent.task;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.SMALL;
import static dev.starling.agent.task.Fixtures.contact;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.launch;
import static dev.starling.agent.task.Fixtures.ms;
import static dev.starling.agent.task.Fixtures.record;
import static dev.starling.agent.task.Fixtures.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Key;
import dev.starling.gossip.Notice;
import dev.starling.node.Bytes;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The door: what passes it, and that nothing happens behind it unasked. */
class TasksTest {

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Tasks tasks =
            new Tasks(CONFIG, record(1), (point, most) -> List.of(contact(1)), ms(900_000), 1);

    private List<TaskEffect> taken() {
        List<TaskEffect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    @Test
    void a_new_node_publishes_its_advert_and_then_has_nothing_to_do_for_a_while() {
        assertThat(tasks.nextDeadlineNanos()).isZero();
        tasks.tick(0, effects::add);
        assertThat(taken())
                .hasSize(1)
                .allMatch(effect ->
                        effect instanceof TaskEffect.Publish publish
                                && publish.topic() == Tasks.ADVERT_TOPIC);
        assertThat(tasks.nextDeadlineNanos()).isEqualTo(ms(10_000));
    }

    @Test
    void ticking_early_or_twice_is_harmless() {
        tasks.tick(0, effects::add);
        taken();
        for (int i = 0; i < 10; i++) tasks.tick(ms(i), effects::add);
        assertThat(taken()).isEmpty();
    }

    @Test
    void a_job_lives_where_its_name_says_in_the_space_of_tasks() {
        assertThat(Tasks.keyOf("etl")).isEqualTo(Key.of(2, "etl")).isNotEqualTo(Key.of(1, "etl"));
    }

    @Test
    void ids_leave_room_for_marks_and_differ_from_life_to_life() {
        long former = Tasks.firstId(1, "task.ids");
        assertThat(former).isBetween(0L, 1L << 61);
        assertThat(Tasks.firstId(2, "task.ids")).isNotEqualTo(former);
        assertThat(Tasks.firstId(1, "task.holds")).isNotEqualTo(former);
    }

    @Test
    void every_message_finds_its_machine_and_none_of_them_breaks_a_node_that_knows_nothing() {
        for (int round = 0; round < 2; round++) {
            TaskCodecTest.messages()
                    .forEach(message -> {
                        tasks.on(sender(2), message, ms(1), effects::add);
                        tasks.tick(ms(1), effects::add);
                        tasks.checkInvariants();
                    });
        }
        assertThat(taken()).isNotEmpty();
    }

    @Test
    void notices_of_other_topics_or_of_nonsense_are_ignored() {
        tasks.onNotice(new Notice(id(2), 9, 1, 1, Bytes.ofUtf8("x")), 0);
        tasks.onNotice(new Notice(id(2), Tasks.ADVERT_TOPIC, 1, 1, Bytes.ofUtf8("x")), 0);
        tasks.checkInvariants();
    }

    @Test
    void restored_tasks_are_neither_started_nor_saved_again() {
        tasks.restore(List.of(launch(job("etl", 2), 0, 1)), 0, effects::add);
        assertThat(taken()).isEmpty();
        tasks.on(sender(2), new TaskMessage.Solicit(1, SMALL, 64), 0, effects::add);
        TaskEffect.Send send = (TaskEffect.Send) taken().getFirst();
        assertThat(((TaskMessage.Bid) send.message()).count()).isEqualTo(7);
    }
}
