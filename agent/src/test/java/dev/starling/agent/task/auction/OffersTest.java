package dev.starling.agent.task.auction;

import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.MEBIBYTE;
import static dev.starling.agent.task.Fixtures.SMALL;
import static dev.starling.agent.task.Fixtures.contact;
import static dev.starling.agent.task.Fixtures.id;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskMessage.Bid;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

class OffersTest {

    private static final Resources LARGE = new Resources(2_000, 512 * MEBIBYTE);

    private final SortedMap<NodeId, Integer> siblings = new TreeMap<>();

    private Offers offers(Resources each, long seed) {
        return new Offers(each, siblings, Chance.stream(seed, "test"));
    }

    private static Bid bid(int count, Resources free) {
        return new Bid(1, 1, count, free, HOST, 0);
    }

    private static List<NodeId> takeAll(Offers offers) {
        List<NodeId> taken = new ArrayList<>();
        offers.takeBest().ifPresent(first -> taken.add(first.bidder().id()));
        for (var next = offers.takeBest(); next.isPresent(); next = offers.takeBest()) {
            taken.add(next.get().bidder().id());
        }
        return taken;
    }

    @Test
    void the_host_that_is_left_with_the_least_wins() {
        Offers offers = offers(LARGE, 1);
        offers.add(contact(1), bid(1, HOST));
        offers.add(contact(2), bid(1, new Resources(2_000, 4_096 * MEBIBYTE)));
        offers.add(contact(3), bid(1, new Resources(3_000, 8_192 * MEBIBYTE)));
        assertThat(takeAll(offers)).first().isEqualTo(id(2));
    }

    @Test
    void small_tasks_of_one_job_avoid_each_other() {
        Offers offers = offers(SMALL, 1);
        for (int host = 1; host <= 4; host++) offers.add(contact(host), bid(2, HOST));
        List<NodeId> taken = takeAll(offers);
        assertThat(taken).hasSize(8);
        assertThat(new TreeSet<>(taken.subList(0, 4))).hasSize(4);
    }

    @Test
    void a_host_with_a_sibling_comes_after_one_without() {
        siblings.put(id(1), 1);
        Offers offers = offers(SMALL, 1);
        offers.add(contact(1), bid(1, new Resources(3_500, 8_192 * MEBIBYTE)));
        offers.add(contact(2), bid(1, HOST));
        assertThat(takeAll(offers)).containsExactly(id(2), id(1));
    }

    @Test
    void equal_hosts_win_by_chance() {
        TreeSet<NodeId> winners = new TreeSet<>();
        for (int seed = 0; seed < 100; seed++) {
            Offers offers = offers(SMALL, seed);
            for (int host = 1; host <= 3; host++) offers.add(contact(host), bid(1, HOST));
            winners.add(offers.takeBest().orElseThrow().bidder().id());
        }
        assertThat(winners).hasSize(3);
    }

    @Test
    void no_more_is_taken_of_a_host_than_it_bid_and_nothing_once_it_is_spent() {
        Offers offers = offers(SMALL, 1);
        offers.add(contact(1), bid(3, HOST));
        assertThat(offers.units()).isEqualTo(3);
        offers.takeBest().orElseThrow().spend();
        assertThat(offers.takeBest()).isEmpty();
        assertThat(offers.units()).isZero();
    }

    @Test
    void hosts_that_give_nothing_of_a_kind_do_not_confuse_the_score() {
        double score = Fit.score(Resources.NONE, Resources.NONE, Resources.NONE, 0);
        assertThat(score).isBetween(0.0, 1.0);
    }
}
