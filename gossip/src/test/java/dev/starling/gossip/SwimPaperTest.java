package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.DAVE;
import static dev.starling.gossip.Fleet.ERIN;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.dead;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.sender;
import static dev.starling.gossip.Fleet.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.order.ProbeOrder;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the paper promises, section by section (SWIM, DSN 2002), of one node called Alice who knows
 * Bob, Carol, Dave and Erin.
 */
class SwimPaperTest {

    private final Membership alice = new Membership(Fleet.config(), ALICE, 1);
    private final Effects out = new Effects();
    private long now;

    @BeforeEach
    void alice_knows_four_and_has_nothing_more_to_tell() {
        for (MemberRecord other : List.of(BOB, CAROL, DAVE, ERIN)) {
            alice.on(sender(other), rumors(alive(other)), now, out);
        }
        // all news has been told after 4 * ceil(log10(5 + 1)) sends of each
        runUntil(ms(5_000), true);
        out.clear();
    }

    @Nested
    class Section_3_1_failure_detector {

        @Test
        void one_random_member_is_pinged_per_protocol_period() {
            runUntil(now + ms(20_000), true);

            assertThat(pings()).hasSize(20);
        }

        @Test
        void an_ack_in_time_ends_the_period_in_peace() {
            runUntil(now + ms(20_000), true);

            assertThat(out.messages(SwimMessage.PingReq.class)).isEmpty();
            assertThat(out.changes()).isEmpty();
        }

        @Test
        void k_helpers_are_asked_after_the_timeout_and_not_before() {
            SwimMessage.Ping ping = runUntilPing();
            long askedAt = now;

            runUntil(askedAt + ms(499), false);
            assertThat(out.messages(SwimMessage.PingReq.class)).isEmpty();

            runUntil(askedAt + ms(500), false);
            assertThat(out.messages(SwimMessage.PingReq.class))
                    .hasSize(3)
                    .allMatch(request -> request.target().equals(ping.target()));
            TreeSet<String> asked = new TreeSet<>();
            for (GossipEffect.Send send : out.sends()) {
                if (send.messages().getFirst() instanceof SwimMessage.PingReq) {
                    asked.add(send.to().toString());
                }
            }
            assertThat(asked)
                    .as("different helpers, and not the target")
                    .hasSize(3)
                    .doesNotContain(endpointOf(ping.target()).toString());
        }

        @Test
        void an_ack_through_a_helper_is_as_good_as_a_direct_one() {
            SwimMessage.Ping ping = runUntilPing();
            runUntil(now + ms(600), false);
            MemberRecord helper = byId(helperOf(out));

            alice.on(sender(helper), new SwimMessage.Ack(ping.sequence()), now, out);
            runUntil(now + ms(1_000), true);

            assertThat(out.changes()).isEmpty();
        }

        @Test
        void whoever_answers_neither_way_is_suspected_when_the_period_ends() {
            SwimMessage.Ping ping = runUntilPing();

            runUntil(now + ms(999), false);
            assertThat(out.changes()).isEmpty();
            runUntil(now + ms(2), false);

            assertThat(out.changes()).containsExactly(byId(ping.target()).name() + " SUSPECT");
        }

