package dev.starling.agent.task.host;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.SMALL;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.member;
import static dev.starling.agent.task.Fixtures.ms;
import static dev.starling.agent.task.Fixtures.record;
import static dev.starling.agent.task.Fixtures.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskMessage.Bid;
import dev.starling.agent.task.TaskMessage.Cancel;
import dev.starling.agent.task.TaskMessage.Refuse;
import dev.starling.agent.task.TaskMessage.Solicit;
import dev.starling.agent.task.auction.Hosts;
import dev.starling.gossip.MemberStatus;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class BidderTest {

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Outbox out = new Outbox(id(1), effects::add);
    private final Hosts hosts = new Hosts(record(1));
    private final Room room = new Room(HOST);
    private final Bidder bidder = new Bidder(CONFIG, hosts, room, 1);

    private TaskMessage solicit(int from, long solicitId, int most, long nowNanos) {
        return solicit(bidder, from, new Solicit(solicitId, SMALL, most), nowNanos);
    }

    private TaskMessage solicit(Bidder asked, int from, Solicit solicit, long nowNanos) {
        effects.clear();
        asked.onSolicit(sender(from), solicit, 3, nowNanos, out);
        asked.checkInvariants();
        assertThat(effects).hasSize(1);
        TaskEffect.Send send = (TaskEffect.Send) effects.getFirst();
        assertThat(send.to()).isEqualTo(sender(from).endpoint());
        return send.message();
    }

    private static String reason(TaskMessage message) {
        assertThat(message).isInstanceOf(Refuse.class);
        return ((Refuse) message).reason();
    }

    @Test
    void a_bid_tells_the_facts_and_holds_what_it_promises() {
        Bid bid = (Bid) solicit(2, 7, 4, 0);
        assertThat(bid.count()).isEqualTo(4);
        assertThat(bid.free()).isEqualTo(HOST);
        assertThat(bid.capacity()).isEqualTo(HOST);
        assertThat(bid.running()).isEqualTo(3);
        assertThat(bidder.holdsOutstanding()).isOne();
        assertThat(room.held()).isEqualTo(new Resources(2_000, 4 * SMALL.memoryBytes()));
    }

    @Test
    void bids_to_different_solicitors_never_promise_the_same_capacity() {
        assertThat(((Bid) solicit(2, 7, 6, 0)).count()).isEqualTo(6);
        assertThat(((Bid) solicit(3, 7, 6, 0)).count()).isEqualTo(2);
        assertThat(reason(solicit(4, 7, 6, 0))).startsWith("only");
    }

    @Test
    void a_repeated_solicit_gets_the_same_bid_and_no_second_hold() {
        TaskMessage first = solicit(2, 7, 4, 0);
        assertThat(solicit(2, 7, 4, ms(1))).isEqualTo(first);
        assertThat(bidder.holdsOutstanding()).isOne();
    }

    @Test
    void holds_end_by_themselves_when_their_time_is_over() {
        solicit(2, 7, 4, 0);
        solicit(3, 8, 4, ms(400));
        assertThat(bidder.nextDeadlineNanos()).isEqualTo(ms(1_000));
        bidder.tick(ms(999));
        assertThat(bidder.holdsOutstanding()).isEqualTo(2);
        bidder.tick(ms(1_000));
        assertThat(bidder.holdsOutstanding()).isOne();
        bidder.tick(ms(1_400));
        assertThat(bidder.holdsOutstanding()).isZero();
        assertThat(room.held()).isEqualTo(Resources.NONE);
        assertThat(bidder.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void only_the_solicitor_can_cancel_its_hold() {
        Bid bid = (Bid) solicit(2, 7, 4, 0);
        bidder.onCancel(sender(3), new Cancel(bid.holdId()));
        assertThat(bidder.holdsOutstanding()).isOne();
        bidder.onCancel(sender(2), new Cancel(bid.holdId()));
        bidder.onCancel(sender(2), new Cancel(bid.holdId()));
        bidder.checkInvariants();
        assertThat(bidder.holdsOutstanding()).isZero();
    }

    @Test
    void an_admitted_task_moves_from_the_hold_to_what_is_taken() {
        Bid bid = (Bid) solicit(2, 7, 2, 0);
        assertThat(bidder.admit(id(2), bid.holdId(), SMALL)).isTrue();
        bidder.checkInvariants();
        assertThat(room.taken()).isEqualTo(SMALL);
        assertThat(room.held()).isEqualTo(SMALL);
        assertThat(bidder.admit(id(2), bid.holdId(), SMALL)).isTrue();
        assertThat(bidder.holdsOutstanding()).isZero();
    }

    @Test
    void a_lapsed_hold_is_no_reason_to_refuse_what_fits_now() {
        assertThat(bidder.admit(id(2), 123, SMALL)).isTrue();
        assertThat(room.taken()).isEqualTo(SMALL);
    }

    @Test
    void what_others_hold_cannot_be_admitted_by_anybody_else() {
        Bid bid = (Bid) solicit(2, 7, 8, 0);
        assertThat(bidder.admit(id(3), bid.holdId(), SMALL)).isFalse();
        assertThat(bidder.admit(id(2), bid.holdId(), HOST)).as("another size").isFalse();
        assertThat(bidder.admit(id(2), bid.holdId(), SMALL)).isTrue();
    }

    @Test
    void adopted_tasks_may_exceed_a_smaller_capacity_and_then_nothing_fits() {
        Room small = new Room(SMALL);
        small.take(HOST);
        Bidder crowded = new Bidder(CONFIG, hosts, small, 1);
        assertThat(reason(solicit(crowded, 2, new Solicit(1, SMALL, 1), 0)))
                .isEqualTo("only 0 millicores and 0 free");
    }

    @Test
    void a_host_that_runs_no_tasks_or_leaves_says_so() {
        Bidder off = new Bidder(TaskConfig.defaults(false, HOST), hosts, room, 1);
        assertThat(reason(solicit(off, 2, new Solicit(1, SMALL, 1), 0)))
                .isEqualTo("does not run tasks");
        hosts.onMember(member(1, MemberStatus.LEFT));
        assertThat(reason(solicit(2, 1, 1, 0))).isEqualTo("is leaving");
    }

    @Test
    void more_holds_than_the_bound_are_refused() {
        for (int id = 0; id < Bidder.MOST_HOLDS; id++) {
            solicit(bidder, 2, new Solicit(id, Resources.NONE, 1), 0);
        }
        assertThat(reason(solicit(bidder, 2, new Solicit(-1, Resources.NONE, 1), 0)))
                .isEqualTo("has too many bids out");
        bidder.tick(ms(1_000));
        assertThat(bidder.holdsOutstanding()).isZero();
    }

    @Test
    void the_invariants_bite() {
        room.hold(SMALL);
        assertThatThrownBy(bidder::checkInvariants).isInstanceOf(IllegalStateException.class);
    }
}
