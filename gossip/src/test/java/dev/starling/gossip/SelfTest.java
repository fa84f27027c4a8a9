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

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.wire.Carrier;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What Alice says of herself; Bob and Carol are there. */
class SelfTest {

    private static final long UTMOST = -1;

    private final Dissemination dissemination = new Dissemination(4);
    private final Members members =
            new Members(Fleet.config(), ALICE, dissemination, Chance.stream(1, "order"));
    private final Gossiping gossiping =
            new Gossiping(Fleet.config(), members, dissemination, Chance.stream(1, "gossip"));
    private final Self self = new Self(Fleet.config(), ALICE, members, dissemination, gossiping);
    private final Effects out = new Effects();

    @Nested
    class Refutation {

        @Test
        void an_accusation_is_outdone_by_the_next_incarnation_and_the_teller_told_at_once() {
            hear(suspect(ALICE.withIncarnation(4), BOB));

            assertThat(self.record()).isEqualTo(ALICE.withIncarnation(5));
            assertThat(out.rumorsTo(BOB.endpoint()).getFirst())
                    .isEqualTo(alive(ALICE.withIncarnation(5)));
        }

        @Test
        void the_refutation_is_gossiped_before_all_other_news() {
            know(CAROL);
            for (MemberRecord one : Fleet.members(40)) know(one);
            out.clear();

            hear(dead(ALICE, BOB));

            List<SwimMessage.Rumors> packets = out.messages(SwimMessage.Rumors.class);
            assertThat(packets).as("to the teller, and to a few at once").hasSize(4);
            assertThat(packets.get(0).rumors().getFirst())
                    .isEqualTo(alive(ALICE.withIncarnation(1)));
            assertThat(packets.get(1).rumors().getFirst())
                    .isEqualTo(alive(ALICE.withIncarnation(1)));
        }

        @Test
        void an_accusation_that_is_already_outdone_costs_no_incarnation() {
            hear(suspect(ALICE, BOB));
            hear(suspect(ALICE, CAROL));
            hear(dead(ALICE, CAROL));

            assertThat(self.record().incarnation()).isEqualTo(1);
        }

        @Test
        void our_own_words_and_words_of_an_earlier_life_need_no_answer() {
            hear(alive(ALICE));
            hear(dead(ALICE.withLife(0, 99), BOB));

            assertThat(self.record()).isEqualTo(ALICE);
            assertThat(out.all()).isEmpty();
        }

        @Test
        void a_goodbye_that_we_never_said_is_refuted_too() {
            hear(left(ALICE));

            assertThat(self.record().incarnation()).isEqualTo(1);
            assertThat(self.member().status()).isEqualTo(MemberStatus.ALIVE);
        }

        @Test
        void a_statement_of_ours_that_is_above_ours_is_outdone() {
            hear(alive(ALICE.withIncarnation(8)));

            assertThat(self.record().incarnation()).isEqualTo(9);
        }

        @Test
        void above_the_signed_range_incarnations_go_on() {
            hear(suspect(ALICE.withIncarnation(Long.MAX_VALUE), BOB));

            assertThat(self.record().incarnation()).isEqualTo(Long.MIN_VALUE);
        }

        @Test
        void above_the_highest_incarnation_only_a_new_life_helps() {
            hear(suspect(ALICE.withIncarnation(UTMOST), BOB));

            assertThat(self.record()).isEqualTo(ALICE.withLife(2, 0));
            assertThat(out.all()).contains(new GossipEffect.EpochOvertaken(2));
        }
    }

    @Nested
    class Overtaking {

        @Test
        void a_later_life_of_ours_is_overtaken_and_the_epoch_to_be_saved() {
            dissemination.publish(ALICE, 1, Bytes.ofUtf8("advert"));

            hear(alive(ALICE.withLife(7, 3)));

            assertThat(self.record()).isEqualTo(ALICE.withLife(8, 0));
            assertThat(out.of(GossipEffect.EpochOvertaken.class))
                    .containsExactly(new GossipEffect.EpochOvertaken(8));
            assertThat(out.rumorsTo(BOB.endpoint()).getFirst())
                    .isEqualTo(alive(ALICE.withLife(8, 0)));
            assertThat(dissemination.notices().getFirst().epoch()).isEqualTo(8);
        }