        @Test
        void a_helper_pings_the_target_and_relays_its_ack() {
            alice.on(
                    sender(BOB),
                    new SwimMessage.PingReq(77, CAROL.id(), CAROL.endpoint()),
                    now,
                    out);
            SwimMessage.Ping ping =
                    out.messagesTo(CAROL.endpoint(), SwimMessage.Ping.class).getLast();
            assertThat(ping.target()).isEqualTo(CAROL.id());

            alice.on(sender(CAROL), new SwimMessage.Ack(ping.sequence()), now + ms(3), out);

            assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Ack.class))
                    .containsExactly(new SwimMessage.Ack(77));
        }

        @Test
        void a_ping_is_answered_with_its_sequence() {
            alice.on(sender(BOB), new SwimMessage.Ping(5, ALICE.id()), now, out);

            assertThat(out.messagesTo(BOB.endpoint(), SwimMessage.Ack.class))
                    .containsExactly(new SwimMessage.Ack(5));
        }
    }

    @Nested
    class Section_3_2_dissemination {

        @Test
        void news_rides_on_pings_and_acks() {
            alice.on(sender(BOB), rumors(suspect(ERIN, BOB)), now, out);
            alice.on(sender(CAROL), new SwimMessage.Ping(5, ALICE.id()), now, out);

            GossipEffect.Send ack = out.sendsTo(CAROL.endpoint()).getFirst();
            assertThat(ack.messages())
                    .containsExactly(new SwimMessage.Ack(5), rumors(suspect(ERIN, BOB)));
        }

        @Test
        void a_rumor_is_told_lambda_log_n_times_and_then_no_more() {
            alice.on(sender(BOB), rumors(alive(ERIN.withIncarnation(1))), now, out);

            runUntil(now + ms(10_000), true);

            // 4 * ceil(log10(5 + 1))
            assertThat(out.rumors()).containsOnly(alive(ERIN.withIncarnation(1))).hasSize(4);
        }

        @Test
        void a_member_is_first_known_from_a_rumor_and_then_probed() {
            MemberRecord newcomer = Fleet.member("newcomer", 9);

            alice.on(sender(BOB), rumors(alive(newcomer)), now, out);
            runUntil(now + ms(10_000), true);

            assertThat(out.changes()).containsExactly("newcomer ALIVE");
            assertThat(pings()).anyMatch(ping -> ping.target().equals(newcomer.id()));
        }
    }

    @Nested
    class Section_4_1_least_gossiped_first {

        @Test
        void news_that_was_told_less_is_preferred_when_not_all_fits() {
            List<MemberRecord> many = Fleet.members(30);
            for (MemberRecord one : many) {
                alice.on(sender(BOB), rumors(alive(one)), now, out);
            }
            out.clear();

            TreeMap<NodeId, Integer> told = new TreeMap<>();
            for (MemberRecord one : many) told.put(one.id(), 0);
            for (int i = 0; i < 5; i++) {
                out.clear();
                alice.on(sender(BOB), new SwimMessage.Ping(i, ALICE.id()), now, out);
                assertThat(out.rumors()).as("not all fit").hasSizeBetween(15, 29);
                for (Rumor rumor : out.rumors()) told.merge(rumor.subject(), 1, Integer::sum);
                assertThat(Collections.max(told.values()) - Collections.min(told.values()))
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Nested
    class Section_4_2_suspicion {

        @Test
        void a_suspect_is_still_a_member_and_still_probed() {
            alice.on(sender(BOB), rumors(suspect(ERIN, BOB)), now, out);

            runUntil(now + ms(3_900), true);

            assertThat(alice.presentCount()).isEqualTo(5);
            assertThat(pings()).anyMatch(ping -> ping.target().equals(ERIN.id()));
        }

        @Test
        void a_suspect_that_does_not_refute_in_time_is_confirmed_dead_and_told_of() {
            alice.on(sender(BOB), rumors(suspect(ERIN, BOB)), now, out);
            long suspectedAt = now;

            runUntil(suspectedAt + ms(3_999), true);
            assertThat(out.changes()).containsExactly("erin SUSPECT");
            runUntil(suspectedAt + ms(4_000), true);

            assertThat(out.changes()).containsExactly("erin SUSPECT", "erin DEAD");
            runUntil(now + ms(1_000), true);
            assertThat(out.rumors()).contains(dead(ERIN, ALICE));
        }

        @Test
        void an_alive_of_a_higher_incarnation_refutes() {
            alice.on(sender(BOB), rumors(suspect(ERIN, BOB)), now, out);

            alice.on(sender(BOB), rumors(alive(ERIN.withIncarnation(1))), now, out);
            runUntil(now + ms(10_000), true);

            assertThat(out.changes()).containsExactly("erin SUSPECT", "erin ALIVE");
        }

        @Test
        void an_alive_of_the_same_incarnation_does_not_refute() {
            alice.on(sender(BOB), rumors(suspect(ERIN, BOB)), now, out);

            alice.on(sender(BOB), rumors(alive(ERIN)), now, out);

            assertThat(out.changes()).containsExactly("erin SUSPECT");
        }

        @Test
        void only_the_member_itself_raises_its_incarnation_when_it_is_accused() {
            alice.on(sender(BOB), rumors(suspect(ALICE, BOB)), now, out);
            alice.on(sender(BOB), rumors(suspect(ERIN, BOB)), now, out);

            assertThat(alice.self().incarnation()).isEqualTo(1);
            assertThat(alice.member(ERIN.id()).orElseThrow().record().incarnation()).isZero();
            assertThat(out.rumors()).contains(alive(ALICE.withIncarnation(1)));
        }

        @Test
        void a_confirmation_overrides_alive_and_suspect_of_its_incarnation() {
            alice.on(sender(BOB), rumors(dead(ERIN, BOB)), now, out);
            alice.on(sender(BOB), rumors(suspect(ERIN, BOB)), now, out);
            alice.on(sender(BOB), rumors(alive(ERIN)), now, out);

            assertThat(out.changes()).containsExactly("erin DEAD");
        }
    }

    @Nested
    class Section_4_3_round_robin {

        @Test
        void two_probes_of_one_member_are_at_most_2n_minus_1_periods_apart() {
            for (int seed = 0; seed < 200; seed++) {
                assertThat(longestGap(seed, 10)).isLessThanOrEqualTo(19);
            }
        }

        @Test
        void every_member_is_probed_once_per_pass() {
            runUntil(now + ms(8_000), true);

            TreeMap<NodeId, Integer> probed = new TreeMap<>();
            for (SwimMessage.Ping ping : pings()) probed.merge(ping.target(), 1, Integer::sum);
            assertThat(probed).hasSize(4);
            assertThat(probed.values()).allMatch(count -> count >= 1 && count <= 3);
        }

        @Test
        void passes_differ_in_order() {
            ProbeOrder order = orderOf(3, 10);
            TreeSet<String> passes = new TreeSet<>();
            for (int pass = 0; pass < 20; pass++) {
                List<NodeId> ids = new ArrayList<>();
                for (int i = 0; i < 10; i++) ids.add(order.next());
                passes.add(ids.toString());
            }

            assertThat(passes).hasSize(20);
        }

        private int longestGap(int seed, int size) {
            ProbeOrder order = orderOf(seed, size);
            TreeMap<NodeId, Integer> last = new TreeMap<>();
            int longest = 0;
            for (int period = 0; period < 20 * size; period++) {
                Integer before = last.put(order.next(), period);
                if (before != null) longest = Math.max(longest, period - before);
            }
            return longest;
        }

        private ProbeOrder orderOf(int seed, int size) {
            ProbeOrder order = new ProbeOrder(Chance.stream(seed, "order"));
            for (MemberRecord member : Fleet.members(size)) order.add(member.id());
            return order;
        }
    }

    private List<SwimMessage.Ping> pings() {
        return out.messages(Carrier.DATAGRAM, SwimMessage.Ping.class);
    }

    /** Lets time pass; if {@code isAnswered}, whoever is pinged answers at once. */
    private void runUntil(long untilNanos, boolean isAnswered) {
        while (alice.nextDeadlineNanos() <= untilNanos) {
            now = Math.max(now, alice.nextDeadlineNanos());
            int before = pings().size();
            alice.tick(now, out);
            if (isAnswered && pings().size() > before) answer(pings().getLast());
        }
        now = untilNanos;
    }

    private SwimMessage.Ping runUntilPing() {
        while (pings().isEmpty()) {
            now = Math.max(now, alice.nextDeadlineNanos());
            alice.tick(now, out);
        }
        return pings().getFirst();
    }

    private void answer(SwimMessage.Ping ping) {
        alice.on(sender(byId(ping.target())), new SwimMessage.Ack(ping.sequence()), now, out);
    }

    private MemberRecord byId(NodeId id) {
        return alice.member(id).orElseThrow().record();
    }

    private Endpoint endpointOf(NodeId id) {
        return byId(id).endpoint();
    }

    private NodeId helperOf(Effects effects) {
        for (GossipEffect.Send send : effects.sends()) {
            if (!(send.messages().getFirst() instanceof SwimMessage.PingReq)) continue;
            for (MemberRecord one : List.of(BOB, CAROL, DAVE, ERIN)) {
                if (one.endpoint().equals(send.to())) return one.id();
            }
        }
        throw new AssertionError("no helper was asked");
    }

    private static SwimMessage.Rumors rumors(Rumor... rumors) {
        return new SwimMessage.Rumors(List.of(rumors));
    }
}
