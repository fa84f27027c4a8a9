package dev.starling.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceQuery;
import dev.starling.agent.service.Services;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskState;
import dev.starling.dht.Contact;
import dev.starling.gossip.MemberStatus;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class AgentCoreTest {

    private final PacketCodec codec = new PacketCodec("starling");

    @Test
    void a_fleet_of_one_registers_finds_and_says_that_it_is_complete() {
        CoreWorld world = new CoreWorld(1);

        Answer stored = world.ask(0, id -> new AgentCommand.Register(id, service("web", 80)));
        ServiceAnswer found = lookup(world, 0, "web");

        assertThat(((Answer.Stored) stored).result().isAcknowledged()).isTrue();
        assertThat(found.instances()).hasSize(1);
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void what_one_agent_registers_every_agent_finds_in_one_round_at_most() {
        CoreWorld world = new CoreWorld(8);
        world.run(Duration.ofSeconds(3));

        world.ask(3, id -> new AgentCommand.Register(id, service("web", 80)));

        for (int node = 0; node < 8; node++) {
            ServiceAnswer found = lookup(world, node, "web");
            assertThat(found.instances()).as("from node %d", node).hasSize(1);
            assertThat(found.rounds()).isLessThanOrEqualTo(1);
            assertThat(found.isComplete()).isTrue();
        }
    }

    @Test
    void the_instances_of_a_dead_host_leave_every_answer_without_a_write() {
        CoreWorld world = new CoreWorld(6);
        world.run(Duration.ofSeconds(3));
        world.ask(2, id -> new AgentCommand.Register(id, service("web", 80)));

        world.kill(2);
        world.run(Duration.ofSeconds(20));

        for (int node : new int[] {0, 1, 3, 4, 5}) {
            assertThat(world.core(node).member(world.core(2).self().id()).orElseThrow().status())
                    .isEqualTo(MemberStatus.DEAD);
            assertThat(lookup(world, node, "web").instances()).isEmpty();
        }
    }

    @Test
    void a_service_whose_replicas_all_died_is_written_to_their_successors_by_its_owner() {
        CoreWorld world = new CoreWorld(14);
        world.run(Duration.ofSeconds(5));
        int owner = 0;
        String name = nameKeptByOthers(world, owner);
        world.ask(owner, id -> new AgentCommand.Register(id, service(name, 80)));
        List<NodeId> keepers = keepers(world, owner, name);

        for (int node = 0; node < 14; node++) {
            if (keepers.contains(world.core(node).self().id())) world.kill(node);
        }
        world.run(Duration.ofSeconds(30));

        for (int node = 0; node < 14; node++) {
            if (keepers.contains(world.core(node).self().id())) continue;
            assertThat(lookup(world, node, name).instances()).as("from node %d", node).hasSize(1);
        }
    }

    @Test
    void a_job_is_placed_and_started_once_for_each_of_its_tasks() {
        CoreWorld world = new CoreWorld(5);
        world.run(Duration.ofSeconds(3));

        Answer accepted = world.ask(4, id -> new AgentCommand.SubmitJob(id, job("etl", 3)));
        world.run(Duration.ofSeconds(3));

        assertThat(accepted).isInstanceOf(Answer.Job.class);
        List<AgentEffect.StartTask> started =
                world.effects.stream()
                        .filter(AgentEffect.StartTask.class::isInstance)
                        .map(AgentEffect.StartTask.class::cast)
                        .toList();
        assertThat(started).hasSize(3);
        Answer.Job job = (Answer.Job) world.ask(0, id -> new AgentCommand.FindJob(id, "etl"));
        assertThat(job.job().tasks()).allMatch(task -> task.state() == TaskState.AWARDED);
    }

    @Test
    void every_request_is_answered_exactly_once() {
        CoreWorld world = new CoreWorld(3);
        world.run(Duration.ofSeconds(2));
        world.kill(1);

        world.command(0, new AgentCommand.Register(1_001, service("a", 1)));
        world.command(0, new AgentCommand.Register(1_002, service("a", 2)));
        world.command(0, new AgentCommand.Deregister(1_003, "a"));
        world.command(0, new AgentCommand.Deregister(1_004, "a"));
        world.command(0, new AgentCommand.Lookup(query(1_005, "a")));
        world.command(0, new AgentCommand.SubmitJob(1_006, job("j", 2)));
        world.command(0, new AgentCommand.SubmitJob(1_007, job("j", 2)));
        world.command(0, new AgentCommand.FindJob(1_008, "j"));
        world.command(0, new AgentCommand.StopJob(1_009, "nothing"));
        world.command(0, new AgentCommand.StopTask(1_010, "j", 77));
        world.command(0, new AgentCommand.SurveyJobs(1_011));
        world.command(0, new AgentCommand.Leave(1_012));
        world.run(Duration.ofSeconds(30));

        for (long id = 1_001; id <= 1_012; id++) {
            assertThat(world.repliesTo(id, 0)).as("replies to %d", id).hasSize(1);
        }
    }

    @Test
    void what_is_said_by_datagram_fits_one() {
        CoreWorld world = new CoreWorld(20);
        world.run(Duration.ofSeconds(5));
        for (int i = 0; i < 30; i++) {
            ServiceDefinition service = service("web" + i, 80 + i);
            world.ask(i % 20, id -> new AgentCommand.Register(id, service));
        }
        world.run(Duration.ofSeconds(5));

        List<Integer> sizes =
                world.effects.stream()
                        .filter(AgentEffect.Transmit.class::isInstance)
                        .map(AgentEffect.Transmit.class::cast)
                        .filter(sent -> sent.carrier() == Carrier.DATAGRAM)
                        .map(sent -> codec.sizeOf(sent.packet()))
                        .toList();

        assertThat(sizes).hasSizeGreaterThan(500).allMatch(size -> size <= Limits.DATAGRAM_BYTES);
    }

    @Test
    void peers_are_written_down_once_a_join_has_calmed() {
        CoreWorld world = new CoreWorld(4);

        world.run(Duration.ofSeconds(6));

        assertThat(
                        world.effects.stream()
                                .filter(AgentEffect.SavePeers.class::isInstance)
                                .map(AgentEffect.SavePeers.class::cast)
                                .filter(saved -> saved.peers().size() == 3))
                .hasSizeBetween(4, 8);
    }

    private static ServiceAnswer lookup(CoreWorld world, int node, String name) {
        Answer answer = world.ask(node, id -> new AgentCommand.Lookup(query(id, name)));
        return ((Answer.Services) answer).answer();
    }

    private static ServiceQuery query(long requestId, String name) {
        return new ServiceQuery(requestId, name, Optional.empty(), false);
    }

    private static ServiceDefinition service(String id, int port) {
        return new ServiceDefinition(id, id, "", port, List.of(), new TreeMap<>(), List.of());
    }

    private static JobSpec job(String name, int count) {
        return new JobSpec(
                name,
                count,
                List.of("true"),
                new TreeMap<>(),
                new Resources(500, 1 << 20),
                Duration.ofSeconds(5).toNanos());
    }

    private static String nameKeptByOthers(CoreWorld world, int owner) {
        NodeId self = world.core(owner).self().id();
        for (int i = 0; ; i++) {
            if (!keepers(world, owner, "web" + i).contains(self)) return "web" + i;
        }
    }

    private static List<NodeId> keepers(CoreWorld world, int node, String name) {
        NodeId point = Services.keyOf(name).point();
        return world.core(node).closest(point, 5).stream().map(Contact::id).toList();
    }
}
