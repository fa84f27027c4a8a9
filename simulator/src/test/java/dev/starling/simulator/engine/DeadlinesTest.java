package dev.starling.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.TreeSet;

class DeadlinesTest {

    private final Deadlines deadlines = new Deadlines();

    @Test
    void without_a_deadline_nothing_is_due() {
        deadlines.add();

        assertThat(deadlines.firstNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_deadline_set_anew_leaves_nothing_of_the_old_one() {
        deadlines.add();
        for (int i = 0; i < 1_000; i++) {
            deadlines.arm(0, 1_000 - i);
        }

        assertThat(deadlines.size()).isEqualTo(1);
        assertThat(deadlines.firstNanos()).isEqualTo(1);
    }

    @Test
    void of_two_nodes_due_at_once_the_lower_number_is_first() {
        deadlines.add();
        deadlines.add();
        deadlines.arm(1, 5);
        deadlines.arm(0, 5);

        assertThat(deadlines.firstNode()).isZero();
    }

    @Test
    void it_knows_the_first_over_any_mix_of_arming_and_disarming() {
        record Due(long at, int node) implements Comparable<Due> {
            @Override
            public int compareTo(Due other) {
                int order = Long.compare(at, other.at);
                return order != 0 ? order : Integer.compare(node, other.node);
            }
        }
        int nodes = 50;
        long[] armed = new long[nodes];
        TreeSet<Due> model = new TreeSet<>();
        for (int node = 0; node < nodes; node++) {
            deadlines.add();
            armed[node] = Long.MAX_VALUE;
        }
        Chance chance = Chance.stream(3, "deadlines");
        for (int i = 0; i < 100_000; i++) {
            int node = chance.below(nodes);
            model.remove(new Due(armed[node], node));
            armed[node] = chance.below(4) == 0 ? Long.MAX_VALUE : chance.below(200);
            if (armed[node] < Long.MAX_VALUE) model.add(new Due(armed[node], node));
            deadlines.arm(node, armed[node]);

            assertThat(deadlines.size()).isEqualTo(model.size());
            if (model.isEmpty()) continue;
            assertThat(deadlines.firstNanos()).isEqualTo(model.first().at());
            assertThat(deadlines.firstNode()).isEqualTo(model.first().node());
        }
    }
}
