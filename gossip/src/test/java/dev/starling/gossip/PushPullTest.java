package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.DAVE;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.dead;
import static dev.starling.gossip.Fleet.left;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.sender;
import static dev.starling.gossip.Fleet.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

class PushPullTest {

    private final GossipConfig config = Fleet.configOf(20_000);
    private final Dissemination dissemination = new Dissemination(4);
    private final Members members =
            new Members(config, ALICE, dissemination, Chance.stream(1, "order"));
    private final Gossiping gossiping =
            new Gossiping(config, members, dissemination, Chance.stream(1, "gossip"));
    private final Self self = new Self(config, ALICE, members, dissemination, gossiping);
    private final PushPull pushPull =
            new PushPull(config, members, dissemination, self, Chance.stream(1, "pushpull"));
    private final Effects out = new Effects();

    @Test
    void one_present_member_is_compared_with_per_period() {
        know(Fleet.members(3));
        runUntil(ms(10_000));
        out.clear();

        runUntil(ms(110_000));

        assertThat(snapshots()).hasSize(10).allMatch(SwimMessage.Snapshot::isReplyWanted);
        assertThat(out.messages(Carrier.DATAGRAM, SwimMessage.class)).isEmpty();
    }

    @Test
    void one_dead_member_is_tried_per_reconnect_period_but_nobody_who_left() {
        know(List.of(BOB, CAROL));
        members.hear(dead(BOB, CAROL), 0, out);
        members.hear(left(CAROL), 0, out);
        runUntil(ms(30_000));
        out.clear();

        runUntil(ms(90_000));

        assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Snapshot.class)).hasSize(2);
        assertThat(out.sends()).hasSize(2);
        assertThat(snapshots().getFirst().states())
                .as("it reads that it is held dead")
                .contains(new MemberState(BOB, MemberStatus.DEAD, CAROL.id(), ageOf(out)));
    }

    @Test
    void a_question_is_answered_with_the_own_table_which_asks_nothing() {
        know(List.of(BOB, CAROL));
        dissemination.publish(ALICE, 1, Bytes.ofUtf8("advert"));

        pushPull.on(sender(DAVE), question(state(DAVE, MemberStatus.ALIVE)), 0, out);

        SwimMessage.Snapshot answer =
                out.messagesTo(DAVE.endpoint(), SwimMessage.Snapshot.class).getFirst();
        assertThat(answer.isReplyWanted()).isFalse();
        assertThat(answer.states())
                .containsExactlyInAnyOrder(
                        state(ALICE, MemberStatus.ALIVE),
                        state(BOB, MemberStatus.ALIVE),
                        state(CAROL, MemberStatus.ALIVE),
                        state(DAVE, MemberStatus.ALIVE));
        assertThat(answer.notices()).isEqualTo(dissemination.notices());
    }

    @Test
    void an_answer_is_taken_in_and_not_answered() {
        SwimMessage.Snapshot answer =
                new SwimMessage.Snapshot(
                        false,
                        List.of(state(BOB, MemberStatus.ALIVE), state(CAROL, MemberStatus.SUSPECT)),
                        List.of(new Notice(CAROL.id(), 1, 1, 0, Bytes.EMPTY)));

        pushPull.on(sender(BOB), answer, 0, out);

        assertThat(out.changes()).containsExactly("bob ALIVE", "carol SUSPECT");
        assertThat(out.of(GossipEffect.NoticeArrived.class)).hasSize(1);
        assertThat(out.sends()).isEmpty();
    }

    @Test
    void whoever_shows_us_as_dead_hears_our_refutation() {
        pushPull.on(sender(BOB), question(state(ALICE, MemberStatus.DEAD)), 0, out);

        assertThat(out.rumorsTo(BOB.endpoint()).getFirst())
                .isEqualTo(alive(ALICE.withIncarnation(1)));
    }

    @Test
    void a_table_too_large_for_a_frame_goes_in_parts_of_which_the_last_asks() {
        for (int i = 0; i < 5_000; i++) {
            NodeId id = NodeId.hashOf(new byte[] {(byte) i, (byte) (i >> 8)});
            MemberRecord largest =
                    new MemberRecord(
                            id,
                            -1,
                            -1,
                            "n".repeat(MemberRecord.NAME_BYTES),
                            SwimCodecTest.ipv6(i),
                            "z".repeat(MemberRecord.ZONE_BYTES));
            members.hear(alive(largest), 0, out);
            members.hear(dead(largest, ALICE), 0, out);
            dissemination.hear(
                    new Notice(id, 255, -1, -1, Bytes.of(new byte[Notice.PAYLOAD_BYTES])));
        }
        out.clear();

        pushPull.ask(BOB.endpoint(), ms(100_000), out);

        SwimCodec codec = new SwimCodec();
        assertThat(out.sends()).allMatch(send -> send.messages().size() == 1);
        List<SwimMessage.Snapshot> parts = snapshots();
        assertThat(parts).hasSize(6);
        TreeSet<NodeId> told = new TreeSet<>();
        int notices = 0;
        for (SwimMessage.Snapshot part : parts) {
            assertThat(codec.framedSizeOf(part)).isLessThanOrEqualTo(Limits.FRAME_MESSAGES_BYTES);
            assertThat(part.isReplyWanted()).isEqualTo(part == parts.getLast());
            part.states().forEach(one -> told.add(one.record().id()));
            notices += part.notices().size();
        }
        assertThat(told).hasSize(5_001);
        assertThat(notices).isEqualTo(5_000);
    }

    @Test
    void a_stranger_is_asked_only_if_no_rumor_introduces_it_meanwhile() {
        know(List.of(BOB));
        runUntil(ms(10_000));
        out.clear();

        pushPull.meet(sender(CAROL), ms(10_000));
        members.hear(alive(CAROL), ms(10_100), out);
        pushPull.tick(ms(10_200), out);
        assertThat(out.sends()).isEmpty();

        pushPull.meet(sender(DAVE), ms(10_300));
        pushPull.tick(ms(10_499), out);
        assertThat(out.sends()).isEmpty();
        pushPull.tick(ms(10_500), out);
        assertThat(out.sends()).extracting(GossipEffect.Send::to).containsExactly(DAVE.endpoint());
    }

    @Test
    void a_later_life_than_is_known_makes_a_stranger_of_a_member() {
        know(List.of(BOB));
        runUntil(ms(10_000));
        out.clear();

        pushPull.meet(sender(BOB.withLife(2, 0)), ms(10_000));
        pushPull.tick(ms(10_200), out);

        assertThat(snapshots()).hasSize(1);
    }

    @Test
    void a_thousand_strangers_cost_one_question_per_period() {
        for (int i = 0; i < 1_000; i++) {
            pushPull.meet(sender(Fleet.member("stranger" + i, i)), ms(10 * i));
            pushPull.tick(ms(10 * i), out);
        }

        // 10 s: the first after a gossip period, then one per probe period; no member to sync with
        assertThat(snapshots()).hasSize(10);
    }

    @Test
    void a_table_that_grows_fast_is_compared_again_within_a_probe_period() {
        know(Fleet.members(8));
        runUntil(ms(20_000));
        out.clear();
        List<MemberState> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(state(Fleet.member("more" + i, 100 + i), MemberStatus.ALIVE));
        }

        pushPull.on(sender(BOB), new SwimMessage.Snapshot(false, many, List.of()), ms(20_000), out);

        runUntil(ms(21_000));
        assertThat(snapshots()).hasSize(1);
        runUntil(ms(23_000));
        assertThat(snapshots()).as("and twice more, to see that it has settled").hasSize(3);
        runUntil(ms(32_000));
        assertThat(snapshots()).hasSize(3);
    }

    @Test
    void an_answer_is_due_once_per_question() {
        know(List.of(BOB));
        runUntil(ms(10_000));

        assertThat(pushPull.takesAnswer(CAROL.id())).isFalse();
        assertThat(pushPull.takesAnswer(BOB.id())).isTrue();
    }

    @Test
    void stopped_it_asks_nobody_and_still_answers() {
        know(List.of(BOB));
        pushPull.meet(sender(CAROL), 0);
        pushPull.stop();
        pushPull.meet(sender(CAROL), 0);

        assertThat(pushPull.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        pushPull.on(sender(DAVE), question(state(DAVE, MemberStatus.ALIVE)), 0, out);
        assertThat(out.sendsTo(DAVE.endpoint())).hasSize(1);
        assertThat(pushPull.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private List<SwimMessage.Snapshot> snapshots() {
        return out.messages(Carrier.STREAM, SwimMessage.Snapshot.class);
    }

    private static SwimMessage.Snapshot question(MemberState... states) {
        return new SwimMessage.Snapshot(true, List.of(states), List.of());
    }

    private static long ageOf(Effects effects) {
        return effects.messages(SwimMessage.Snapshot.class).getFirst().states().stream()
                .filter(one -> one.status() == MemberStatus.DEAD)
                .findFirst()
                .orElseThrow()
                .ageMillis();
    }

    private void know(List<MemberRecord> some) {
        for (MemberRecord one : some) members.hear(alive(one), 0, out);
    }

    private void runUntil(long untilNanos) {
        while (pushPull.nextDeadlineNanos() <= untilNanos) {
            pushPull.tick(pushPull.nextDeadlineNanos(), out);
        }
    }
}
