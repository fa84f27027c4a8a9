package dev.starling.agent.task.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.Tasks;
import dev.starling.dht.Key;

import org.junit.jupiter.api.Test;

class AgendaTest {

    private static final Key A = Tasks.keyOf("a");
    private static final Key B = Tasks.keyOf("b");

    private final Agenda agenda = new Agenda();

    @Test
    void the_earliest_comes_first_and_each_only_once() {
        agenda.set(A, 30);
        agenda.set(B, 20);
        agenda.set(A, 10);
        assertThat(agenda.nextNanos()).isEqualTo(10);
        assertThat(agenda.takeDue(9)).isEmpty();
        assertThat(agenda.takeDue(25)).containsExactly(A, B);
        assertThat(agenda.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void jobs_with_the_same_date_do_not_hide_each_other() {
        agenda.set(A, 10);
        agenda.set(B, 10);
        assertThat(agenda.takeDue(10)).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void a_date_can_be_taken_back() {
        agenda.set(A, 10);
        agenda.set(A, Long.MAX_VALUE);
        agenda.set(B, 10);
        agenda.remove(B);
        assertThat(agenda.takeDue(Long.MAX_VALUE - 1)).isEmpty();
    }
}
