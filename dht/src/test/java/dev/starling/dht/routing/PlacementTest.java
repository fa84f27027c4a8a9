package dev.starling.dht.routing;

import static dev.starling.dht.Samples.contactsByDistance;
import static dev.starling.dht.Samples.ms;
import static dev.starling.dht.Samples.randomContact;
import static dev.starling.dht.Samples.randomId;
import static dev.starling.dht.Samples.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.List;

class PlacementTest {

    private static final NodeId POINT = randomId(Chance.stream(3, "point"));

    private final List<Contact> near = contactsByDistance(POINT, 12);

    @Test
    void the_replicas_are_the_five_closest_this_node_included() {
        Placement third = viewOf(near.get(2), near);
        assertThat(third.replicas(POINT)).isEqualTo(near.subList(0, 5));
        assertThat(third.isReplica(POINT)).isTrue();
        assertThat(viewOf(near.get(4), near).isReplica(POINT)).isTrue();
        assertThat(viewOf(near.get(5), near).isReplica(POINT)).isFalse();
    }

    @Test
    void in_a_small_fleet_everybody_is_a_replica() {
        assertThat(viewOf(near.get(2), near.subList(0, 3)).replicas(POINT))
                .isEqualTo(near.subList(0, 3));
    }

    @Test
    void a_question_carries_the_seven_closest() {
        assertThat(viewOf(near.get(9), near).known(POINT))
                .isEqualTo(near.subList(0, 7).stream().map(c -> c.id().bits0()).toList());
    }

    @Test
    void an_answer_names_those_of_the_seven_closest_that_the_asker_misses() {
        Placement answering = viewOf(near.get(0), near);
        NodeId asker = near.get(11).id();
        List<Long> all = answering.known(POINT);

        assertThat(answering.missing(POINT, all, asker)).isEmpty();
        assertThat(answering.missing(POINT, all.subList(0, 3), asker))
                .isEqualTo(near.subList(3, 7));
    }

    @Test
    void an_answer_names_neither_asker_nor_answerer_nor_suspects() {
        Placement answering = viewOf(near.get(0), near);
        answering.contacts().suspect(near.get(3).id());

        assertThat(answering.missing(POINT, List.of(), near.get(1).id()))
                .containsExactly(near.get(2), near.get(4), near.get(5), near.get(6));
    }

    @Test
    void a_replica_that_came_just_now_unsettles_its_keys_until_repair_is_through() {
        Placement placement = viewOf(near.get(1), near.subList(1, 12));
        long later = seconds(100);
        assertThat(placement.isSettled(POINT, later)).isTrue();

        placement.contacts().up(near.get(0), later);
        assertThat(placement.isSettled(POINT, later + ms(2_500))).isFalse();
        assertThat(placement.isSettled(POINT, later + ms(2_600))).isTrue();
    }

    @Test
    void a_newcomer_elsewhere_unsettles_nothing_here() {
        Placement placement = viewOf(near.get(1), near);
        placement.contacts().up(randomContact(Chance.stream(1, "far")), seconds(100));
        assertThat(placement.isSettled(POINT, seconds(100))).isTrue();
    }

    @Test
    void to_a_node_that_has_just_joined_nothing_is_settled_and_to_one_alone_everything() {
        assertThat(viewOf(near.get(0), near).isSettled(POINT, 0)).isFalse();
        assertThat(viewOf(near.get(0), List.of()).isSettled(POINT, 0)).isTrue();
    }

    private static Placement viewOf(Contact self, List<Contact> others) {
        Contacts contacts = new Contacts(self);
        for (Contact other : others) {
            contacts.up(other, 0);
        }
        return new Placement(contacts, DhtConfig.defaults());
    }
}