        @Test
        void two_copies_of_a_node_drive_each_other_up_once_per_period_at_most() {
            for (int i = 0; i < 100; i++) {
                MemberRecord other = self.record().withLife(self.record().epoch() + 1, 0);
                self.hear(alive(other), BOB.endpoint(), ms(i * 100), out);
            }

            assertThat(out.of(GossipEffect.EpochOvertaken.class)).hasSize(10);
        }

        @Test
        void nothing_outranks_the_highest_epoch_and_nothing_tries_to() {
            hear(dead(ALICE.withLife(UTMOST, 0), BOB));

            assertThat(self.record()).isEqualTo(ALICE);
            assertThat(out.all()).isEmpty();
        }
    }

    @Nested
    class Answering {

        @Test
        void a_ping_for_somebody_else_who_was_here_before_is_not_answered() {
            self.on(sender(BOB), new SwimMessage.Ping(1, CAROL.id()), out);

            assertThat(out.all()).isEmpty();
        }

        @Test
        void a_ping_is_answered_the_way_it_asks_for() {
            self.on(sender(BOB), new SwimMessage.Ping(1, ALICE.id(), Carrier.STREAM), out);
            self.on(sender(BOB), new SwimMessage.Ping(2, ALICE.id(), Carrier.DATAGRAM), out);

            assertThat(out.messages(Carrier.STREAM, SwimMessage.Ack.class))
                    .containsExactly(new SwimMessage.Ack(1));
            assertThat(out.messages(Carrier.DATAGRAM, SwimMessage.Ack.class))
                    .containsExactly(new SwimMessage.Ack(2));
        }
    }

    @Nested
    class Leaving {

        @Test
        void goodbye_goes_to_a_few_at_once_and_lingers() {
            for (MemberRecord one : Fleet.members(10)) know(one);
            gossiping.tick(0, out);
            out.clear();

            self.leave(ms(50), out);

            assertThat(out.sends()).hasSize(3);
            for (SwimMessage.Rumors packet : out.messages(SwimMessage.Rumors.class)) {
                assertThat(packet.rumors().getFirst()).isEqualTo(left(ALICE));
            }
            assertThat(self.isLeaving()).isTrue();
            assertThat(self.member()).isEqualTo(new Member(ALICE, MemberStatus.LEFT, ms(50)));
            assertThat(self.nextDeadlineNanos()).isEqualTo(ms(3_050));
            self.tick(ms(3_049), out);
            assertThat(out.of(GossipEffect.LeaveFinished.class)).isEmpty();
            self.tick(ms(3_050), out);
            self.tick(ms(9_000), out);
            assertThat(out.of(GossipEffect.LeaveFinished.class)).hasSize(1);
            assertThat(self.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void alone_there_is_nobody_to_linger_for() {
            self.leave(0, out);

            assertThat(out.all()).containsExactly(new GossipEffect.LeaveFinished());
        }

        @Test
        void twice_is_once() {
            know(BOB);
            self.leave(0, out);
            out.clear();

            self.leave(ms(1_000), out);

            assertThat(out.all()).isEmpty();
            assertThat(self.nextDeadlineNanos()).isEqualTo(ms(3_000));
        }

        @Test
        void pings_are_still_answered() {
            know(BOB);
            self.leave(0, out);

            self.on(sender(BOB), new SwimMessage.Ping(4, ALICE.id()), out);

            assertThat(out.messages(SwimMessage.Ack.class)).containsExactly(new SwimMessage.Ack(4));
        }

        @Test
        void an_accusation_is_answered_with_goodbye_and_the_echo_of_goodbye_with_nothing() {
            know(BOB);
            self.leave(0, out);
            out.clear();

            hear(left(ALICE));
            hear(suspect(ALICE, BOB));
            hear(dead(ALICE, BOB));
            assertThat(out.all()).isEmpty();

            hear(dead(ALICE.withIncarnation(2), BOB));
            assertThat(out.rumorsTo(BOB.endpoint()).getFirst())
                    .isEqualTo(left(ALICE.withIncarnation(3)));
        }
    }

    private void hear(Rumor rumor) {
        self.hear(rumor, BOB.endpoint(), 0, out);
    }

    private void know(MemberRecord member) {
        for (Rumor rumor : List.of(alive(member))) members.hear(rumor, 0, out);
    }
}
