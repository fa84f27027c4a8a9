package dev.starling.dht.lookup;

import static dev.starling.dht.Samples.KEY;
import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.DhtMessage;
import dev.starling.dht.WriteResult;

import org.junit.jupiter.api.Test;

import java.util.List;

class WritingTest extends Asker {

    @Test
    void asks_all_five_and_reports_at_three_acknowledgements() {
        knows(30, 0, 10);
        put();
        assertThat(asked()).containsExactly(0, 1, 2, 3, 4);
        ack(0, true);
        ack(1, true);
        assertThat(written()).isEmpty();
        ack(4, true);
        assertThat(written()).containsExactly(new WriteResult(3, 3, 5));
        assertThat(custody.keys()).isEmpty();
    }

    @Test
    void goes_on_in_the_background_until_all_have_it() {
        knows(30, 0, 10);
        put();
        ack(0, true);
        ack(1, true);
        ack(2, true);
        ack(3, true);
        runFor(ms(600));
        assertThat(asked()).containsExactly(0, 1, 2, 3, 4, 4, 5);
        ack(5, true);
        assertThat(lookups.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(written()).hasSize(1);
    }

    @Test
    void keeps_its_own_copy_at_once_if_it_is_a_replica() {
        knows(0, 1, 10);
        put();
        assertThat(asked()).containsExactly(1, 2, 3, 4);
        assertThat(custody.held(KEY, now)).containsExactly(entry("a", 1, "x"));
        ack(1, true);
        ack(2, true);
        assertThat(written()).containsExactly(new WriteResult(3, 3, 5));
    }

    @Test
    void a_node_alone_is_done_at_once() {
        knows(0, 1, 1);
        put();
        assertThat(written()).containsExactly(new WriteResult(1, 1, 1));
        assertThat(asked()).isEmpty();
    }

    @Test
    void a_refusal_is_an_answer_but_no_acknowledgement() {
        knows(30, 0, 10);
        put();
        ack(0, true);
        ack(1, true);
        ack(2, false);
        ack(3, false);
        ack(4, false);
        assertThat(written()).containsExactly(new WriteResult(2, 3, 5));
        assertThat(written().getFirst().isAcknowledged()).isFalse();
    }

    @Test
    void those_that_fail_do_not_lower_what_is_wanted() {
        knows(0, 1, 5);
        put();
        ack(1, true);
        runFor(ms(700));
        assertThat(written()).containsExactly(new WriteResult(2, 3, 5));
    }

    @Test
    void a_closer_replica_that_an_answer_names_gets_it_too() {
        knows(30, 1, 10);
        put();
        take(1, new DhtMessage.PutAck(numberOf(1), true, List.of(near.get(0))));
        assertThat(asked()).containsExactly(1, 2, 3, 4, 5, 0);
    }

    @Test
    void a_node_that_reaches_nobody_keeps_it_itself() {
        knows(30, 0, 10);
        put();
        runFor(seconds(4));
        assertThat(written()).containsExactly(new WriteResult(1, 3, 5));
        assertThat(custody.held(KEY, now)).hasSize(1);
    }

    @Test
    void by_its_deadline_it_tells_what_it_has() {
        lookupDeadlineNanos = ms(800);
        knows(30, 0, 20);
        put();
        ack(0, true);
        runFor(ms(800));
        assertThat(written()).containsExactly(new WriteResult(1, 3, 5));
        assertThat(lookups.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
