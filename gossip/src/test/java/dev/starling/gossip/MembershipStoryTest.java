package dev.starling.gossip;

import static dev.starling.gossip.Fleet.config;
import static dev.starling.gossip.Fleet.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.World.Node;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Whole nodes and a network between them, told as stories. */
class MembershipStoryTest {

    private final World world = new World(config(), 7);
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void everything_still_agrees_with_itself() {
        nodes.forEach(node -> node.membership.checkInvariants());
    }

    @Test
    void two_nodes_know_each_other_a_moment_after_one_joins_the_other() {
        Node alice = world.start(Fleet.ALICE);
        Node bob = world.start(Fleet.BOB);

        bob.join(alice);

        assertThat(world.runUntil(100, () -> World.allSeeAll(List.of(alice, bob)))).isTrue();
        assertThat(bob.effects.of(GossipEffect.Joined.class))
                .containsExactly(new GossipEffect.Joined(alice.id()));
        assertThat(alice.effects.of(GossipEffect.Joined.class)).isEmpty();
    }

    @Test
    void a_newcomer_is_told_to_everybody_by_gossip_alone() {
        nodes.addAll(world.startAll(20));
        Node newcomer = world.start(Fleet.ALICE);
        nodes.add(newcomer);

        newcomer.join(nodes.get(3));

        assertThat(world.runUntil(3_000, () -> World.allSeeAll(nodes))).isTrue();
    }

    @Test
    void a_crash_is_known_to_all_within_a_pass_and_the_time_to_refute() {
        nodes.addAll(world.startAll(10));
        Node crashed = nodes.removeLast();

        world.crash(crashed);

        // each probes somebody each second: 9 others find it within a few; 4 s to refute; gossip
        boolean isKnown =
                world.runUntil(
                        12_000,
                        () ->
                                nodes.stream()
                                        .allMatch(n -> n.statusOf(crashed) == MemberStatus.DEAD));
        assertThat(isKnown).isTrue();
        nodes.forEach(node -> assertThat(node.membership.presentCount()).isEqualTo(9));
    }

    @Test
    void nobody_is_suspected_in_a_healthy_fleet() {
        nodes.addAll(world.startAll(20));
        nodes.forEach(node -> node.effects.clear());

        world.run(60_000);

        for (Node node : nodes) {
            assertThat(node.effects.of(GossipEffect.MemberChanged.class)).isEmpty();
        }
    }

    @Test
    void a_fifth_of_all_datagrams_lost_kills_nobody() {
        nodes.addAll(world.startAll(20));
        nodes.forEach(node -> node.effects.clear());
        world.lose(0.2);

        world.run(120_000);

        for (Node node : nodes) {
            assertThat(node.effects.changes()).noneMatch(change -> change.endsWith("DEAD"));
        }
    }

    @Test
    void datagrams_that_are_filtered_altogether_kill_nobody_for_streams_still_answer() {
        nodes.addAll(world.startAll(5));
        nodes.forEach(node -> node.effects.clear());
        world.blockDatagrams();

        world.run(60_000);

        for (Node node : nodes) {
            assertThat(node.effects.of(GossipEffect.MemberChanged.class)).isEmpty();
        }
    }

    @Test
    void a_node_cut_off_for_a_moment_refutes_before_it_is_declared_dead() {
        nodes.addAll(world.startAll(10));
        Node lonely = nodes.getLast();
        nodes.forEach(node -> node.effects.clear());

        world.cut((from, to) -> from == lonely || to == lonely);
        world.runUntil(10_000, () -> nodes.getFirst().statusOf(lonely) == MemberStatus.SUSPECT);
        world.heal();

        assertThat(world.runUntil(3_000, () -> World.allSeeAll(nodes))).isTrue();
        assertThat(lonely.membership.self().incarnation()).isGreaterThan(0);
        assertThat(nodes.getFirst().effects.changes())
                .contains("m9 SUSPECT", "m9 ALIVE")
                .doesNotContain("m9 DEAD");
    }

    @Test
    void two_halves_that_held_each_other_dead_are_one_again_after_reconnecting() {
        nodes.addAll(world.startAll(12));
        List<Node> west = nodes.subList(0, 6);
        List<Node> east = nodes.subList(6, 12);
        world.cut((from, to) -> west.contains(from) != west.contains(to));
        boolean isTorn =
                world.runUntil(
                        40_000,
                        () -> nodes.stream().allMatch(n -> n.membership.presentCount() == 6));
        assertThat(isTorn).isTrue();
        assertThat(World.allSeeAll(west)).isTrue();
        assertThat(World.allSeeAll(east)).isTrue();

        world.heal();

        // each tries one dead member every 30 s, so the first of twelve does within a few seconds
        assertThat(world.runUntil(60_000, () -> World.allSeeAll(nodes))).isTrue();
    }

    @Test
    void two_nodes_that_hold_each_other_dead_find_each_other_again() {
        nodes.addAll(world.startAll(2));
        world.cut((from, to) -> true);
        world.run(20_000);
        nodes.forEach(node -> assertThat(node.membership.presentCount()).isEqualTo(1));

        world.heal();
        long packetsBefore = world.packets;

        assertThat(world.runUntil(31_000, () -> World.allSeeAll(nodes))).isTrue();
        world.run(1_000);
        assertThat(world.packets - packetsBefore).as("no storm of accusations").isLessThan(60);
    }

