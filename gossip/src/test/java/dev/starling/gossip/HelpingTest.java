package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.DAVE;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

/** Alice, asked by Bob to probe Carol. */
class HelpingTest {

    private final Dissemination dissemination = new Dissemination(4);
    private final Members members =
            new Members(Fleet.config(), ALICE, dissemination, Chance.stream(1, "order"));
    private final Gossiping gossiping =
            new Gossiping(Fleet.config(), members, dissemination, Chance.stream(1, "gossip"));
    private final Helping helping =
            new Helping(Fleet.config(), gossiping, Chance.stream(1, "helping"));
    private final Effects out = new Effects();

    @Test
    void the_target_is_asked_where_the_asker_says_even_if_we_do_not_know_it() {
        ask(5, 0);

        assertThat(out.messagesTo(CAROL.endpoint(), SwimMessage.Ping.class))
                .extracting(SwimMessage.Ping::target)
                .containsExactly(CAROL.id());
    }

    @Test
    void an_ack_is_relayed_once_under_the_askers_number() {
        ask(5, 0);
        SwimMessage.Ack ack = new SwimMessage.Ack(lastSequence());

        helping.on(sender(CAROL), ack, ms(400), out);
        helping.on(sender(CAROL), ack, ms(401), out);

        assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Ack.class))
                .containsExactly(new SwimMessage.Ack(5));
        assertThat(helping.size()).isZero();
    }

    @Test
    void an_ack_of_somebody_else_is_not_relayed() {
        ask(5, 0);

        helping.on(sender(DAVE), new SwimMessage.Ack(lastSequence()), ms(1), out);

        assertThat(out.messages(SwimMessage.Ack.class)).isEmpty();
    }

    @Test
    void an_ack_after_a_period_is_too_late_for_anybody() {
        ask(5, 0);

        helping.on(sender(CAROL), new SwimMessage.Ack(lastSequence()), ms(1_000), out);

        assertThat(out.messages(SwimMessage.Ack.class)).isEmpty();
        assertThat(helping.size()).isZero();
    }

    @Test
    void beyond_the_bound_requests_are_ignored_until_old_ones_are_overdue() {
        for (int i = 0; i < 10_000; i++) ask(i, ms(i) / 100);
        assertThat(helping.size()).isEqualTo(Helping.MOST_REQUESTS);
        assertThat(out.messages(SwimMessage.Ping.class)).hasSize(Helping.MOST_REQUESTS);

        ask(7, ms(2_000));

        assertThat(helping.size()).isEqualTo(1);
        assertThat(out.messages(SwimMessage.Ping.class)).hasSize(Helping.MOST_REQUESTS + 1);
    }

    private void ask(long sequence, long nowNanos) {
        SwimMessage.PingReq request =
                new SwimMessage.PingReq(sequence, CAROL.id(), CAROL.endpoint());
        helping.on(sender(BOB), request, nowNanos, out);
    }

    private long lastSequence() {
        return out.messages(SwimMessage.Ping.class).getLast().sequence();
    }
}
