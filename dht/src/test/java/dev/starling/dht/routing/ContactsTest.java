package dev.starling.dht.routing;

import static dev.starling.dht.Samples.contact;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.randomContact;
import static dev.starling.dht.Samples.randomId;
import static dev.starling.dht.Samples.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Contact;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class ContactsTest {

    private final Chance chance = Chance.stream(11, "contacts");
    private final Contact self = randomContact(chance);
    private final Contacts contacts = new Contacts(self);

    @Test
    void a_node_knows_itself_and_nothing_changes_that() {
        assertThat(contacts.up(contact(self.id(), 9), 0)).isFalse();
        assertThat(contacts.down(self.id())).isFalse();
        contacts.suspect(self.id());

        assertThat(contacts.closest(randomId(chance), 5)).containsExactly(self);
        assertThat(contacts.isSuspect(self.id())).isFalse();
        assertThat(contacts.size()).isEqualTo(1);
    }

    @Test
    void a_known_node_that_moves_keeps_its_row_and_its_age() {
        Contact bob = randomContact(chance);
        Contact moved = contact(bob.id(), 77);
        assertThat(contacts.up(bob, seconds(1))).isTrue();
        assertThat(contacts.up(moved, seconds(8))).isFalse();

        assertThat(contacts.contact(bob.id())).contains(moved);
        assertThat(contacts.size()).isEqualTo(2);
        assertThat(contacts.isNewcomer(bob.id(), seconds(5), seconds(8))).isFalse();
    }

    @Test
    void a_node_is_a_newcomer_for_a_while_and_again_after_it_was_gone() {
        Contact bob = randomContact(chance);
        contacts.up(bob, seconds(10));
        assertThat(contacts.isNewcomer(bob.id(), seconds(2), seconds(11))).isTrue();
        assertThat(contacts.isNewcomer(bob.id(), seconds(2), seconds(12))).isFalse();

        contacts.down(bob.id());
        assertThat(contacts.isNewcomer(bob.id(), seconds(2), seconds(12))).isFalse();
        contacts.up(bob, seconds(20));
        assertThat(contacts.isNewcomer(bob.id(), seconds(2), seconds(20) + ms(900))).isTrue();
        assertThat(contacts.isNewcomer(self.id(), seconds(2), 0)).isFalse();
    }

    @Test
    void a_suspect_stays_until_it_is_up_or_down() {
        Contact bob = randomContact(chance);
        contacts.suspect(bob.id());
        assertThat(contacts.isSuspect(bob.id())).isFalse();

        contacts.up(bob, 0);
        contacts.suspect(bob.id());
        assertThat(contacts.isSuspect(bob.id())).isTrue();
        assertThat(contacts.closest(bob.id(), 1)).containsExactly(bob);

        contacts.up(bob, 0);
        assertThat(contacts.isSuspect(bob.id())).isFalse();

        contacts.suspect(bob.id());
        contacts.down(bob.id());
        assertThat(contacts.isSuspect(bob.id())).isFalse();
        assertThat(contacts.contact(bob.id())).isEmpty();
    }

    @Test
    void the_closest_are_those_that_sorting_everybody_finds() {
        for (int round = 0; round < 60; round++) {
            Contacts some = new Contacts(self);
            List<Contact> all = new ArrayList<>(List.of(self));
            int count = chance.below(400);
            int sharedBits = chance.below(120);
            for (int i = 0; i < count; i++) {
                Contact next = contact(clustered(sharedBits), i);
                if (some.contact(next.id()).isPresent()) continue;
                assertThat(some.up(next, 0)).isTrue();
                all.add(next);
            }
            for (int i = 0; i < 40; i++) {
                NodeId target =
                        i % 2 == 0 ? randomId(chance) : all.get(chance.below(all.size())).id();
                int most = chance.below(30);
                assertThat(some.closest(target, most)).isEqualTo(sorted(all, target, most));
            }
            some.checkInvariants();
        }
    }

    @Test
    void any_order_of_changes_and_questions_agrees_with_a_plain_map() {
        TreeMap<NodeId, Contact> model = new TreeMap<>();
        model.put(self.id(), self);
        List<NodeId> ids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ids.add(randomId(chance));
        }
        for (int step = 0; step < 40_000; step++) {
            NodeId id = ids.get(chance.below(ids.size()));
            if (chance.below(5) < 3) {
                Contact next = contact(id, chance.below(3));
                assertThat(contacts.up(next, step)).isEqualTo(model.put(id, next) == null);
            } else {
                assertThat(contacts.down(id)).isEqualTo(model.remove(id) != null);
            }
            assertThat(contacts.size()).isEqualTo(model.size());
            if (chance.below(300) > 0) continue;
            assertThat(contacts.closest(id, 7))
                    .isEqualTo(sorted(new ArrayList<>(model.values()), id, 7));
            for (NodeId any : ids) {
                assertThat(contacts.contact(any).orElse(self))
                        .isEqualTo(model.getOrDefault(any, self));
            }
            contacts.checkInvariants();
        }
    }

    @Test
    void asking_a_large_table_touches_few_rows() {
        for (int i = 0; i < 20_000; i++) {
            contacts.up(randomContact(chance), 0);
        }
        contacts.closest(self.id(), 1);
        long start = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            assertThat(contacts.closest(randomId(chance), 20)).hasSize(20);
        }
        long eachNanos = (System.nanoTime() - start) / 5_000;
        // Sorting 20,000 rows takes milliseconds, twenty times this generous bound.
        assertThat(eachNanos).isLessThan(ms(1) / 4);
    }

    /** Few distinct prefixes, so that many ids share {@code sharedBits} and buckets are uneven. */
    private NodeId clustered(int sharedBits) {
        NodeId id = randomId(chance);
        if (chance.below(3) == 0) return id;
        long mask0 = sharedBits >= 64 ? -1L : ~(-1L >>> sharedBits);
        long mask1 = sharedBits <= 64 ? 0 : ~(-1L >>> sharedBits - 64);
        NodeId near = self.id();
        return new NodeId(
                near.bits0() & mask0 | id.bits0() & ~mask0,
                near.bits1() & mask1 | id.bits1() & ~mask1,
                id.bits2() & 3,
                id.bits3() & 3);
    }

    private static List<Contact> sorted(List<Contact> all, NodeId target, int most) {
        List<Contact> sorted = new ArrayList<>(all);
        sorted.sort((left, right) -> target.compareDistance(left.id(), right.id()));
        return sorted.subList(0, Math.min(most, sorted.size()));
    }
}
