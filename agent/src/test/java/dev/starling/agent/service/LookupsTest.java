package dev.starling.agent.service;

import static dev.starling.agent.service.Fixture.service;
import static dev.starling.agent.service.Fixture.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.Version;
import dev.starling.gossip.MemberStatus;
import dev.starling.node.Bytes;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class LookupsTest {

    private final TreeMap<Key, TreeMap<String, Entry>> table = new TreeMap<>();
    private final Fixture alice = new Fixture("alice", 1, table);
    private final Fixture bob = new Fixture("bob", 1, table);
    private final Fixture reader = new Fixture("reader", 1, table);

    LookupsTest() {
        for (Fixture host : List.of(alice, bob)) {
            reader.sees(host.self, MemberStatus.ALIVE);
        }
    }

    @Test
    void instances_of_all_hosts_are_found_with_what_the_answer_is_worth() {
        publish(alice, service("web-1", "web"));
        publish(bob, service("web-1", "web"));

        ServiceAnswer answer = reader.lookup("web");

        assertThat(answer.instances())
                .extracting(ServiceInstance::owner)
                .containsExactlyInAnyOrder(alice.self.id(), bob.self.id());
        assertThat(answer.isComplete()).isTrue();
        assertThat(answer.replicasAnswered()).isEqualTo(2);
        assertThat(answer.rounds()).isEqualTo(1);
    }

    @Test
    void a_dead_owners_instances_vanish_and_its_refutation_brings_them_back_without_a_write() {
        publish(alice, service("web-1", "web"));
        publish(bob, service("web-1", "web"));

        reader.sees(bob.self, MemberStatus.SUSPECT);
        assertThat(reader.lookup("web").instances()).hasSize(2);
        reader.sees(bob.self, MemberStatus.DEAD);
        assertThat(reader.lookup("web").instances())
                .extracting(ServiceInstance::owner)
                .containsExactly(alice.self.id());
        reader.sees(bob.self.withIncarnation(1), MemberStatus.ALIVE);

        assertThat(reader.lookup("web").instances()).hasSize(2);
        assertThat(bob.take(ServiceEffect.Write.class)).isEmpty();
    }

    @Test
    void an_owner_that_nobody_knows_or_that_left_has_no_instances() {
        publish(bob, service("web-1", "web"));
        reader.sees(bob.self, MemberStatus.LEFT);
        assertThat(reader.lookup("web").instances()).isEmpty();

        reader.members.remove(bob.self.id());
        assertThat(reader.lookup("web").instances()).isEmpty();
    }

    @Test
    void what_an_owner_wrote_in_a_former_life_counts_until_it_writes_anew() {
        publish(bob, service("web-1", "web"));

        reader.sees(Fixture.record("bob", 2), MemberStatus.ALIVE);

        assertThat(reader.lookup("web").instances()).hasSize(1);
    }

    @Test
    void an_entry_of_a_life_that_membership_does_not_know_yet_waits_for_it() {
        Fixture bobLater = new Fixture("bob", 2, table);
        publish(bobLater, service("web-1", "web"));

        assertThat(reader.lookup("web").instances()).isEmpty();
        reader.sees(bobLater.self, MemberStatus.ALIVE);

        assertThat(reader.lookup("web").instances()).hasSize(1);
    }

    @Test
    void instances_are_filtered_by_tag_and_by_passing() {
        publish(
                alice,
                new ServiceDefinition(
                        "a", "web", "", 80, List.of("blue", "v2"), new TreeMap<>(), List.of()));
        publish(bob, service("b", "web", ttl("beat", 1_000)));

        assertThat(reader.lookup(new ServiceQuery(1, "web", Optional.of("v2"), false)).instances())
                .extracting(ServiceInstance::id)
                .containsExactly("a");
        assertThat(reader.lookup(new ServiceQuery(1, "web", Optional.of("v"), false)).instances())
                .isEmpty();
        assertThat(reader.lookup(new ServiceQuery(1, "web", Optional.empty(), true)).instances())
                .extracting(ServiceInstance::id)
                .containsExactly("a");
    }

    @Test
    void instances_are_ordered_by_status_then_node_then_id() {
        publish(alice, service("z", "web"));
        publish(alice, service("a", "web"));
        publish(bob, service("m", "web"));
        publish(bob, service("b", "web", ttl("beat", 1_000)));

        List<ServiceInstance> found = reader.lookup("web").instances();

        assertThat(found).extracting(ServiceInstance::id).last().isEqualTo("b");
        boolean isAliceFirst = alice.self.id().compareTo(bob.self.id()) < 0;
        assertThat(found.subList(0, 3))
                .extracting(ServiceInstance::id)
                .containsExactly(
                        isAliceFirst ? new String[] {"a", "z", "m"} : new String[] {"m", "a", "z"});
    }

    @Test
    void a_host_knows_its_own_services_before_the_table_does_and_forgets_them_as_soon() {
        alice.register(service("web-1", "web"));
        alice.take(ServiceEffect.Write.class);
        assertThat(alice.lookup("web").instances()).hasSize(1);

        Fixture again = new Fixture("alice", 2, table);
        publish(alice, service("old", "web"));
        assertThat(again.lookup("web").instances())
                .as("what a former life of this host left in the table")
                .isEmpty();
    }

    @Test
    void nonsense_under_the_key_is_left_out_and_the_rest_is_found() {
        publish(alice, service("web-1", "web"));
        publish(bob, service("db-1", "db"));
        Entry misplaced = table.get(Services.keyOf("db")).firstEntry().getValue();
        Entry noise =
                new Entry(
                        InstanceCodec.subkeyOf(bob.self.id(), "x"),
                        bob.self.id(),
                        new Version(1, 1),
                        1,
                        false,
                        Bytes.ofUtf8("noise"));
        Entry forged =
                new Entry(
                        InstanceCodec.subkeyOf(alice.self.id(), "web-1"),
                        bob.self.id(),
                        new Version(1, 9),
                        1,
                        false,
                        misplaced.payload());
        Entry genuine = table.get(Services.keyOf("web")).firstEntry().getValue();

        reader.services.lookup(
                new ServiceQuery(1, "web", Optional.empty(), false), reader.nowNanos, reader.out());
        ServiceAnswer answer =
                reader.answer(
                        reader.takeOnly(ServiceEffect.Read.class).token(),
                        new ReadResult(List.of(misplaced, noise, forged, genuine), 1, 2, true, 1));

        assertThat(answer.instances()).extracting(ServiceInstance::id).containsExactly("web-1");
        assertThat(answer.isComplete()).isFalse();
    }

    private static void publish(Fixture host, ServiceDefinition definition) {
        host.register(definition);
        host.settle();
    }
}
