package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.DAVE;
import static dev.starling.gossip.Fleet.endpoint;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;
import dev.starling.node.Endpoint;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

class JoiningTest {

    private final GossipConfig config = Fleet.config();
    private final Dissemination dissemination = new Dissemination(4);
    private final Members members =
            new Members(config, ALICE, dissemination, Chance.stream(1, "order"));
    private final Gossiping gossiping =
            new Gossiping(config, members, dissemination, Chance.stream(1, "gossip"));
    private final Self self = new Self(config, ALICE, members, dissemination, gossiping);
    private final PushPull pushPull =
            new PushPull(config, members, dissemination, self, Chance.stream(1, "pushpull"));
    private final Joining joining = new Joining(ALICE.endpoint(), pushPull);
    private final Effects out = new Effects();

    @Test
    void each_seed_is_shown_our_table_and_asked_for_its_own() {
        joining.join(List.of(BOB.endpoint(), CAROL.endpoint()), 0, out);

        assertThat(out.sends())
                .extracting(GossipEffect.Send::to)
                .containsExactly(BOB.endpoint(), CAROL.endpoint());
        assertThat(out.messages(SwimMessage.Snapshot.class))
                .hasSize(2)
                .allMatch(SwimMessage.Snapshot::isReplyWanted);
    }

    @Test
    void we_ourselves_are_no_seed() {
        joining.join(List.of(ALICE.endpoint()), 0, out);

        assertThat(out.all()).isEmpty();
        assertThat(joining.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void the_pause_doubles_to_ten_seconds_and_the_silent_are_named_when_it_grows() {
        joining.join(List.of(BOB.endpoint()), 0, out);
        List<Long> askedMillis = new ArrayList<>();

        for (int i = 0; i < 8; i++) {
            askedMillis.add(joining.nextDeadlineNanos() / ms(1));
            joining.tick(joining.nextDeadlineNanos(), out);
        }

        assertThat(askedMillis)
                .containsExactly(
                        1_000L, 3_000L, 7_000L, 15_000L, 25_000L, 35_000L, 45_000L, 55_000L);
        assertThat(out.of(GossipEffect.SeedSilent.class))
                .containsExactly(
                        new GossipEffect.SeedSilent(BOB.endpoint(), ms(2_000)),
                        new GossipEffect.SeedSilent(BOB.endpoint(), ms(4_000)),
                        new GossipEffect.SeedSilent(BOB.endpoint(), ms(8_000)),
                        new GossipEffect.SeedSilent(BOB.endpoint(), ms(10_000)));
        assertThat(out.sends()).hasSize(9);
    }

    @Test
    void the_first_answer_ends_it() {
        joining.join(List.of(BOB.endpoint(), CAROL.endpoint()), 0, out);
        out.clear();

        joining.onAnswer(sender(BOB), false, out);
        joining.onAnswer(sender(CAROL), false, out);
        joining.tick(ms(100_000), out);

        assertThat(out.all()).containsExactly(new GossipEffect.Joined(BOB.id()));
    }

    @Test
    void a_seed_that_goes_by_another_address_is_known_by_nobody_else_having_asked_it() {
        joining.join(List.of(endpoint(99)), 0, out);

        joining.onAnswer(sender(BOB), false, out);

        assertThat(out.all()).contains(new GossipEffect.Joined(BOB.id()));
    }

    @Test
    void an_answer_to_somebody_elses_question_does_not_end_it_for_we_may_be_an_island_of_two() {
        joining.join(List.of(BOB.endpoint()), 0, out);

        joining.onAnswer(sender(DAVE), true, out);
        assertThat(joining.nextDeadlineNanos()).isEqualTo(ms(1_000));

        joining.onAnswer(sender(BOB), true, out);
        assertThat(joining.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void an_answer_that_nobody_waits_for_is_no_event() {
        joining.onAnswer(sender(BOB), false, out);

        assertThat(out.all()).isEmpty();
    }

    @Test
    void of_many_seeds_a_few_are_asked_at_a_time_in_turn() {
        List<Endpoint> seeds = new ArrayList<>();
        for (int i = 0; i < 12; i++) seeds.add(endpoint(200 + i));

        joining.join(seeds, 0, out);
        assertThat(out.sends()).hasSize(Joining.SEEDS_AT_ONCE);
        joining.tick(ms(1_000), out);
        joining.tick(ms(3_000), out);

        TreeSet<String> asked = new TreeSet<>();
        out.sends().forEach(send -> asked.add(send.to().toString()));
        assertThat(asked).hasSize(12);
    }

    @Test
    void more_seeds_than_the_bound_are_not_remembered() {
        List<Endpoint> seeds = new ArrayList<>();
        for (int i = 0; i < 3 * Joining.MOST_SEEDS; i++) seeds.add(endpoint(200 + i));
        joining.join(seeds, 0, out);
        for (int i = 0; i < 1_000; i++) joining.tick(joining.nextDeadlineNanos(), out);

        TreeSet<String> asked = new TreeSet<>();
        out.sends().forEach(send -> asked.add(send.to().toString()));
        assertThat(asked).hasSize(Joining.MOST_SEEDS);
    }

    @Test
    void seeds_named_later_are_asked_at_once_beside_the_silent_ones() {
        joining.join(List.of(BOB.endpoint()), 0, out);
        out.clear();

        joining.join(List.of(CAROL.endpoint()), ms(500), out);

        assertThat(out.sends())
                .extracting(GossipEffect.Send::to)
                .containsExactly(BOB.endpoint(), CAROL.endpoint());
    }
}
