package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.DAVE;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.dead;
import static dev.starling.gossip.Fleet.left;
import static dev.starling.gossip.Fleet.member;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.state;
import static dev.starling.gossip.Fleet.suspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The table of Alice. */
class MembersTest {

    private final Dissemination dissemination = new Dissemination(4);
    private final Effects out = new Effects();
    private Members members = membersOf(500);

    private Members membersOf(int most) {
        return new Members(Fleet.configOf(most), ALICE, dissemination, Chance.stream(1, "members"));
    }

    @AfterEach
    void everything_still_agrees_with_itself() {
        members.checkInvariants();
    }

    @Nested
    class Rumors {

        @Test
        void the_own_words_of_a_stranger_introduce_it() {
            members.hear(alive(BOB), ms(7), out);

            Member bob = new Member(BOB, MemberStatus.ALIVE, ms(7));
            assertThat(out.all()).containsExactly(new GossipEffect.MemberChanged(bob));
            assertThat(members.presentCount()).isEqualTo(2);
            assertThat(dissemination.queuedRumors()).isEqualTo(1);
        }

        @Test
        void what_is_said_about_a_stranger_is_ignored() {
            members.hear(suspect(BOB, CAROL), 0, out);
            members.hear(dead(BOB, CAROL), 0, out);
            members.hear(left(BOB), 0, out);

            assertThat(out.all()).isEmpty();
            assertThat(members.size()).isZero();
            assertThat(dissemination.isEmpty()).isTrue();
        }

        @Test
        void old_news_changes_nothing_and_is_not_passed_on() {
            members.hear(alive(BOB.withIncarnation(5)), 0, out);
            dissemination.forget(BOB.id());
            out.clear();

            members.hear(alive(BOB.withIncarnation(5)), 1, out);
            members.hear(dead(BOB.withIncarnation(4), CAROL), 1, out);

            assertThat(out.all()).isEmpty();
            assertThat(dissemination.isEmpty()).isTrue();
        }

        @Test
        void higher_evidence_raises_the_incarnation_even_where_the_status_stays() {
            members.hear(alive(BOB), 0, out);
            members.hear(dead(BOB, CAROL), 0, out);
            out.clear();

            members.hear(dead(BOB.withIncarnation(7), CAROL), ms(9), out);
            members.hear(alive(BOB.withIncarnation(6)), ms(9), out);

            assertThat(out.all()).isEmpty();
            Members.Row row = members.row(BOB.id()).orElseThrow();
            assertThat(row.status()).isEqualTo(MemberStatus.DEAD);
            assertThat(row.record().incarnation()).isEqualTo(7);
            assertThat(row.sinceNanos()).as("dead since then").isZero();
        }

        @Test
        void incarnations_beyond_the_signed_range_are_higher_still() {
            members.hear(alive(BOB.withIncarnation(Long.MAX_VALUE)), 0, out);

            members.hear(suspect(BOB.withIncarnation(Long.MIN_VALUE), CAROL), 0, out);
            members.hear(alive(BOB.withIncarnation(-1)), 0, out);

            assertThat(out.changes()).containsExactly("bob ALIVE", "bob SUSPECT", "bob ALIVE");
        }

        @Test
        void an_incarnation_alone_is_no_visible_change_but_an_endpoint_is() {
            members.hear(alive(BOB), 0, out);
            out.clear();

            members.hear(alive(BOB.withIncarnation(1)), ms(3), out);
            assertThat(out.all()).isEmpty();

            MemberRecord moved =
                    new MemberRecord(BOB.id(), 1, 2, "bob", Fleet.endpoint(77), "east");
            members.hear(alive(moved), ms(4), out);
            assertThat(out.all())
                    .containsExactly(
                            new GossipEffect.MemberChanged(
                                    new Member(moved, MemberStatus.ALIVE, 0)));
        }

