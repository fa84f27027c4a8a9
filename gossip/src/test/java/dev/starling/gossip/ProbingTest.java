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
import static dev.starling.gossip.Fleet.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;
import dev.starling.wire.Carrier;

import org.junit.jupiter.api.Test;

import java.util.List;

class ProbingTest {

    private final Dissemination dissemination = new Dissemination(4);
    private final Members members =
            new Members(Fleet.config(), ALICE, dissemination, Chance.stream(1, "order"));
    private final Gossiping gossiping =
            new Gossiping(Fleet.config(), members, dissemination, Chance.stream(1, "gossip"));
    private final Probing probing =
            new Probing(Fleet.config(), members, gossiping, Chance.stream(1, "probing"));
    private final Effects out = new Effects();
    private long startNanos;

    @Test
    void alone_it_asks_nobody_and_looks_again_every_period() {
        long first = probing.nextDeadlineNanos();

        probing.tick(first, out);

        assertThat(first).isBetween(0L, ms(1_000));
        assertThat(out.all()).isEmpty();
        assertThat(probing.nextDeadlineNanos()).isEqualTo(first + ms(1_000));
    }

    @Test
    void a_tick_before_its_time_is_harmless() {
        know(BOB);
        startProbe();
        out.clear();

        probing.tick(startNanos + ms(499), out);
        probing.tick(startNanos + ms(499), out);

        assertThat(out.all()).isEmpty();
    }

    @Test
    void the_target_itself_is_asked_on_a_stream_beside_the_helpers() {
        know(BOB);
        know(CAROL);
        SwimMessage.Ping ping = startProbe();

        probing.tick(startNanos + ms(500), out);

        assertThat(out.messages(Carrier.STREAM, SwimMessage.Ping.class))
                .containsExactly(
                        new SwimMessage.Ping(ping.sequence(), ping.target(), Carrier.STREAM));
        assertThat(out.messages(SwimMessage.PingReq.class)).hasSize(1);
    }

    @Test
    void with_nobody_else_to_ask_the_stream_alone_decides() {
        know(BOB);
        SwimMessage.Ping ping = startProbe();
        probing.tick(startNanos + ms(500), out);
        assertThat(out.messages(SwimMessage.PingReq.class)).isEmpty();

        probing.on(sender(BOB), new SwimMessage.Ack(ping.sequence()));
        probing.tick(startNanos + ms(1_000), out);

        assertThat(members.is(MemberStatus.ALIVE, BOB.id())).isTrue();
    }

    @Test
    void an_answer_to_the_last_period_does_not_clear_this_one() {
        know(BOB);
        SwimMessage.Ping first = startProbe();
        probing.on(sender(BOB), new SwimMessage.Ack(first.sequence()));
        probing.tick(startNanos + ms(1_000), out);

        probing.on(sender(BOB), new SwimMessage.Ack(first.sequence()));
        probing.tick(startNanos + ms(1_500), out);
        probing.tick(startNanos + ms(2_000), out);

        assertThat(members.is(MemberStatus.SUSPECT, BOB.id())).isTrue();
    }

    @Test
    void a_direct_answer_counts_until_the_period_ends_although_helpers_were_asked() {
        know(BOB);
        know(CAROL);
        SwimMessage.Ping ping = startProbe();
        MemberRecord target = recordOf(ping);
        probing.tick(startNanos + ms(500), out);

        probing.on(sender(target), new SwimMessage.Ack(ping.sequence()));
        probing.tick(startNanos + ms(1_000), out);

        assertThat(members.is(MemberStatus.ALIVE, target.id())).isTrue();
    }

    @Test
    void an_ack_from_somebody_who_was_not_asked_counts_for_nothing() {
        know(BOB);
        SwimMessage.Ping ping = startProbe();

        probing.on(sender(DAVE), new SwimMessage.Ack(ping.sequence()));
        probing.tick(startNanos + ms(500), out);
        probing.on(sender(DAVE), new SwimMessage.Ack(ping.sequence()));
        probing.tick(startNanos + ms(1_000), out);

        assertThat(members.is(MemberStatus.SUSPECT, BOB.id())).isTrue();
    }