    @Test
    void a_node_that_leaves_is_known_to_have_left_and_not_to_have_died() {
        nodes.addAll(world.startAll(10));
        Node leaver = nodes.removeLast();
        nodes.forEach(node -> node.effects.clear());

        leaver.leave();
        world.run(3_000);
        world.crash(leaver);
        world.run(20_000);

        assertThat(leaver.effects.of(GossipEffect.LeaveFinished.class)).hasSize(1);
        for (Node node : nodes) {
            assertThat(node.statusOf(leaver)).isEqualTo(MemberStatus.LEFT);
            assertThat(node.effects.changes()).containsExactly("m9 LEFT");
        }
    }

    @Test
    void a_node_restarted_after_it_was_declared_dead_is_present_at_once_in_its_new_life() {
        nodes.addAll(world.startAll(8));
        Node crashed = nodes.removeLast();
        world.crash(crashed);
        world.run(15_000);
        assertThat(nodes.getFirst().statusOf(crashed)).isEqualTo(MemberStatus.DEAD);

        Node restarted = world.restart(crashed);
        nodes.add(restarted);
        restarted.join(nodes.getFirst());

        assertThat(world.runUntil(3_000, () -> World.allSeeAll(nodes))).isTrue();
        assertThat(nodes.getFirst().membership.member(restarted.id()).orElseThrow().record())
                .isEqualTo(restarted.boot);
    }

    @Test
    void a_node_restarted_before_anybody_noticed_only_changes_its_epoch() {
        nodes.addAll(world.startAll(8));
        Node first = nodes.getFirst();
        Node restarted = world.restart(nodes.removeLast());
        nodes.add(restarted);
        restarted.join(first);
        nodes.forEach(node -> node.effects.clear());

        assertThat(world.runUntil(3_000, () -> World.allSeeAll(nodes))).isTrue();
        world.run(20_000);

        assertThat(first.effects.changes()).containsExactly("m7 ALIVE");
        assertThat(first.membership.member(restarted.id()).orElseThrow().record().epoch())
                .isEqualTo(2);
    }

    @Test
    void a_node_whose_epoch_file_was_rolled_back_overtakes_its_own_past() {
        nodes.addAll(world.startAll(5));
        Node crashed = nodes.removeLast();
        Node second = world.restart(world.restart(crashed));
        second.join(nodes.getFirst());
        world.run(3_000);

        Node rolledBack = world.restart(crashed); // epoch 2 again, while all know epoch 3
        nodes.add(rolledBack);
        rolledBack.join(nodes.getFirst());

        assertThat(world.runUntil(5_000, () -> World.allSeeAll(nodes))).isTrue();
        assertThat(rolledBack.effects.of(GossipEffect.EpochOvertaken.class))
                .containsExactly(new GossipEffect.EpochOvertaken(4));
        assertThat(rolledBack.membership.self().epoch()).isEqualTo(4);
        assertThat(nodes.getFirst().membership.member(rolledBack.id()).orElseThrow().record())
                .isEqualTo(rolledBack.membership.self());
    }

    @Test
    void a_hundred_nodes_that_join_at_once_all_see_all_within_three_seconds() {
        nodes.addAll(world.startAll(100));

        assertThat(world.nowMillis()).isLessThan(3_000);
    }

    @Test
    void two_fleets_become_one_when_one_node_joins_the_other() {
        List<Node> west = world.startAll(10);
        List<Node> east = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            east.add(world.start(member("e" + i, 5_000 + i)));
            if (i > 0) east.getLast().join(east.getFirst());
        }
        assertThat(world.runUntil(10_000, () -> World.allSeeAll(east))).isTrue();
        nodes.addAll(west);
        nodes.addAll(east);

        west.get(4).join(east.get(7));

        assertThat(world.runUntil(30_000, () -> World.allSeeAll(nodes))).isTrue();
    }

    @Test
    void a_seed_that_starts_late_is_asked_until_it_is_there() {
        Node early = world.start(Fleet.BOB);
        MemberRecord late = Fleet.ALICE;
        early.joinAt(List.of(late.endpoint()));
        world.run(40_000);
        assertThat(early.effects.of(GossipEffect.SeedSilent.class))
                .extracting(GossipEffect.SeedSilent::retryNanos)
                .containsExactly(
                        Fleet.ms(2_000), Fleet.ms(4_000), Fleet.ms(8_000), Fleet.ms(10_000));

        Node seed = world.start(late);

        assertThat(world.runUntil(11_000, () -> World.allSeeAll(List.of(early, seed)))).isTrue();
    }

    @Test
    void the_newest_notice_reaches_everybody_and_newcomers_too() {
        nodes.addAll(world.startAll(10));
        Node origin = nodes.get(2);
        origin.publish(1, "old");
        world.run(50);
        origin.publish(1, "new");
        world.run(3_000);

        Node newcomer = world.start(Fleet.ALICE);
        newcomer.join(nodes.get(5));
        world.run(1_000);

        for (Node node : nodes) {
            if (node != origin) assertThat(lastNotice(node)).isEqualTo("new");
        }
        assertThat(lastNotice(newcomer)).isEqualTo("new");
        nodes.add(newcomer);
    }

    @Test
    void the_same_seed_gives_the_same_packets() {
        assertThat(trace(3)).isEqualTo(trace(3)).isNotEqualTo(trace(4));
    }

    private static List<GossipEffect> trace(long seed) {
        World twin = new World(config(), seed);
        twin.lose(0.1);
        List<Node> fleet = twin.startAll(8);
        twin.run(20_000);
        List<GossipEffect> trace = new ArrayList<>();
        fleet.forEach(node -> trace.addAll(node.effects.all()));
        return trace;
    }

    private static String lastNotice(Node node) {
        return node.effects
                .of(GossipEffect.NoticeArrived.class)
                .getLast()
                .notice()
                .payload()
                .toUtf8();
    }
}
