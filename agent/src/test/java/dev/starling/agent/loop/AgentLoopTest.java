package dev.starling.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Answer;
import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.core.Packet;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Key;
import dev.starling.gossip.GossipConfig;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.Rumor;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Message;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

class AgentLoopTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final MemberRecord SELF = member(1);
    private static final MemberRecord BOB = member(2);

    private final ManualLoop eventLoop = new ManualLoop();
    private final FakeHost host = new FakeHost();
    private final AgentLoop loop = new AgentLoop(config(), eventLoop, host, eventLoop::nanoTime);

    @BeforeEach
    void start() {
        CompletableFuture<Void> started = loop.start(AgentBoot.fresh(SELF, 42));
        eventLoop.round();
        started.join();
    }

    @Test
    void a_command_is_answered_with_what_the_core_replies() {
        CompletableFuture<Answer> answer = loop.ask(id -> new AgentCommand.Register(id, service()));

        eventLoop.run(seconds(1));

        assertThat(answer.join())
                .isInstanceOfSatisfying(
                        Answer.Stored.class,
                        stored -> assertThat(stored.result().isAcknowledged()).isTrue());
        assertThat(loop.look(AgentCore::localServices)).isNotDone();
    }

    @Test
    void what_is_looked_at_is_seen_on_the_event_loop() {
        CompletableFuture<MemberRecord> self = loop.look(AgentCore::self);
        assertThat(self).isNotDone();

        eventLoop.round();

        assertThat(self).isCompletedWithValue(SELF);
    }

    @Test
    void nothing_is_answered_before_it_is_on_the_disk() {
        host.isDiskSlow = true;
        CompletableFuture<Answer> answer = loop.ask(id -> new AgentCommand.Register(id, service()));

        eventLoop.run(seconds(1));
        assertThat(answer).isNotDone();
        assertThat(host.writes.getFirst())
                .contains(new AgentEffect.SaveServices(List.of(service())));
        while (!host.unwritten.isEmpty()) {
            host.finishWrite();
            eventLoop.run(seconds(1));
        }

        assertThat(answer).isDone();
    }

    @Test
    void a_slow_disk_does_not_make_a_node_look_dead() {
        host.isDiskSlow = true;
        loop.ask(id -> new AgentCommand.Register(id, service()));
        eventLoop.run(seconds(1));
        host.done.clear();

        receive(new SwimMessage.Ping(7, SELF.id()));

        assertThat(messagesSent()).contains(new SwimMessage.Ack(7));
    }

    @Test
    void the_timer_alone_makes_time_pass() {
        receive(new SwimMessage.Ping(7, SELF.id()));
        receive(new SwimMessage.Rumors(List.of(new Rumor.Alive(BOB))));
        host.done.clear();

        eventLoop.run(seconds(3));

        assertThat(messagesSent()).anyMatch(SwimMessage.Ping.class::isInstance);
        assertThat(eventLoop.timerCount()).isOne();
    }

    @Test
    void a_bug_costs_the_input_that_tripped_it_and_is_recorded() {
        receive(new SwimMessage.Ping(7, SELF.id()));

        loop.turn(AgentLoopTest::trip, "poison from afar", 10);

        CompletableFuture<MemberRecord> self = loop.look(AgentCore::self);
        eventLoop.round();
        assertThat(self).isCompletedWithValue(SELF);
        assertThat(host.lives).hasSize(1);
        assertThat(host.recordings).hasSize(1);
        List<String> lines = host.recordings.getFirst();
        assertThat(lines.getFirst()).isEqualTo("0 start");
        assertThat(lines).anyMatch(line -> line.contains("Ping[sequence=7"));
        assertThat(lines.get(lines.size() - 2)).endsWith(" poison from afar");
        assertThat(lines.getLast()).isEqualTo("# java.lang.IllegalStateException: poison");
    }

    @Test
    void what_the_core_wished_for_before_a_bug_is_done_if_the_core_is_sound() {
        AgentEffect note = new AgentEffect.Note(AgentEffect.Level.INFO, "before");

        loop.turn(
                (core, now, out) -> {
                    out.accept(note);
                    throw new IllegalStateException("after");
                },
                "poison",
                0);

        assertThat(host.done).contains(note);
    }

    @Test
    void a_second_bug_soon_after_costs_the_core_and_the_next_life_has_a_higher_epoch() {
        CompletableFuture<Answer> pending = new CompletableFuture<>();
        loop.turn(AgentLoopTest::trip, "poison", 0);
        eventLoop.run(seconds(30));
        loop.turn(AgentLoopTest::trip, "poison again", 0);

        pending = loop.ask(id -> new AgentCommand.Register(id, service()));
        eventLoop.round();
        assertThat(pending)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("starting anew after a fault");
        receive(new SwimMessage.Ping(8, SELF.id()));
        assertThat(messagesSent()).doesNotContain(new SwimMessage.Ack(8));

        MemberRecord reborn =
                new MemberRecord(SELF.id(), SELF.epoch() + 1, 0, "one", SELF.endpoint(), "");
        host.nextLife.complete(AgentBoot.fresh(reborn, 43));
        eventLoop.run(seconds(2));

        assertThat(host.lives).hasSize(2);
        CompletableFuture<MemberRecord> self = loop.look(AgentCore::self);
        eventLoop.round();
        assertThat(self).isCompletedWithValue(reborn);
        receive(new SwimMessage.Ping(9, SELF.id()));
        assertThat(messagesSent()).contains(new SwimMessage.Ack(9));
    }

    @Test
    void a_next_life_that_cannot_begin_is_tried_again() {
        loop.turn(AgentLoopTest::trip, "poison", 0);
        loop.turn(AgentLoopTest::trip, "poison", 0);
        host.nextLife.completeExceptionally(new IOException("No space left on device"));
        eventLoop.run(seconds(2));
        assertThat(host.lives).hasSize(1);

        host.nextLife = CompletableFuture.completedFuture(AgentBoot.fresh(SELF, 43));
        eventLoop.run(seconds(4));

        assertThat(host.lives).hasSize(2);
    }

    @Test
    void requests_beyond_the_bound_are_refused_and_room_comes_back() {
        List<CompletableFuture<MemberRecord>> asked = new ArrayList<>();
        for (int i = 0; i < Requests.MOST; i++) {
            asked.add(loop.look(AgentCore::self));
        }
        assertThat(loop.look(AgentCore::self))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(RejectedExecutionException.class)
                .withMessage("the agent has 10000 requests under way; try again later");
        assertThat(loop.ask(AgentCommand.Leave::new)).isCompletedExceptionally();

        eventLoop.round();

        assertThat(asked).allMatch(CompletableFuture::isDone);
        CompletableFuture<MemberRecord> later = loop.look(AgentCore::self);
        eventLoop.round();
        assertThat(later).isCompleted();
    }

    @Test
    void packets_beyond_what_the_disk_can_follow_are_lost_but_for_membership() {
        host.isDiskSlow = true;
        List<AgentEffect> many = new ArrayList<>();
        for (int i = 0; i <= AgentLoop.MOST_HELD; i++) {
            many.add(new AgentEffect.SaveEpoch(0));
        }
        loop.turn((core, now, out) -> many.forEach(out), "a storm", 0);
        host.done.clear();

        List<String> seen = new ArrayList<>();
        loop.turn((core, now, out) -> seen.add("still turning"), "look", 0);
        receive(new DhtMessage.Get(5, Key.of(1, "web"), List.of()));
        receive(new SwimMessage.Ping(9, SELF.id()));
        for (int i = 0; i < 2; i++) {
            host.finishWrite();
            eventLoop.round();
            if (host.unwritten.isEmpty()) break;
        }

        assertThat(seen).containsExactly("still turning");
        assertThat(messagesSent())
                .contains(new SwimMessage.Ack(9))
                .noneMatch(DhtMessage.Held.class::isInstance);
    }

    @Test
    void a_question_that_cannot_be_made_fails_and_takes_no_room() {
        assertThat(
                        loop.ask(id -> {
                            throw new IllegalArgumentException("port 0 is none");
                        }))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("port 0 is none");
    }

    @Test
    void a_look_that_throws_is_the_askers_own_problem() {
        CompletableFuture<Object> answer =
                loop.look(core -> {
                    throw new IllegalStateException("asker");
                });

        eventLoop.round();

        assertThat(answer).isCompletedExceptionally();
        assertThat(host.recordings).isEmpty();
    }

    @Test
    void after_the_end_everything_is_refused() {
        CompletableFuture<Answer> pending = loop.ask(AgentCommand.Leave::new);
        eventLoop.shutdown();

        assertThat(loop.look(AgentCore::self)).isCompletedExceptionally();
        assertThat(loop.ask(AgentCommand.Leave::new)).isCompletedExceptionally();
        loop.submit(new AgentCommand.Join(List.of()));
        loop.close();
        assertThat(pending).isNotDone();
    }

    private static void trip(AgentCore core, long nowNanos, Consumer<AgentEffect> out) {
        throw new IllegalStateException("poison");
    }

    private void receive(Message message) {
        Sender sender = new Sender(BOB.id(), BOB.epoch(), BOB.endpoint());
        loop.onPacket(new Packet(sender, List.of(message)), 100);
        eventLoop.round();
    }

    private List<Message> messagesSent() {
        return host.done.stream()
                .filter(AgentEffect.Transmit.class::isInstance)
                .map(AgentEffect.Transmit.class::cast)
                .flatMap(transmit -> transmit.packet().messages().stream())
                .toList();
    }

    private static CoreConfig config() {
        return new CoreConfig(
                GossipConfig.defaults(),
                DhtConfig.defaults(),
                TaskConfig.defaults(false, Resources.NONE));
    }

    private static ServiceDefinition service() {
        return new ServiceDefinition("web-1", "web", "", 80, List.of(), new TreeMap<>(), List.of());
    }

    private static MemberRecord member(int number) {
        NodeId id = NodeId.hashOf(new byte[] {(byte) number});
        return new MemberRecord(
                id, 3, 0, "node-" + number, new Endpoint(LOOPBACK, 7_000 + number), "");
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
