package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.TreeMap;

class RetentionTest {

    private final Retention retention = new Retention(1_000);
    private final Chance draws = Chance.stream(1, "draws");

    @Test
    void the_longest_gone_is_due_first_also_when_it_went_before_we_were_there() {
        retention.add(id(1), 50, true);
        retention.add(id(2), -300, true);

        assertThat(retention.oldest()).contains(id(2));
        assertThat(retention.nextDeadlineNanos()).isEqualTo(700);
        retention.remove(id(2), -300);
        assertThat(retention.nextDeadlineNanos()).isEqualTo(1_050);
    }

    @Test
    void with_nobody_gone_nothing_is_due() {
        assertThat(retention.oldest()).isEmpty();
        assertThat(retention.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(retention.pick(Long.MIN_VALUE, draws)).isEmpty();
    }

    @Test
    void those_who_may_return_are_picked_equally_often_and_others_never() {
        for (int i = 0; i < 10; i++) retention.add(id(i), i, i % 2 == 0);
        TreeMap<NodeId, Integer> picked = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            picked.merge(retention.pick(Long.MIN_VALUE, draws).orElseThrow(), 1, Integer::sum);
        }

        assertThat(picked.keySet()).containsExactly(id(0), id(2), id(4), id(6), id(8));
        assertThat(picked.values()).allMatch(times -> times > 1_800 && times < 2_200);
    }

    @Test
    void only_those_gone_since_then_are_picked() {
        for (int i = 0; i < 10; i++) retention.add(id(i), i, true);

        for (int i = 0; i < 100; i++) {
            assertThat(retention.pick(7, draws).orElseThrow()).isIn(id(8), id(9));
        }
        assertThat(retention.pick(9, draws)).isEmpty();
    }

    private static NodeId id(int number) {
        return new NodeId(number, 0, 0, 0);
    }
}
