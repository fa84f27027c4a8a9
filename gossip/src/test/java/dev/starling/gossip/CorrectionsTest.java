package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.dead;
import static dev.starling.gossip.Fleet.left;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.sender;
import static dev.starling.gossip.Fleet.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Alice, who holds Bob dead and gets packets of his. */
class CorrectionsTest {

    private final Membership alice = new Membership(Fleet.configOf(4), ALICE, 1);
    private final Effects out = new Effects();

    @Test
    void one_who_is_held_dead_and_asks_is_told_so() {
        knowBobDead();

        on(BOB, ping(), 0);

        assertThat(out.rumorsTo(BOB.endpoint()).getFirst()).isEqualTo(dead(BOB, CAROL));
    }

    @Test
    void it_is_told_once_per_period() {
        knowBobDead();

        for (int i = 0; i < 100; i++) {
            out.clear();
            on(BOB, ping(), ms(10 * i));
            assertThat(out.sendsTo(BOB.endpoint())).as("the ack is sent").isNotEmpty();
            if (i > 0) assertThat(out.sendsTo(BOB.endpoint())).hasSize(1);
        }
        out.clear();
        on(BOB, ping(), ms(1_000));
        assertThat(out.sendsTo(BOB.endpoint())).hasSize(2);
    }

    @Test
    void news_is_not_answered_with_accusations_so_that_two_dead_do_not_storm() {
        knowBobDead();

        on(BOB, new SwimMessage.Rumors(List.of(suspect(CAROL, BOB))), 0);
        on(BOB, new SwimMessage.Notices(List.of()), 0);
        on(BOB, new SwimMessage.Ack(3), 0);

        assertThat(out.sendsTo(BOB.endpoint())).isEmpty();
    }

    @Test
    void one_who_is_held_gone_is_told_so_for_it_may_know_better() {
        on(CAROL, rumors(alive(BOB), left(BOB)), 0);
        out.clear();

        on(BOB, ping(), 0);

        assertThat(out.rumorsTo(BOB.endpoint()).getFirst()).isEqualTo(left(BOB));
    }

    @Test
    void one_who_speaks_in_an_earlier_life_is_told_of_its_later_one() {
        MemberRecord later = BOB.withLife(5, 2);
        on(CAROL, rumors(alive(later)), 0);
        out.clear();

        on(BOB, ping(), 0);

        assertThat(out.rumorsTo(BOB.endpoint())).contains(alive(later));
    }

    @Test
    void a_stranger_is_compared_tables_with() {
        on(BOB, ping(), 0);
        tickUntil(ms(200));

        assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Snapshot.class)).hasSize(1);
    }

    @Test
    void a_later_life_than_is_known_is_compared_tables_with() {
        on(BOB, rumors(alive(BOB)), 0);
        tickUntil(ms(300));
        out.clear();

        on(BOB.withLife(2, 0), new SwimMessage.Ack(1), ms(300));
        tickUntil(ms(500));

        assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Snapshot.class)).hasSize(1);
    }

    @Test
    void a_stranger_for_whom_there_is_no_room_is_not() {
        on(CAROL, rumors(alive(CAROL), alive(Fleet.DAVE), alive(Fleet.ERIN)), 0);
        out.clear();

        on(BOB, ping(), 0);
        tickUntil(ms(999));

        assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Snapshot.class)).isEmpty();
    }

    private void knowBobDead() {
        on(CAROL, rumors(alive(CAROL), alive(BOB), dead(BOB, CAROL)), 0);
        out.clear();
    }

    private void on(MemberRecord sender, SwimMessage message, long nowNanos) {
        alice.on(sender(sender), message, nowNanos, out);
    }

    private void tickUntil(long untilNanos) {
        while (alice.nextDeadlineNanos() <= untilNanos) {
            alice.tick(alice.nextDeadlineNanos(), out);
        }
    }

    private static SwimMessage.Ping ping() {
        return new SwimMessage.Ping(1, ALICE.id());
    }

    private static SwimMessage.Rumors rumors(Rumor... rumors) {
        return new SwimMessage.Rumors(List.of(rumors));
    }
}
