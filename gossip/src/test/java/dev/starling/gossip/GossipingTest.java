package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.DAVE;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.dead;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.List;

class GossipingTest {

    private final Dissemination dissemination = new Dissemination(4);
    private final Members members =
            new Members(Fleet.config(), ALICE, dissemination, Chance.stream(1, "order"));
    private final Gossiping gossiping =
            new Gossiping(Fleet.config(), members, dissemination, Chance.stream(1, "gossip"));
    private final Effects out = new Effects();

    @Test
    void with_nothing_to_tell_there_is_no_deadline() {
        know(Fleet.members(20));
        drain(0);

        assertThat(gossiping.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        out.clear();
        gossiping.tick(ms(100_000), out);
        assertThat(out.all()).isEmpty();
    }

    @Test
    void with_nobody_to_tell_there_is_no_deadline_but_the_news_waits() {
        dissemination.spread(alive(ALICE));
        assertThat(gossiping.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);

        members.hear(alive(BOB), ms(9), out);
        gossiping.tick(ms(9), out);

        assertThat(out.rumorsTo(BOB.endpoint())).contains(alive(ALICE));
    }

    @Test
    void the_first_news_after_a_quiet_time_leaves_at_once_and_more_a_period_later() {
        know(Fleet.members(20));
        long quiet = drain(0);

        members.hear(alive(BOB), quiet + ms(1_000), out);
        assertThat(gossiping.nextDeadlineNanos()).isLessThanOrEqualTo(quiet + ms(1_000));
        gossiping.tick(quiet + ms(1_000), out);

        assertThat(gossiping.nextDeadlineNanos()).isEqualTo(quiet + ms(1_200));
    }

    @Test
    void each_tick_tells_as_many_different_members_as_the_fan_out() {
        know(Fleet.members(20));
        out.clear();

        gossiping.tick(0, out);

        assertThat(out.sends()).hasSize(3);
        assertThat(out.sends()).extracting(GossipEffect.Send::to).doesNotHaveDuplicates();
    }

    @Test
    void a_small_fleet_is_told_completely() {
        know(List.of(BOB, CAROL));
        out.clear();

        gossiping.tick(0, out);

        assertThat(out.sends())
                .extracting(GossipEffect.Send::to)
                .containsExactlyInAnyOrder(BOB.endpoint(), CAROL.endpoint());
    }

    @Test
    void the_newly_dead_is_told_so_and_the_long_dead_is_left_in_peace() {
        know(List.of(BOB, CAROL));
        members.hear(dead(CAROL, BOB), ms(1_000), out);
        out.clear();

        gossiping.tick(ms(2_000), out);
        assertThat(out.rumorsTo(CAROL.endpoint()).getFirst()).isEqualTo(dead(CAROL, BOB));

        members.hear(alive(DAVE), ms(31_000), out);
        out.clear();
        gossiping.tick(ms(31_001), out);
        assertThat(out.sendsTo(CAROL.endpoint())).isEmpty();
        assertThat(out.sends()).isNotEmpty();
    }

    @Test
    void a_suspect_reads_its_accusation_before_anything_else() {
        know(List.of(BOB));
        members.hear(suspect(BOB, CAROL), 0, out);
        know(Fleet.members(30));
        out.clear();

        gossiping.send(BOB.id(), BOB.endpoint(), new SwimMessage.Ack(1), out);

        assertThat(out.rumors().getFirst()).isEqualTo(suspect(BOB, CAROL));
    }

    private void know(List<MemberRecord> some) {
        for (MemberRecord one : some) members.hear(alive(one), 0, out);
    }

    private long drain(long fromNanos) {
        long now = fromNanos;
        while (gossiping.nextDeadlineNanos() != Long.MAX_VALUE) {
            now = Math.max(now, gossiping.nextDeadlineNanos());
            gossiping.tick(now, out);
        }
        return now;
    }
}
