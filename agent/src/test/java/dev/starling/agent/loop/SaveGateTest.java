package dev.starling.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Answer;
import dev.starling.agent.core.Packet;
import dev.starling.agent.task.TaskKey;
import dev.starling.dht.DhtMessage;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;
import dev.starling.wire.Message;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

class SaveGateTest {

    private static final AgentEffect SAVE = new AgentEffect.SaveServices(List.of());
    private static final AgentEffect SAVE_PEERS = new AgentEffect.SavePeers(List.of());
    private static final AgentEffect SAVE_EPOCH = new AgentEffect.SaveEpoch(9);
    private static final AgentEffect NOTE = new AgentEffect.Note(AgentEffect.Level.INFO, "hello");
    private static final AgentEffect ACK = transmit(new SwimMessage.Ack(1));
    private static final AgentEffect HELD = transmit(new DhtMessage.PutAck(1, true, List.of()));
    private static final AgentEffect FORGET =
            new AgentEffect.ForgetTask(new TaskKey("etl", 1, 2, 3));

    private final ManualLoop loop = new ManualLoop();
    private final FakeHost host = new FakeHost();
    private final List<AgentEffect> open = new ArrayList<>();
    private final SaveGate gate = new SaveGate(host, loop, open::add);

    SaveGateTest() {
        host.isDiskSlow = true;
    }

    @Test
    void without_saves_everything_is_done_at_once_and_in_order() {
        gate.pass(List.of(reply(1), HELD, ACK));

        assertThat(open).containsExactly(reply(1), HELD, ACK);
        assertThat(host.writes).isEmpty();
    }

    @Test
    void what_follows_a_save_waits_for_the_disk_and_what_precedes_it_does_not() {
        gate.pass(List.of(reply(1), SAVE, reply(2), HELD));

        assertThat(open).containsExactly(reply(1));
        assertThat(host.writes).containsExactly(List.of(SAVE));
        finishWrite();
        assertThat(open).containsExactly(reply(1), reply(2), HELD);
    }

    @Test
    void later_turns_stay_behind_earlier_ones() {
        gate.pass(List.of(SAVE, reply(1)));
        gate.pass(List.of(HELD));

        assertThat(open).isEmpty();
        finishWrite();
        gate.pass(List.of(reply(2)));
        assertThat(open).containsExactly(reply(1), HELD, reply(2));
        assertThat(host.writes).as("nothing more to write").hasSize(1);
    }

    @Test
    void saves_that_gather_during_a_write_go_into_one() {
        gate.pass(List.of(SAVE));
        gate.pass(List.of(SAVE, reply(1)));
        gate.pass(List.of(FORGET, reply(2)));
        finishWrite();

        assertThat(host.writes).containsExactly(List.of(SAVE), List.of(SAVE, FORGET));
        assertThat(open).isEmpty();
        finishWrite();
        assertThat(open).containsExactly(reply(1), FORGET, reply(2));
    }

    @Test
    void membership_overtakes_all_saves_but_that_of_its_epoch() {
        gate.pass(List.of(SAVE, HELD, ACK, NOTE));
        assertThat(open).containsExactly(ACK, NOTE);

        gate.pass(List.of(SAVE_EPOCH, ACK));
        assertThat(open).containsExactly(ACK, NOTE);
        finishWrite();
        assertThat(open).containsExactly(ACK, NOTE, HELD);
        finishWrite();
        assertThat(open).containsExactly(ACK, NOTE, HELD, ACK);
        gate.pass(List.of(ACK));
        assertThat(open).hasSize(5);
    }

    @Test
    void nobody_waits_for_the_peers_to_be_saved() {
        gate.pass(List.of(SAVE_PEERS, reply(1), HELD));

        assertThat(host.writes).containsExactly(List.of(SAVE_PEERS));
        assertThat(open).containsExactly(reply(1), HELD);
        gate.pass(List.of(reply(2)));
        assertThat(open).hasSize(3);
    }

    @Test
    void a_packet_with_membership_and_more_does_not_overtake() {
        gate.pass(
                List.of(
                        SAVE,
                        transmit(
                                new SwimMessage.Ack(1),
                                new DhtMessage.PutAck(1, true, List.of()))));

        assertThat(open).isEmpty();
    }

    @Test
    void who_is_gone_gets_nothing_but_what_was_saved_stays_saved() {
        gate.pass(List.of(SAVE, reply(1)));
        gate.pass(List.of(FORGET, reply(2)));

        gate.forget();
        finishWrite();
        finishWrite();
        gate.pass(List.of(reply(3)));

        assertThat(host.writes).containsExactly(List.of(SAVE), List.of(FORGET));
        assertThat(open).containsExactly(FORGET, reply(3));
        assertThat(gate.size()).isZero();
    }

    private void finishWrite() {
        host.finishWrite();
        loop.round();
    }

    private static AgentEffect reply(long requestId) {
        return new AgentEffect.Reply(requestId, new Answer.Done());
    }

    private static AgentEffect transmit(Message... messages) {
        Endpoint there = new Endpoint(InetAddress.getLoopbackAddress(), 1);
        Sender sender = new Sender(NodeId.hashOf(new byte[0]), 1, there);
        return new AgentEffect.Transmit(
                there, Carrier.DATAGRAM, new Packet(sender, List.of(messages)));
    }
}
