package dev.starling.agent.task.auction;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.SMALL;
import static dev.starling.agent.task.Fixtures.contact;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.ms;
import static dev.starling.agent.task.Fixtures.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskMessage.Award;
import dev.starling.agent.task.TaskMessage.Bid;
import dev.starling.agent.task.TaskMessage.Cancel;
import dev.starling.agent.task.TaskMessage.Solicit;
import dev.starling.agent.task.auction.Auction.Lot;
import dev.starling.agent.task.auction.Auction.Opening;
import dev.starling.agent.task.auction.Auction.Placed;
import dev.starling.agent.task.auction.Auction.Terms;
import dev.starling.agent.task.auction.Auction.Unplaced;
import dev.starling.dht.Contact;
import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class AuctionTest {

    private static final int SELF = 99;

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Outbox out = new Outbox(id(SELF), effects::add);

    private Auction auction(int tasks, int hosts) {
        List<Lot> lots = new ArrayList<>();
        for (int index = 0; index < tasks; index++) lots.add(new Lot(index, 1));
        List<Contact> candidates = new ArrayList<>();
        for (int host = 1; host <= hosts; host++) candidates.add(contact(host));
        Terms terms = new Terms(7, job("etl", tasks), 1);
        Opening opening = new Opening(CONFIG, terms, lots, candidates, new TreeMap<>());
        Auction auction = new Auction(opening, Chance.stream(1, "test"));
        auction.start(0, out);
        return auction;
    }

    private List<TaskMessage> sent() {
        List<TaskMessage> sent = new ArrayList<>();
        for (TaskEffect effect : effects) sent.add(((TaskEffect.Send) effect).message());
        effects.clear();
        return sent;
    }

    /** Whom the only message of that kind went to. */
    private List<Integer> receivers(Class<? extends TaskMessage> kind) {
        List<Integer> receivers = new ArrayList<>();
        for (TaskEffect effect : effects) {
            TaskEffect.Send send = (TaskEffect.Send) effect;
            for (int host = 1; host < 50; host++) {
                boolean isIt = send.to().equals(contact(host).endpoint());
                if (isIt && kind.isInstance(send.message())) receivers.add(host);
            }
        }
        return receivers;
    }

    private void bid(Auction auction, int host, int count, long nowNanos) {
        auction.onBid(sender(host), new Bid(7, host, count, HOST, HOST, 0), nowNanos, out);
    }

    private static TaskKey key(int index, int attempt) {
        return new TaskKey("etl", 1, index, attempt);
    }

    @Test
    void one_task_is_offered_to_three_hosts_for_one_unit_each() {
        auction(1, 10);
        assertThat(sent()).hasSize(3).containsOnly(new Solicit(7, SMALL, 1));
    }

    @Test
    void many_tasks_are_offered_to_half_as_many_hosts_again() {
        auction(8, 20);
        assertThat(sent()).hasSize(12).containsOnly(new Solicit(7, SMALL, 2));
        auction(8, 3);
        assertThat(sent()).hasSize(3).containsOnly(new Solicit(7, SMALL, 6));
    }

    @Test
    void nothing_is_decided_before_all_have_answered_and_then_losers_are_cancelled() {
        Auction auction = auction(1, 3);
        bid(auction, 1, 1, ms(1));
        effects.clear();
        bid(auction, 2, 1, ms(2));
        assertThat(sent()).isEmpty();

        auction.onRefuse(sender(3), ms(3), out);

        List<TaskMessage> sent = sent();
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).isInstanceOf(Award.class);
        assertThat(sent.getLast()).isInstanceOf(Cancel.class);
        long winner = ((Award) sent.getFirst()).holdId();
        assertThat(((Cancel) sent.getLast()).holdId()).isEqualTo(3 - winner);
    }

    @Test
    void silence_is_waited_for_no_longer_than_the_bid_window() {
        Auction auction = auction(1, 3);
        bid(auction, 2, 1, ms(1));
        effects.clear();
        assertThat(auction.nextDeadlineNanos()).isEqualTo(ms(50));
        auction.tick(ms(49), out);
        assertThat(sent()).isEmpty();
        auction.tick(ms(50), out);
        assertThat(receivers(Award.class)).containsExactly(2);
    }

    @Test
    void too_few_bids_lead_to_twice_as_many_other_hosts_and_to_no_fourth_round() {
        Auction auction = auction(1, 40);
        assertThat(receivers(Solicit.class)).containsExactly(1, 2, 3);
        effects.clear();
        auction.tick(ms(50), out);
        assertThat(receivers(Solicit.class)).containsExactly(4, 5, 6, 7, 8, 9);
        effects.clear();
        auction.tick(ms(100), out);
        assertThat(receivers(Solicit.class)).hasSize(12);
        effects.clear();
        auction.tick(ms(150), out);

        assertThat(sent()).isEmpty();
        assertThat(auction.isOver()).isTrue();
        assertThat(auction.takeUnplaced())
                .containsExactly(
                        new Unplaced(
                                0,
                                1,
                                "no host has 500 millicores and 256M free;"
                                        + " asked 21, 21 did not answer"));
    }

    @Test
    void a_late_bid_of_an_earlier_round_still_counts() {
        Auction auction = auction(1, 9);
        auction.tick(ms(50), out);
        bid(auction, 2, 1, ms(60));
        effects.clear();
        auction.tick(ms(100), out);
        assertThat(receivers(Award.class)).containsExactly(2);
    }

    @Test
    void an_accepted_award_is_placed() {
        Auction auction = auction(1, 1);
        bid(auction, 1, 1, ms(1));

        assertThat(auction.onAccept(sender(2), key(0, 1))).as("not the winner").isFalse();
        assertThat(auction.onAccept(sender(1), key(0, 2))).as("not this attempt").isFalse();
        assertThat(auction.onAccept(sender(1), key(0, 1))).isTrue();

        assertThat(auction.takePlaced()).containsExactly(new Placed(0, 1, id(1)));
        assertThat(auction.takePlaced()).isEmpty();
        assertThat(auction.isOver()).isTrue();
        assertThat(auction.isFruitful()).isTrue();
        assertThat(auction.onAccept(sender(1), key(0, 1))).as("twice").isFalse();
    }

    @Test
    void a_rejected_award_goes_to_the_next_bidder_as_the_next_attempt() {
        Auction auction = auction(1, 3);
        for (int host = 1; host <= 3; host++) bid(auction, host, 1, ms(1));
        int winner = receivers(Award.class).getFirst();
        effects.clear();

        auction.onReject(sender(winner), key(0, 1), ms(2), out);

        assertThat(receivers(Award.class)).hasSize(1).doesNotContain(winner);
        Award award = (Award) sent().getFirst();
        assertThat(award.launch().key()).isEqualTo(key(0, 2));
    }

    @Test
    void an_unanswered_award_is_repeated_once_and_then_goes_to_the_next_bidder() {
        Auction auction = auction(1, 2);
        for (int host = 1; host <= 2; host++) bid(auction, host, 1, 0);
        int winner = receivers(Award.class).getFirst();
        effects.clear();

        assertThat(auction.nextDeadlineNanos()).isEqualTo(ms(250));
        auction.tick(ms(250), out);
        assertThat(receivers(Award.class)).containsExactly(winner);
        effects.clear();
        auction.tick(ms(499), out);
        assertThat(sent()).isEmpty();
        auction.tick(ms(500), out);
        assertThat(receivers(Award.class)).containsExactly(3 - winner);
        effects.clear();
        auction.tick(ms(1_000), out);

        assertThat(auction.isOver()).isTrue();
        assertThat(auction.takeUnplaced()).hasSize(1).allMatch(lot -> lot.attempt() == 3);
        assertThat(auction.isFruitful()).isFalse();
    }

    @Test
    void tasks_without_a_host_are_told_only_when_the_others_are_settled() {
        Auction auction = auction(2, 1);
        bid(auction, 1, 1, ms(1));
        assertThat(auction.takeUnplaced()).isEmpty();
        assertThat(auction.isOffered(0)).isTrue();
        assertThat(auction.isOffered(1)).isTrue();

        auction.onAccept(sender(1), key(0, 1));

        assertThat(auction.takeUnplaced()).hasSize(1);
        assertThat(auction.isFruitful()).isTrue();
    }

    @Test
    void bids_that_nobody_waits_for_are_cancelled_and_repeated_ones_ignored() {
        Auction auction = auction(1, 2);
        bid(auction, 9, 1, ms(1));
        assertThat(receivers(Cancel.class)).as("was not asked").containsExactly(9);
        bid(auction, 1, 1, ms(1));
        effects.clear();
        bid(auction, 1, 1, ms(1));
        assertThat(sent()).isEmpty();
        bid(auction, 2, 1, ms(1));
        int winner = receivers(Award.class).getFirst();
        effects.clear();
        bid(auction, winner, 1, ms(2));
        assertThat(sent()).as("the winner's bid came twice").isEmpty();
    }

    @Test
    void what_is_withdrawn_is_not_awarded() {
        Auction auction = auction(2, 2);
        auction.withdraw(0);
        for (int host = 1; host <= 2; host++) bid(auction, host, 2, ms(1));
        List<Award> awards =
                sent().stream().filter(Award.class::isInstance).map(Award.class::cast).toList();
        assertThat(awards).hasSize(1);
        assertThat(awards.getFirst().launch().key()).isEqualTo(key(1, 1));
        assertThat(auction.isAwarding(1)).isTrue();
        auction.withdraw(1);
        assertThat(auction.isOver()).isTrue();
    }

    @Test
    void an_abandoned_auction_gives_its_bids_back() {
        Auction auction = auction(1, 3);
        bid(auction, 1, 1, ms(1));
        effects.clear();
        auction.abandon(out);
        assertThat(sent()).containsExactly(new Cancel(1));
        bid(auction, 2, 1, ms(2));
        assertThat(sent()).containsExactly(new Cancel(2));
        assertThat(auction.isOver()).isTrue();
    }

    @Test
    void nobody_to_ask_ends_it_at_once() {
        Auction auction = auction(2, 0);
        assertThat(auction.isOver()).isTrue();
        assertThat(auction.asked()).isZero();
        assertThat(auction.takeUnplaced()).hasSize(2);
    }
}
