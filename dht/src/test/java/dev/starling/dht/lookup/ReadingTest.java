package dev.starling.dht.lookup;

import static dev.starling.dht.Samples.KEY;
import static dev.starling.dht.Samples.contact;
import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.tombstone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Contact;
import dev.starling.dht.ReadResult;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ReadingTest extends Asker {

    @Test
    void asks_the_two_closest_at_once_and_unites_their_answers() {
        knows(30, 0, 10);
        get();
        assertThat(asked()).containsExactly(0, 1);
        held(0, entry("a", 2, "new"), entry("c", 1, "only here"), tombstone("d", 2));
        held(1, entry("b", 1, "only there"), entry("a", 1, "old"), entry("d", 1, "removed"));

        assertThat(read())
                .containsExactly(
                        new ReadResult(
                                List.of(
                                        entry("a", 2, "new"),
                                        entry("b", 1, "only there"),
                                        entry("c", 1, "only here")),
                                2,
                                2,
                                true,
                                1));
        assertThat(read().getFirst().isComplete()).isTrue();
    }

    @Test
    void counts_its_own_copy_if_it_is_a_replica_itself() {
        knows(4, 0, 10);
        custody.put(KEY, List.of(entry("a", 1, "mine")), now, out::add);
        get();
        assertThat(asked()).containsExactly(0);
        held(0);
        assertThat(read())
                .containsExactly(new ReadResult(List.of(entry("a", 1, "mine")), 2, 2, true, 1));
    }

    @Test
    void a_node_alone_answers_itself_at_once() {
        knows(4, 0, 0);
        custody.put(KEY, List.of(entry("a", 1, "mine")), now, out::add);
        get();
        assertThat(read())
                .containsExactly(new ReadResult(List.of(entry("a", 1, "mine")), 1, 1, true, 0));
        assertThat(read().getFirst().isComplete()).isTrue();
        assertThat(asked()).isEmpty();
    }

    @Test
    void a_suspect_or_stalled_one_is_hedged_by_the_next() {
        knows(30, 0, 10);
        contacts.suspect(near.get(0).id());
        get();
        assertThat(asked()).containsExactly(0, 1, 2);
        held(1);
        runFor(ms(300));
        assertThat(asked()).containsExactly(0, 1, 2, 0, 2, 3);
        held(3);
        assertThat(read().getFirst().isComplete()).isTrue();
    }

    @Test
    void a_closer_replica_that_an_answer_names_is_asked_and_waited_for() {
        knows(30, 1, 10);
        get();
        assertThat(asked()).containsExactly(1, 2);
        held(2);
        take(1, heldBy(1, List.of(near.get(0))));
        assertThat(asked()).containsExactly(1, 2, 0);
        assertThat(read()).isEmpty();
        held(0, entry("a", 1, "x"));
        assertThat(read())
                .containsExactly(new ReadResult(List.of(entry("a", 1, "x")), 3, 2, true, 2));
    }

    @Test
    void a_named_replica_that_stalls_is_not_waited_for() {
        knows(30, 1, 10);
        get();
        held(2);
        take(1, heldBy(1, List.of(near.get(0))));
        runFor(ms(300));
        assertThat(read().getFirst().isComplete()).isTrue();
    }

    @Test
    void whoever_is_named_beyond_the_replicas_is_not_asked() {
        knows(30, 0, 6);
        get();
        take(1, heldBy(1, List.of(near.get(6))));
        held(0);
        assertThat(asked()).containsExactly(0, 1);
        assertThat(read().getFirst().isComplete()).isTrue();
    }

    @Test
    void an_answer_of_a_node_that_is_no_replica_in_its_own_view_does_not_count() {
        knows(30, 0, 10);
        get();
        take(0, heldBy(0, false, true, false, entry("a", 1, "x")));
        assertThat(asked()).containsExactly(0, 1, 2);
        held(1);
        held(2);
        assertThat(read())
                .containsExactly(new ReadResult(List.of(entry("a", 1, "x")), 2, 2, true, 1));
    }

    @Test
    void an_unsettled_answer_widens_the_read_to_those_who_may_have_been_replicas_before() {
        knows(30, 0, 12);
        get();
        take(0, heldBy(0, true, false, false));
        assertThat(asked()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        for (int i = 1; i < 5; i++) {
            held(i);
        }
        for (int i = 5; i < 9; i++) {
            take(i, heldBy(i, false, true, false));
        }
        assertThat(read()).isEmpty();
        take(9, heldBy(9, false, true, false, entry("a", 1, "x")));
        assertThat(read())
                .containsExactly(new ReadResult(List.of(entry("a", 1, "x")), 5, 5, true, 1));
    }

    @Test
    void a_widened_read_does_not_wait_for_the_stalled() {
        knows(30, 0, 12);
        get();
        for (int i = 0; i < 5; i++) {
            take(i, heldBy(i, true, false, false));
        }
        runFor(ms(299));
        assertThat(read()).isEmpty();
        runFor(ms(1));
        assertThat(read()).containsExactly(new ReadResult(List.of(), 5, 5, true, 1));
    }

    @Test
    void a_node_that_has_just_joined_reads_widely_and_cannot_vouch_for_the_answer() {
        now = 0;
        knows(2, 0, 20);
        get();
        assertThat(asked()).containsExactly(0, 1, 3, 4, 5, 6, 7, 8, 9);
        asked().forEach(this::heldWithNothing);
        assertThat(read().getFirst().isConfirmed()).isFalse();
    }

    @Test
    void a_node_that_has_just_joined_can_vouch_if_it_asked_everybody() {
        now = 0;
        knows(2, 0, 8);
        get();
        asked().forEach(this::heldWithNothing);
        assertThat(read()).containsExactly(new ReadResult(List.of(), 8, 5, true, 1));
    }

    @Test
    void a_cut_answer_is_not_complete() {
        knows(30, 0, 10);
        get();
        take(0, heldBy(0, true, true, true, entry("a", 1, "x")));
        held(1);
        assertThat(read().getFirst().isConfirmed()).isFalse();
        assertThat(read().getFirst().isComplete()).isFalse();
    }

    @Test
    void a_closer_replica_that_it_has_no_room_to_remember_leaves_it_unconfirmed() {
        knows(30, 10, 20);
        get();
        List<Contact> far = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            far.add(contact(KEY.point().distanceTo(new NodeId(-1 - i, 0, 0, 0)), i));
        }
        take(10, heldBy(10, far));
        take(11, heldBy(11, List.of(near.get(0))));
        assertThat(asked()).doesNotContain(0);
        assertThat(read().getFirst().isConfirmed()).isFalse();
    }

    private void heldWithNothing(int from) {
        held(from);
    }

    @Test
    void when_too_few_answer_it_says_so() {
        knows(30, 0, 7);
        get();
        held(1, entry("a", 1, "x"));
        runFor(seconds(1));
        assertThat(read()).isEmpty();
        runFor(seconds(4));
        assertThat(read().getFirst())
                .isEqualTo(new ReadResult(List.of(entry("a", 1, "x")), 1, 2, true, 1));
        assertThat(read().getFirst().isComplete()).isFalse();
    }
}