    @Test
    void whoever_has_refuted_meanwhile_is_not_suspected() {
        know(BOB);
        startProbe();
        probing.tick(startNanos + ms(500), out);

        members.hear(alive(BOB.withIncarnation(3)), startNanos + ms(700), out);
        probing.tick(startNanos + ms(1_000), out);

        assertThat(members.is(MemberStatus.ALIVE, BOB.id())).isTrue();
    }

    @Test
    void whoever_has_left_meanwhile_is_neither_asked_for_nor_suspected() {
        know(BOB);
        startProbe();

        members.hear(left(BOB), startNanos + ms(100), out);
        probing.tick(startNanos + ms(500), out);
        probing.tick(startNanos + ms(1_000), out);

        assertThat(members.is(MemberStatus.LEFT, BOB.id())).isTrue();
        assertThat(out.changes()).containsExactly("bob ALIVE", "bob LEFT");
    }

    @Test
    void suspects_are_no_helpers() {
        know(BOB);
        know(CAROL);
        know(DAVE);
        SwimMessage.Ping ping = startProbe();
        for (MemberRecord other : List.of(BOB, CAROL, DAVE)) {
            if (other.id().equals(ping.target())) continue;
            members.hear(suspect(other, ALICE), startNanos, out);
        }

        probing.tick(startNanos + ms(500), out);

        assertThat(out.messages(SwimMessage.PingReq.class)).isEmpty();
    }

    @Test
    void a_ping_to_a_suspect_carries_the_accusation_first() {
        know(BOB);
        for (MemberRecord one : Fleet.members(5)) members.hear(alive(one), 0, out);
        members.hear(suspect(BOB, CAROL), 0, out);
        for (MemberRecord one : Fleet.members(5)) {
            members.hear(alive(one.withIncarnation(1)), 0, out);
        }
        for (int i = 0;
                i < 12 && out.messagesTo(BOB.endpoint(), SwimMessage.Ping.class).isEmpty();
                i++) {
            probing.tick(probing.nextDeadlineNanos(), out);
        }

        assertThat(out.rumorsTo(BOB.endpoint()).getFirst()).isEqualTo(suspect(BOB, CAROL));
    }

    @Test
    void after_a_pause_of_our_own_the_helpers_still_get_their_time() {
        know(BOB);
        know(CAROL);
        startProbe();

        probing.tick(startNanos + ms(60_000), out);
        assertThat(out.messages(SwimMessage.PingReq.class)).hasSize(1);
        assertThat(probing.nextDeadlineNanos()).isEqualTo(startNanos + ms(60_500));
        probing.tick(startNanos + ms(60_499), out);
        assertThat(out.changes()).noneMatch(change -> change.endsWith("SUSPECT"));
    }

    @Test
    void the_dead_are_not_probed() {
        know(BOB);
        members.hear(dead(BOB, CAROL), 0, out);

        for (int i = 0; i < 10; i++) probing.tick(probing.nextDeadlineNanos(), out);

        assertThat(out.messages(SwimMessage.Ping.class)).isEmpty();
    }

    @Test
    void stopped_it_has_no_deadline() {
        know(BOB);
        startProbe();

        probing.stop();

        assertThat(probing.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private void know(MemberRecord member) {
        members.hear(alive(member), 0, out);
    }

    private SwimMessage.Ping startProbe() {
        startNanos = probing.nextDeadlineNanos();
        probing.tick(startNanos, out);
        return out.messages(SwimMessage.Ping.class).getLast();
    }

    private MemberRecord recordOf(SwimMessage.Ping ping) {
        return members.row(ping.target()).orElseThrow().record();
    }
}
