package dev.starling.dht.lookup;

import static dev.starling.dht.Samples.contactsByDistance;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;

import org.junit.jupiter.api.Test;

import java.util.List;

class FindingTest extends Asker {

    @Test
    void asks_three_of_the_closest_at_a_time_until_all_five_have_answered() {
        knows(30, 0, 10);
        find();
        assertThat(asked()).containsExactly(0, 1, 2);
        closer(1);
        assertThat(asked()).containsExactly(0, 1, 2, 3);
        closer(0);
        assertThat(asked()).containsExactly(0, 1, 2, 3, 4);
        closer(2);
        closer(3);
        assertThat(located()).isEmpty();
        closer(4);
        assertThat(located()).containsExactly(new DhtEffect.Located(7, near.subList(0, 5), 1));
    }

    @Test
    void goes_on_with_closer_nodes_that_answers_name() {
        knows(30, 10, 13);
        find();
        closer(10, 5, 6);
        assertThat(asked()).containsExactly(10, 11, 12, 5);
        closer(5, 0, 1, 2, 3, 4);
        closer(11);
        assertThat(asked()).containsExactly(10, 11, 12, 5, 0, 1);
        closer(12);
        for (int i = 0; i < 5; i++) {
            closer(i);
        }
        assertThat(located()).containsExactly(new DhtEffect.Located(7, near.subList(0, 5), 3));
        assertThat(contacts.size()).isEqualTo(4);
    }

    @Test
    void a_silent_one_is_asked_again_once_then_replaced() {
        knows(30, 0, 6);
        find();
        answerAll(1, 2, 3, 4);
        runFor(ms(300));
        assertThat(asked()).containsExactly(0, 1, 2, 3, 4, 0);
        runFor(ms(300));
        assertThat(asked()).containsExactly(0, 1, 2, 3, 4, 0, 5);
        assertThat(located()).isEmpty();
        closer(5);
        assertThat(located().getFirst().closest()).isEqualTo(near.subList(1, 6));
    }

    @Test
    void a_stalled_one_frees_its_slot_at_once() {
        knows(30, 0, 10);
        find();
        runFor(ms(300));
        assertThat(asked()).containsExactly(0, 1, 2, 0, 1, 2, 3, 4);
    }

    @Test
    void a_suspect_takes_no_slot() {
        knows(30, 0, 10);
        contacts.suspect(near.get(1).id());
        find();
        assertThat(asked()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void an_answer_that_comes_after_all_still_counts() {
        knows(30, 0, 6);
        find();
        answerAll(1, 2, 3, 4);
        runFor(ms(700));
        closer(0);
        assertThat(located()).containsExactly(new DhtEffect.Located(7, near.subList(0, 5), 1));
    }

    @Test
    void counts_this_node_without_asking_it() {
        knows(2, 0, 6);
        find();
        answerAll(0, 1, 3, 4);
        assertThat(asked()).containsExactly(0, 1, 3, 4);
        assertThat(located().getFirst().closest()).isEqualTo(near.subList(0, 5));
    }

    @Test
    void by_its_deadline_it_tells_what_it_has() {
        lookupDeadlineNanos = ms(800);
        knows(30, 0, 20);
        find();
        closer(2);
        runFor(ms(799));
        assertThat(located()).isEmpty();
        runFor(ms(1));
        assertThat(located().getFirst().closest()).containsExactly(near.get(2));
        assertThat(lookups.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void answers_of_strangers_of_the_wrong_kind_or_repeated_change_nothing() {
        knows(30, 0, 6);
        find();
        long number = questionTo(0).message().requestId();
        take(9, new DhtMessage.Closer(number, List.of()));
        take(0, new DhtMessage.PutAck(number, true, List.of()));
        take(0, new DhtMessage.Closer(number + 200, List.of()));
        take(0, new DhtMessage.Closer(number + 256, List.of()));
        assertThat(asked()).containsExactly(0, 1, 2);

        closer(0);
        closer(0, 20, 21);
        answerAll(1, 2, 3, 4);
        closer(4);
        assertThat(located()).hasSize(1);
    }

    @Test
    void more_names_than_it_remembers_are_left_out() {
        knows(30, 0, 20);
        find();
        for (int i = 0; i < 20; i++) {
            List<Contact> named = contactsByDistance(near.get(i).id(), 20);
            if (asked().contains(i)) {
                take(i, new DhtMessage.Closer(questionTo(i).message().requestId(), named));
            }
        }
        runFor(seconds(6));
        assertThat(located()).hasSize(1);
        lookups.checkInvariants();
    }
}
