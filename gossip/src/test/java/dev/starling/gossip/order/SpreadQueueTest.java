package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class SpreadQueueTest {

    private final SpreadQueue<String, String> queue = new SpreadQueue<>();

    @Test
    void the_newest_goes_first_and_then_the_least_sent() {
        put("a", "b", "c");

        assertThat(take(1)).containsExactly("c");
        assertThat(take(1)).containsExactly("b");
        put("d");
        assertThat(take(5)).containsExactly("d", "a", "c", "b");
    }

    @Test
    void nothing_is_taken_twice_at_once() {
        put("a");

        assertThat(take(5)).containsExactly("a");
        assertThat(take(5)).containsExactly("a");
    }

    @Test
    void at_its_limit_a_value_is_dropped() {
        put("a");

        for (int i = 0; i < 3; i++) take(5);

        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void a_newer_value_of_a_key_replaces_the_older_and_counts_anew() {
        put("a", "b");
        take(5);
        take(5);

        queue.put("a", "a again", 10);

        assertThat(queue.size()).isEqualTo(2);
        assertThat(take(1)).containsExactly("a again");
    }

    @Test
    void a_removed_key_is_not_sent() {
        put("a", "b");

        queue.remove("b");
        queue.remove("unknown");

        assertThat(take(5)).containsExactly("a");
    }

    @Test
    void what_does_not_fit_is_passed_over_in_favour_of_what_does() {
        queue.put("small", "small", 10);
        queue.put("large", "large", 500);

        List<String> taken = new ArrayList<>();
        int size = queue.take(100, 9, 3, taken::add);

        assertThat(taken).containsExactly("small");
        assertThat(size).isEqualTo(10);
    }

    @Test
    void the_search_for_what_fits_is_bounded() {
        queue.put("small", "small", 10);
        for (int i = 0; i < 1_000; i++) queue.put("large" + i, "large", 500);

        assertThat(take(5, 100)).isEmpty();
    }

    @Test
    void replacing_without_ever_sending_does_not_grow_it() {
        for (int i = 0; i < 100_000; i++) queue.put("a", "a" + i, 10);

        assertThat(queue.size()).isEqualTo(1);
        assertThat(take(9)).containsExactly("a99999");
        assertThat(take(9)).containsExactly("a99999");
    }

    @Test
    void whatever_happens_each_value_is_sent_as_often_as_its_limit_and_no_sooner_than_others() {
        Chance chance = Chance.stream(3, "queue");
        TreeMap<String, Integer> sends = new TreeMap<>();
        for (int i = 0; i < 200; i++) put("v" + i);
        int before = 0;
        while (!queue.isEmpty()) {
            for (String value : take(1 + chance.below(40))) sends.merge(value, 1, Integer::sum);
            int least =
                    sends.size() < 200 ? 0 : sends.values().stream().min(Integer::compare).get();
            int most = sends.values().stream().max(Integer::compare).get();
            assertThat(most - least).isLessThanOrEqualTo(1);
            assertThat(least).isGreaterThanOrEqualTo(before);
            before = least;
        }

        assertThat(sends).hasSize(200);
        assertThat(sends.values()).containsOnly(3);
    }

    private void put(String... values) {
        for (String value : values) queue.put(value, value, 10);
    }

    private List<String> take(int most) {
        return take(most, 10_000);
    }

    private List<String> take(int most, int budgetBytes) {
        List<String> taken = new ArrayList<>();
        queue.take(budgetBytes, most, 3, taken::add);
        return taken;
    }
}
