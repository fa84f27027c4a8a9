package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

class ProbeOrderTest {

    private final Chance draws = Chance.stream(9, "draws");

    @Test
    void a_pass_names_everybody_once() {
        ProbeOrder order = orderOf(1, 50);

        for (int pass = 0; pass < 10; pass++) {
            assertThat(new TreeSet<>(next(order, 50))).hasSize(50);
        }
    }

    @Test
    void a_newcomer_in_the_middle_of_a_pass_lets_nobody_be_named_twice_or_left_out() {
        for (int seed = 0; seed < 500; seed++) {
            ProbeOrder order = orderOf(seed, 10);
            List<NodeId> pass = next(order, 5);
            order.add(id(99));
            pass.addAll(next(order, 5));

            List<NodeId> old = new ArrayList<>(pass);
            old.remove(id(99));
            assertThat(old).as("seed %d", seed).doesNotHaveDuplicates().hasSizeBetween(9, 10);
        }
    }

    @Test
    void newcomers_are_spread_over_the_pass_and_not_appended() {
        TreeMap<Integer, Integer> turns = new TreeMap<>();
        for (int seed = 0; seed < 11_000; seed++) {
            ProbeOrder order = orderOf(seed, 10);
            next(order, 10);
            next(order, 1); // a new pass has begun
            order.add(id(99));
            int turn = next(order, 21).indexOf(id(99));
            turns.merge(Math.min(turn, 10), 1, Integer::sum);
        }

        // 10 of 11 places lie ahead, each as likely; the one behind the cursor waits for a pass
        for (int turn = 0; turn < 10; turn++) {
            assertThat(turns.get(turn)).isBetween(850, 1_150);
        }
        assertThat(turns.get(10)).isBetween(850, 1_150);
    }

    @Test
    void who_is_taken_out_is_not_named_and_nobody_loses_a_turn() {
        for (int seed = 0; seed < 500; seed++) {
            ProbeOrder order = orderOf(seed, 10);
            List<NodeId> pass = next(order, 4);
            NodeId removed = id(seed % 10);
            order.remove(removed);
            boolean wasNamed = pass.contains(removed);
            pass.addAll(next(order, wasNamed ? 6 : 5));

            assertThat(pass).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(pass.contains(removed)).isEqualTo(wasNamed);
        }
    }

    @Test
    void taking_out_a_stranger_changes_nothing() {
        ProbeOrder order = orderOf(1, 3);

        order.remove(id(77));

        assertThat(order.size()).isEqualTo(3);
    }

    @Test
    void picks_are_different_wanted_and_about_equally_often_everybody() {
        ProbeOrder order = orderOf(1, 10);
        TreeMap<NodeId, Integer> picked = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            List<NodeId> three = order.pick(3, draws, id -> !id.equals(id(4)));
            assertThat(three).hasSize(3).doesNotHaveDuplicates().doesNotContain(id(4));
            three.forEach(id -> picked.merge(id, 1, Integer::sum));
            if (i % 10 == 0) next(order, 10); // passes go on meanwhile
        }

        assertThat(picked).hasSize(9);
        assertThat(picked.values()).allMatch(times -> times > 6_000 && times < 7_400);
    }

    @Test
    void fewer_than_asked_for_are_picked_when_there_are_no_more() {
        ProbeOrder order = orderOf(1, 5);

        assertThat(order.pick(3, draws, id -> id.equals(id(2)))).containsExactly(id(2));
        assertThat(order.pick(9, draws, id -> true)).hasSize(5);
        assertThat(order.pick(3, draws, id -> false)).isEmpty();
        assertThat(new ProbeOrder(draws).pick(3, draws, id -> true)).isEmpty();
    }

    private static ProbeOrder orderOf(long seed, int size) {
        ProbeOrder order = new ProbeOrder(Chance.stream(seed, "order"));
        for (int i = 0; i < size; i++) order.add(id(i));
        next(order, size); // the pass in which they came is over
        return order;
    }

    private static List<NodeId> next(ProbeOrder order, int count) {
        List<NodeId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) ids.add(order.next());
        return ids;
    }

    private static NodeId id(int number) {
        return new NodeId(number, 0, 0, 0);
    }
}