        @Test
        void a_new_life_brings_back_even_who_had_left() {
            members.hear(alive(BOB), 0, out);
            members.hear(left(BOB), 0, out);
            members.hear(alive(BOB.withLife(2, 0)), ms(5), out);

            assertThat(out.changes()).containsExactly("bob ALIVE", "bob LEFT", "bob ALIVE");
            assertThat(members.row(BOB.id()).orElseThrow().sinceNanos()).isEqualTo(ms(5));
        }

        @Test
        void news_of_a_later_life_is_kept_although_only_the_earlier_one_is_known() {
            members.hear(alive(BOB), 0, out);

            members.hear(dead(BOB.withLife(3, 0), CAROL), 0, out);
            members.hear(alive(BOB.withLife(2, 9)), 0, out);

            Members.Row row = members.row(BOB.id()).orElseThrow();
            assertThat(row.status()).isEqualTo(MemberStatus.DEAD);
            assertThat(row.record()).isEqualTo(BOB.withLife(3, 0));
        }

        @Test
        void this_node_itself_is_never_in_its_own_table() {
            assertThatThrownBy(() -> members.hear(suspect(ALICE, BOB), 0, out))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Clocks {

        @Test
        void a_second_accusation_of_the_same_incarnation_does_not_prolong_the_time() {
            members.hear(alive(BOB), 0, out);
            members.hear(suspect(BOB, CAROL), ms(1_000), out);
            members.hear(suspect(BOB, DAVE), ms(3_000), out);

            assertThat(members.nextDeadlineNanos()).isEqualTo(ms(5_000));
        }

        @Test
        void a_suspicion_of_a_later_incarnation_has_its_full_time() {
            members.hear(alive(BOB), 0, out);
            members.hear(suspect(BOB, CAROL), ms(1_000), out);
            members.hear(suspect(BOB.withIncarnation(1), DAVE), ms(3_000), out);

            members.tick(ms(5_000), out);
            assertThat(members.is(MemberStatus.SUSPECT, BOB.id())).isTrue();
            members.tick(ms(7_000), out);
            assertThat(members.is(MemberStatus.DEAD, BOB.id())).isTrue();
        }

        @Test
        void the_time_to_refute_grows_with_the_logarithm_of_the_fleet() {
            for (MemberRecord one : Fleet.members(99)) members.hear(alive(one), 0, out);
            members.hear(suspect(member("m3", 1_003), BOB), 0, out);

            assertThat(members.nextDeadlineNanos()).isEqualTo(ms(8_000)); // 4 * log10(100)
        }

        @Test
        void the_dead_and_the_left_are_forgotten_by_one_rule() {
            members.hear(alive(BOB), 0, out);
            members.hear(alive(CAROL), 0, out);
            members.hear(dead(BOB, ALICE), ms(1_000), out);
            members.hear(left(CAROL), ms(2_000), out);
            out.clear();

            members.tick(ms(100_999), out);
            assertThat(out.all()).isEmpty();
            members.tick(ms(101_000), out);
            members.tick(ms(102_000), out);

            assertThat(out.all())
                    .containsExactly(
                            new GossipEffect.MemberForgotten(BOB.id()),
                            new GossipEffect.MemberForgotten(CAROL.id()));
            assertThat(members.size()).isZero();
            assertThat(dissemination.isEmpty()).isTrue();
            assertThat(members.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Nested
    class Snapshots {

        @Test
        void who_is_dead_elsewhere_and_alive_here_is_suspected_with_its_accuser_kept() {
            members.hear(alive(BOB), 0, out);
            dissemination.forget(BOB.id());

            members.merge(
                    new MemberState(BOB, MemberStatus.DEAD, CAROL.id(), 50), DAVE.id(), 0, out);

            assertThat(out.changes()).containsExactly("bob ALIVE", "bob SUSPECT");
            Members.Row row = members.row(BOB.id()).orElseThrow();
            assertThat(row.accuser()).isEqualTo(CAROL.id());
            assertThat(row.rumor()).isEqualTo(suspect(BOB, CAROL));
        }

        @Test
        void who_is_dead_elsewhere_and_suspect_here_keeps_its_time() {
            members.hear(alive(BOB), 0, out);
            members.hear(suspect(BOB, DAVE), 0, out);

            members.merge(
                    new MemberState(BOB, MemberStatus.DEAD, CAROL.id(), 0),
                    DAVE.id(),
                    ms(3_000),
                    out);

            assertThat(members.is(MemberStatus.SUSPECT, BOB.id())).isTrue();
            assertThat(members.nextDeadlineNanos()).isEqualTo(ms(4_000));
        }

        @Test
        void strangers_are_taken_in_as_they_are_believed_there() {
            members.merge(state(BOB, MemberStatus.ALIVE), DAVE.id(), ms(9), out);
            members.merge(state(CAROL, MemberStatus.SUSPECT), DAVE.id(), ms(9), out);
            members.merge(
                    new MemberState(DAVE, MemberStatus.LEFT, DAVE.id(), 5), ALICE.id(), ms(9), out);

            assertThat(out.changes()).containsExactly("bob ALIVE", "carol SUSPECT", "dave LEFT");
            assertThat(members.row(DAVE.id()).orElseThrow().sinceNanos()).isEqualTo(ms(4));
        }

        @Test
        void of_strangers_only_the_teller_is_passed_on() {
            members.merge(state(BOB, MemberStatus.ALIVE), CAROL.id(), 0, out);
            members.merge(state(CAROL, MemberStatus.ALIVE), CAROL.id(), 0, out);

            List<SwimMessage> packet = new ArrayList<>();
            dissemination.ride(packet, List.of(), 1_000);
            assertThat(packet).containsExactly(new SwimMessage.Rumors(List.of(alive(CAROL))));
        }

        @Test
        void the_long_gone_are_not_learned_again_from_those_who_remember_longer() {
            long retentionMillis = 100_000;
            MemberState gone = new MemberState(BOB, MemberStatus.DEAD, CAROL.id(), retentionMillis);
            MemberState ancient =
                    new MemberState(DAVE, MemberStatus.LEFT, DAVE.id(), Long.MAX_VALUE);

            members.merge(gone, CAROL.id(), 0, out);
            members.merge(ancient, CAROL.id(), 0, out);

            assertThat(members.size()).isZero();
        }

        @Test
        void all_forget_one_who_went_at_the_same_time_wherever_they_heard_of_it() {
            members.merge(
                    new MemberState(BOB, MemberStatus.DEAD, CAROL.id(), 99_000),
                    CAROL.id(),
                    ms(50),
                    out);

            assertThat(members.nextDeadlineNanos()).isEqualTo(ms(1_050));
            assertThat(members.states(ms(550)))
                    .containsExactly(new MemberState(BOB, MemberStatus.DEAD, CAROL.id(), 99_500));
        }
    }

    @Nested
    class Bounds {

        @Test
        void a_newcomer_takes_the_place_of_who_was_gone_for_longest() {
            members = membersOf(4);
            members.hear(alive(BOB), 0, out);
            members.hear(alive(CAROL), 0, out);
            members.hear(alive(DAVE), 0, out);
            members.hear(left(CAROL), 1, out);
            members.hear(dead(BOB, ALICE), 2, out);
            out.clear();

            members.hear(alive(Fleet.ERIN), 3, out);

            assertThat(out.all()).contains(new GossipEffect.MemberForgotten(CAROL.id()));
            assertThat(out.changes()).containsExactly("erin ALIVE");
            assertThat(members.size()).isEqualTo(3);
        }

        @Test
        void nobody_present_makes_room_for_a_newcomer() {
            members = membersOf(3);
            members.hear(alive(BOB), 0, out);
            members.hear(alive(CAROL), 0, out);
            out.clear();

            members.hear(alive(DAVE), 0, out);
            members.merge(state(Fleet.ERIN, MemberStatus.ALIVE), DAVE.id(), 0, out);

            assertThat(out.all()).isEmpty();
            assertThat(members.hasRoom()).isFalse();
        }

        @Test
        void a_hundred_thousand_made_up_ids_do_not_grow_the_table() {
            members = membersOf(50);
            for (int i = 0; i < 100_000; i++) {
                NodeId id = new NodeId(Chance.mix(i), i, 0, 0);
                MemberRecord madeUp = new MemberRecord(id, 1, 0, "x" + i, Fleet.endpoint(9), "");
                members.hear(alive(madeUp), i, out);
                members.hear(dead(madeUp, BOB), i, out);
                out.clear();
            }

            assertThat(members.size()).isEqualTo(49);
            assertThat(dissemination.queuedRumors()).isLessThanOrEqualTo(49);
        }
    }

    @Nested
    class Notices {

        @Test
        void only_news_from_somebody_known_counts() {
            Notice notice = new Notice(BOB.id(), 1, 1, 0, Bytes.ofUtf8("free: 4 cores"));

            members.hear(notice, out);
            assertThat(out.all()).isEmpty();

            members.hear(alive(BOB), 0, out);
            members.hear(notice, out);
            members.hear(notice, out);
            assertThat(out.of(GossipEffect.NoticeArrived.class))
                    .containsExactly(new GossipEffect.NoticeArrived(notice));
        }

        @Test
        void they_are_forgotten_with_their_origin() {
            members.hear(alive(BOB), 0, out);
            members.hear(new Notice(BOB.id(), 1, 1, 0, Bytes.EMPTY), out);
            members.hear(dead(BOB, CAROL), 0, out);

            members.tick(ms(100_000), out);

            assertThat(dissemination.notices()).isEmpty();
            assertThat(dissemination.isEmpty()).isTrue();
        }
    }

    @Nested
    class NamesOfMembers {

        private final MemberRecord otherBob = namesake("bob", 50);

        @Test
        void two_present_members_of_one_name_are_reported_once() {
            members.hear(alive(BOB), 0, out);
            members.hear(alive(otherBob), 0, out);
            members.hear(alive(otherBob.withIncarnation(1)), 0, out);
            members.hear(dead(otherBob.withIncarnation(1), CAROL), 0, out);
            members.hear(alive(otherBob.withIncarnation(2)), 0, out);

            assertThat(out.of(GossipEffect.NameClash.class))
                    .containsExactly(new GossipEffect.NameClash("bob", BOB.id(), otherBob.id()));
        }

        @Test
        void a_namesake_of_the_dead_is_no_clash_until_the_dead_returns() {
            members.hear(alive(BOB), 0, out);
            members.hear(dead(BOB, CAROL), 0, out);
            members.hear(alive(otherBob), 0, out);
            assertThat(out.of(GossipEffect.NameClash.class)).isEmpty();

            members.hear(alive(BOB.withIncarnation(1)), 0, out);

            assertThat(out.of(GossipEffect.NameClash.class))
                    .containsExactly(new GossipEffect.NameClash("bob", otherBob.id(), BOB.id()));
        }

        @Test
        void a_namesake_of_this_node_is_reported() {
            MemberRecord otherAlice = namesake("alice", 51);

            members.hear(alive(otherAlice), 0, out);

            assertThat(out.of(GossipEffect.NameClash.class))
                    .containsExactly(
                            new GossipEffect.NameClash("alice", ALICE.id(), otherAlice.id()));
        }

        @Test
        void a_new_life_may_come_under_a_new_name() {
            members.hear(alive(BOB), 0, out);
            MemberRecord renamed = new MemberRecord(BOB.id(), 2, 0, "robert", BOB.endpoint(), "");

            members.hear(alive(renamed), 0, out);
            members.hear(alive(otherBob), 0, out);

            assertThat(out.of(GossipEffect.NameClash.class)).isEmpty();
            assertThat(out.changes()).containsExactly("bob ALIVE", "robert ALIVE", "bob ALIVE");
        }

        private MemberRecord namesake(String name, int number) {
            MemberRecord other = member("other " + name, number);
            return new MemberRecord(other.id(), 1, 0, name, other.endpoint(), "");
        }
    }
}
