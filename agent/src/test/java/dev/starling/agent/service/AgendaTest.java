package dev.starling.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.TreeMap;

class AgendaTest {

    private final Agenda<String> agenda = new Agenda<>();

    @Test
    void what_is_due_first_comes_off_first_and_only_when_its_moment_has_come() {
        agenda.set("late", 30);
        agenda.set("early", 10);

        assertThat(agenda.takeDue(9)).isEmpty();
        assertThat(agenda.takeDue(30)).contains("early");
        assertThat(agenda.takeDue(30)).contains("late");
        assertThat(agenda.takeDue(99)).isEmpty();
        assertThat(agenda.earliestNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_subject_has_one_moment_and_may_have_none() {
        agenda.set("it", 10);
        agenda.set("it", 20);
        assertThat(agenda.earliestNanos()).isEqualTo(20);

        agenda.set("it", Long.MAX_VALUE);

        assertThat(agenda.contains("it")).isFalse();
        assertThat(agenda.earliestNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void it_agrees_with_looking_at_all_of_them() {
        Chance chance = Chance.stream(5, "agenda");
        TreeMap<String, Long> model = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            String subject = "s" + chance.below(40);
            switch (chance.below(3)) {
                case 0 -> {
                    long at = chance.below(1_000);
                    agenda.set(subject, at);
                    model.put(subject, at);
                }
                case 1 -> {
                    agenda.clear(subject);
                    model.remove(subject);
                }
                default -> {
                    Optional<String> taken = agenda.takeDue(chance.below(200));
                    taken.ifPresent(it ->
                            assertThat(model.remove(it)).isLessThanOrEqualTo(earliest(model)));
                }
            }
            agenda.checkInvariants();
            assertThat(agenda.earliestNanos()).isEqualTo(earliest(model));
        }
    }

    private static long earliest(TreeMap<String, Long> model) {
        return model.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }
}
