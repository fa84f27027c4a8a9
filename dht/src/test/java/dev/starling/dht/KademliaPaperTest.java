package dev.starling.dht;

import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.randomId;
import static dev.starling.dht.Samples.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.World.Host;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What "Kademlia" (2002) says, section by section, where we follow it. */
class KademliaPaperTest {

    private final Chance chance = Chance.stream(41, "paper");

    /** "The XOR metric." */
    @Nested
    class Section21 {

        @Test
        void distance_is_zero_to_oneself_symmetric_and_obeys_the_triangle_inequality() {
            NodeId zero = new NodeId(0, 0, 0, 0);
            for (int i = 0; i < 1_000; i++) {
                NodeId x = randomId(chance);
                NodeId y = randomId(chance);
                NodeId z = randomId(chance);
                assertThat(x.distanceTo(x)).isEqualTo(zero);
                assertThat(x.distanceTo(y)).isEqualTo(y.distanceTo(x));
                NodeId viaY = x.distanceTo(y).distanceTo(y.distanceTo(z));
                assertThat(viaY).isEqualTo(x.distanceTo(z));
            }
        }

        @Test
        void distance_is_unidirectional_so_all_lookups_for_a_key_end_at_the_same_nodes() {
            World world = World.converged(25, 1);
            NodeId target = randomId(chance);
            List<Contact> first = world.locate(world.hosts.getFirst(), target).closest();
            for (Host host : world.hosts) {
                assertThat(world.locate(host, target).closest()).isEqualTo(first);
            }
        }
    }

    /** "Kademlia protocol." */
    @Nested
    class Section23 {

        @Test
        void the_initiator_ends_when_the_k_closest_it_has_seen_have_answered() {
            World world = World.converged(25, 2);
            Host host = world.hosts.getFirst();
            NodeId target = host.contact.id().distanceTo(new NodeId(-1, 0, 0, 0));
            DhtEffect.Located located = world.locate(host, target);
            List<Contact> answered = new ArrayList<>();
            for (World.Sent sent : world.sent) {
                if (!(sent.message() instanceof DhtMessage.Closer)) continue;
                answered.add(world.hosts.get(sent.from()).contact);
            }
            assertThat(answered).hasSize(5).containsAll(located.closest());
        }

        @Test
        void nodes_that_do_not_answer_are_left_out_until_and_unless_they_do() {
            World world = World.converged(25, 3);
            Host host = world.hosts.getFirst();
            NodeId target = host.contact.id().distanceTo(new NodeId(-1, 0, 0, 0));
            List<Contact> all = world.locate(host, target).closest();
            Host silent = hostOf(world, all.getFirst());

            world.crash(silent);
            assertThat(world.locate(host, target).closest())
                    .hasSize(5)
                    .doesNotContain(silent.contact)
                    .containsAll(all.subList(1, 5));

            silent.isRunning = true;
            assertThat(world.locate(host, target).closest()).isEqualTo(all);
        }

        @Test
        void storing_puts_the_pair_on_the_k_closest_nodes() {
            World world = World.converged(25, 4);
            Key key = Key.of(1, "stored");
            world.write(world.hosts.getFirst(), key, entry("a", 1, "x"));
            world.runFor(ms(100));
            for (Host host : world.hosts) {
                assertThat(host.dht.keys().contains(key))
                        .isEqualTo(world.replicasOf(key).contains(host));
            }
        }
    }

    /** "Efficient key re-publishing." */
    @Nested
    class Section25 {

        @Test
        void a_new_node_is_given_the_pairs_to_which_it_is_one_of_the_closest() {
            World world = World.converged(25, 5);
            List<Key> keys = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                keys.add(Key.of(1, "pair" + i));
                world.write(world.hosts.get(i % 25), keys.getLast(), entry("a", 1, "x"));
            }
            Host joiner = world.addHost();
            world.introduce(joiner);
            world.runFor(seconds(4));
            keys.removeIf(key -> !world.replicasOf(key).contains(joiner));
            assertThat(joiner.dht.keys()).containsExactlyInAnyOrderElementsOf(keys);
        }

        @Test
        void who_receives_a_pair_assumes_that_the_other_closest_received_it_too() {
            World world = World.converged(25, 6);
            Key key = Key.of(1, "assumed");
            Host replica = world.replicasOf(key).getFirst();
            world.write(replica, key, entry("a", 1, "x"));
            world.runFor(ms(100));
            world.sent.clear();

            world.runFor(seconds(20));
            assertThat(world.sent).isEmpty();
        }
    }

    private static Host hostOf(World world, Contact contact) {
        return world.hosts.stream()
                .filter(host -> host.contact.equals(contact))
                .findFirst()
                .orElseThrow();
    }
}
