package dev.starling.agent.task.auction;

import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.MEBIBYTE;
import static dev.starling.agent.task.Fixtures.SMALL;
import static dev.starling.agent.task.Fixtures.contact;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.member;
import static dev.starling.agent.task.Fixtures.ms;
import static dev.starling.agent.task.Fixtures.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.Refusal;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.auction.Feasibility.Objection;
import dev.starling.dht.Contact;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberStatus;
import dev.starling.gossip.Notice;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class HostsTest {

    private static final Advert FREE = new Advert(true, HOST, HOST, 0);
    private static final Advert FULL = new Advert(true, HOST, Resources.NONE, 8);
    private static final Advert IDLE = new Advert(false, HOST, HOST, 0);

    private final Hosts hosts = new Hosts(record(1));

    private static Notice notice(int number, long version, Advert advert) {
        return new Notice(id(number), 1, 1, version, advert.encode());
    }

    private void join(int from, int to) {
        IntStream.rangeClosed(from, to)
                .forEach(number -> hosts.onMember(member(number, MemberStatus.ALIVE)));
    }

    private void advertise(int from, int to, Advert advert, long nowNanos) {
        IntStream.rangeClosed(from, to)
                .forEach(number -> hosts.onNotice(notice(number, 1, advert), nowNanos));
    }

    @Nested
    class Adverts {

        @Test
        void an_advert_survives_the_way_and_stays_small() {
            Advert largest =
                    new Advert(
                            true,
                            new Resources(Long.MAX_VALUE, Long.MAX_VALUE),
                            new Resources(Long.MAX_VALUE, Long.MAX_VALUE),
                            1_000_000);
            assertThat(Advert.decode(largest.encode())).contains(largest);
            assertThat(largest.encode().length()).isLessThanOrEqualTo(Advert.MOST_BYTES);
        }

        @Test
        void noise_is_no_advert_or_some_advert_and_nothing_else() {
            Chance chance = Chance.stream(1, "noise");
            for (int round = 0; round < 20_000; round++) {
                byte[] noise = new byte[chance.below(30)];
                for (int i = 0; i < noise.length; i++) noise[i] = (byte) chance.nextLong();
                assertThat(Advert.decode(Bytes.of(noise))).isNotNull();
            }
            assertThat(Advert.decode(Bytes.EMPTY)).isEmpty();
        }

        @Test
        void the_newest_counts_and_nonsense_does_not() {
            hosts.onNotice(notice(2, 5, FREE), ms(1));
            hosts.onNotice(notice(2, 4, FULL), ms(2));
            hosts.onNotice(new Notice(id(2), 1, 1, 6, Bytes.ofUtf8("?")), ms(3));
            assertThat(hosts.advert(id(2)).orElseThrow().advert()).isEqualTo(FREE);
            hosts.onNotice(notice(2, 6, FULL), ms(4));
            assertThat(hosts.advert(id(2)).orElseThrow().heardNanos()).isEqualTo(ms(4));
        }

        @Test
        void adverts_of_strangers_are_kept_up_to_a_bound() {
            int most = Hosts.MOST_STRANGERS;
            advertise(2, most + 5, FREE, 0);
            assertThat(hosts.advert(id(most + 1))).isPresent();
            assertThat(hosts.advert(id(most + 2))).isEmpty();

            join(2, 3);
            advertise(most + 2, most + 5, FREE, 0);
            assertThat(hosts.advert(id(most + 3))).as("two became members").isPresent();
            assertThat(hosts.advert(id(most + 4))).isEmpty();
            hosts.onForgotten(id(4));
            advertise(most + 4, most + 5, FREE, 0);
            assertThat(hosts.advert(id(most + 4))).as("one was forgotten").isPresent();
            assertThat(hosts.advert(id(most + 5))).isEmpty();
        }
    }

    @Nested
    class Presence {

        @Test
        void suspects_are_present_and_the_dead_are_not() {
            join(2, 4);
            hosts.onMember(member(3, MemberStatus.SUSPECT));
            hosts.onMember(member(4, MemberStatus.DEAD));
            assertThat(hosts.present())
                    .containsExactlyInAnyOrder(contact(1), contact(2), contact(3));
            assertThat(hosts.unsuspected()).containsExactlyInAnyOrder(contact(1), contact(2));
            assertThat(hosts.contact(id(4))).isEmpty();
            assertThat(hosts.isKnown(id(4))).isTrue();
            assertThat(hosts.nameOf(id(4))).isEqualTo("n4");
            hosts.onForgotten(id(4));
            assertThat(hosts.isKnown(id(4))).isFalse();
            assertThat(hosts.nameOf(id(4))).isEqualTo(id(4).toShortHex());
        }

        @Test
        void this_node_follows_its_own_record_and_knows_when_it_leaves() {
            hosts.onMember(new Member(record(1, 5), MemberStatus.ALIVE, 0));
            assertThat(hosts.self().epoch()).isEqualTo(5);
            assertThat(hosts.isLeaving()).isFalse();
            hosts.onMember(new Member(record(1, 5), MemberStatus.LEFT, 0));
            assertThat(hosts.isLeaving()).isTrue();
            assertThat(hosts.present()).hasSize(1);
        }
    }

    @Nested
    class Shortlists {

        private List<Contact> candidates(long nowNanos) {
            return new Shortlist(hosts, Chance.stream(1, "test")).candidates(SMALL, nowNanos);
        }

        @Test
        void hosts_that_run_no_tasks_or_are_too_small_are_never_asked() {
            join(2, 4);
            hosts.onOwnAdvert(IDLE, 0);
            hosts.onNotice(notice(2, 1, IDLE), 0);
            Resources tiny = new Resources(100, MEBIBYTE);
            hosts.onNotice(notice(3, 1, new Advert(true, tiny, tiny, 0)), 0);
            assertThat(candidates(ms(60_000))).containsExactly(contact(4));
        }

        @Test
        void in_a_small_fleet_even_full_hosts_are_asked_but_last() {
            join(2, 10);
            advertise(2, 9, FULL, 0);
            hosts.onOwnAdvert(FREE, 0);
            List<Contact> candidates = candidates(ms(1));
            assertThat(candidates).hasSize(10);
            assertThat(candidates.subList(0, 2)).containsExactlyInAnyOrder(contact(1), contact(10));
        }

        @Test
        void full_hosts_are_left_out_while_enough_others_remain() {
            join(2, 100);
            advertise(2, 60, FULL, 0);
            advertise(61, 100, FREE, 0);
            assertThat(candidates(ms(1))).hasSize(41).doesNotContain(contact(2), contact(60));
        }

        @Test
        void the_list_never_gets_shorter_than_a_quarter_of_the_fleet() {
            join(2, 100);
            advertise(2, 95, FULL, 0);
            List<Contact> candidates = candidates(ms(1));
            assertThat(candidates).hasSize(25);
            assertThat(candidates.subList(0, 6)).contains(contact(96), contact(100));
        }

        @Test
        void old_adverts_say_nothing_about_what_is_free() {
            join(2, 100);
            advertise(2, 100, FULL, 0);
            assertThat(candidates(ms(5_000))).hasSize(25);
            assertThat(candidates(ms(5_001))).hasSize(100);
        }

        @Test
        void suspects_are_not_asked() {
            join(2, 5);
            hosts.onMember(member(3, MemberStatus.SUSPECT));
            assertThat(candidates(0)).hasSize(4).doesNotContain(contact(3));
        }
    }

    @Nested
    class Feasibilities {

        private final Feasibility feasibility = new Feasibility(hosts);

        @Test
        void a_job_that_fits_the_capacity_of_some_host_is_feasible_however_full_it_is() {
            hosts.onOwnAdvert(FULL, 0);
            assertThat(feasibility.objection(job("etl", 1, HOST))).isEmpty();
        }

        @Test
        void the_largest_host_is_the_one_that_comes_closest() {
            join(2, 3);
            hosts.onOwnAdvert(FREE, 0);
            Resources wide = new Resources(32_000, 1_024 * MEBIBYTE);
            hosts.onNotice(notice(2, 1, new Advert(true, wide, wide, 0)), 0);
            hosts.onNotice(notice(3, 1, IDLE), 0);
            Resources each = new Resources(64_000, 512 * MEBIBYTE);
            assertThat(feasibility.objection(job("big", 1, each)))
                    .contains(
                            new Objection(
                                    Refusal.IMPOSSIBLE,
                                    "job big needs 64000 millicores and 512M for each task;"
                                            + " the largest host, n2, gives 32000 and 1G"));
        }

        @Test
        void a_host_that_has_not_spoken_gets_the_benefit_of_the_doubt() {
            join(2, 2);
            hosts.onOwnAdvert(FREE, 0);
            assertThat(feasibility.objection(job("big", 1, new Resources(64_000, 0)))).isEmpty();
        }

        @Test
        void without_any_executor_it_says_what_to_do() {
            hosts.onOwnAdvert(IDLE, 0);
            Objection none = feasibility.objection(job("etl", 1)).orElseThrow();
            assertThat(none.why()).isEqualTo(Refusal.IMPOSSIBLE);
            assertThat(none.message()).endsWith("start agents with --tasks");

            join(2, 2);
            Objection unknown = feasibility.objection(job("etl", 1)).orElseThrow();
            assertThat(unknown.why()).isEqualTo(Refusal.UNAVAILABLE);
            assertThat(unknown.message()).contains("1 have not said yet", "--tasks");
        }
    }
}
