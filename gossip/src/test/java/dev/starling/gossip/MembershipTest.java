package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.sender;
import static dev.starling.gossip.Fleet.state;
import static dev.starling.gossip.Fleet.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Bytes;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class MembershipTest {

    private final Membership alice = new Membership(Fleet.config(), ALICE, 1);
    private final Effects out = new Effects();

    @Test
    void a_fleet_of_one_is_alive() {
        Member self = new Member(ALICE, MemberStatus.ALIVE, 0);

        assertThat(alice.members()).containsExactly(self);
        assertThat(alice.member(ALICE.id())).contains(self);
        assertThat(alice.member(BOB.id())).isEqualTo(Optional.empty());
        assertThat(alice.presentCount()).isEqualTo(1);
        assertThat(alice.self()).isEqualTo(ALICE);
    }

    @Test
    void everybody_is_listed_in_id_order_with_this_node_in_its_place() {
        for (int size = 0; size < 30; size++) {
            Membership membership = new Membership(Fleet.config(), ALICE, 1);
            for (MemberRecord one : Fleet.members(size)) {
                membership.on(sender(one), rumors(alive(one)), 0, out);
            }

            assertThat(membership.members())
                    .hasSize(size + 1)
                    .isSortedAccordingTo((left, right) -> left.id().compareTo(right.id()))
                    .contains(new Member(ALICE, MemberStatus.ALIVE, 0));
            membership.checkInvariants();
        }
    }

    @Test
    void what_comes_in_our_own_name_is_ignored() {
        SwimMessage.Snapshot own =
                new SwimMessage.Snapshot(true, List.of(state(BOB, MemberStatus.ALIVE)), List.of());

        alice.on(sender(ALICE), own, 0, out);
        alice.on(sender(ALICE), new SwimMessage.Ping(1, ALICE.id()), 0, out);

        assertThat(out.all()).isEmpty();
    }

    @Test
    void asked_to_probe_ourselves_we_say_that_we_are() {
        alice.on(sender(BOB), new SwimMessage.PingReq(9, ALICE.id(), ALICE.endpoint()), 0, out);

        assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Ack.class))
                .containsExactly(new SwimMessage.Ack(9));
    }

    @Test
    void our_own_notice_that_comes_back_is_no_news() {
        alice.publish(1, Bytes.ofUtf8("a"), 0);
        Notice echo = new Notice(ALICE.id(), 1, 99, 99, Bytes.EMPTY);

        alice.on(sender(BOB), new SwimMessage.Notices(List.of(echo)), 0, out);

        assertThat(out.of(GossipEffect.NoticeArrived.class)).isEmpty();
    }

    @Test
    void ticking_early_and_twice_is_harmless() {
        know(BOB);
        know(CAROL);
        for (int i = 0; i < 200; i++) {
            long deadline = alice.nextDeadlineNanos();
            alice.tick(deadline, out);
            int before = out.all().size();
            alice.tick(deadline, out);
            alice.tick(Math.min(deadline, alice.nextDeadlineNanos() - 1), out);
            assertThat(out.all()).hasSize(before);
        }
    }

    @Test
    void leaving_we_watch_nobody_ask_nobody_and_join_nobody() {
        know(BOB);
        alice.leave(0, out);
        alice.join(List.of(CAROL.endpoint()), 0, out);
        out.clear();

        while (alice.nextDeadlineNanos() != Long.MAX_VALUE) {
            alice.tick(alice.nextDeadlineNanos(), out);
        }

        assertThat(out.messages(SwimMessage.Ping.class)).isEmpty();
        assertThat(out.messages(SwimMessage.Snapshot.class)).isEmpty();
        assertThat(out.of(GossipEffect.LeaveFinished.class)).hasSize(1);
        assertThat(alice.isLeaving()).isTrue();
        assertThat(alice.member(ALICE.id()).orElseThrow().status()).isEqualTo(MemberStatus.LEFT);
    }

    @Test
    void an_answer_to_push_pull_with_the_seed_does_not_keep_a_join_going() {
        know(BOB);
        alice.join(List.of(BOB.endpoint()), 0, out);
        for (int i = 0; i < 40; i++) alice.tick(alice.nextDeadlineNanos(), out);
        out.clear();

        SwimMessage.Snapshot answer =
                new SwimMessage.Snapshot(false, List.of(state(BOB, MemberStatus.ALIVE)), List.of());
        alice.on(sender(BOB), answer, ms(60_000), out);

        assertThat(out.all()).contains(new GossipEffect.Joined(BOB.id()));
    }

    @Test
    void refuting_is_visible_in_what_we_say_of_ourselves() {
        know(BOB);

        alice.on(sender(BOB), rumors(suspect(ALICE, BOB)), 0, out);

        assertThat(alice.self().incarnation()).isEqualTo(1);
        assertThat(alice.member(ALICE.id()).orElseThrow().record()).isEqualTo(alice.self());
    }

    private void know(MemberRecord member) {
        alice.on(sender(member), rumors(alive(member)), 0, out);
    }

    private static SwimMessage.Rumors rumors(Rumor... rumors) {
        return new SwimMessage.Rumors(List.of(rumors));
    }
}
