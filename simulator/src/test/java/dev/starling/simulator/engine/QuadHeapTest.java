package dev.starling.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.PriorityQueue;

class QuadHeapTest {

    private record Entry(long time, long key, int slot) {}

    private final QuadHeap heap = new QuadHeap();

    @Test
    void an_empty_queue_never_has_anything_to_happen() {
        assertThat(heap.size()).isZero();
        assertThat(heap.firstTimeNanos()).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(heap::removeFirst).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_earlier_comes_first_and_at_one_moment_what_has_the_lower_key() {
        heap.add(20, 1, 100);
        heap.add(10, 2, 101);
        heap.add(10, 1, 102);

        assertThat(heap.removeFirst()).isEqualTo(102);
        assertThat(heap.removeFirst()).isEqualTo(101);
        assertThat(heap.removeFirst()).isEqualTo(100);
    }

    @Test
    void it_gives_what_the_library_queue_gives_over_any_mix_of_adding_and_removing() {
        Chance chance = Chance.stream(7, "heap");
        var model =
                new PriorityQueue<>(
                        Comparator.comparingLong(Entry::time).thenComparingLong(Entry::key));
        for (int i = 0; i < 100_000; i++) {
            if (model.isEmpty() || chance.below(100) < 52) {
                Entry entry = new Entry(chance.below(1_000), i, i);
                model.add(entry);
                heap.add(entry.time(), entry.key(), entry.slot());
            } else {
                assertThat(heap.firstTimeNanos()).isEqualTo(model.peek().time());
                assertThat(heap.firstKey()).isEqualTo(model.peek().key());
                assertThat(heap.removeFirst()).isEqualTo(model.remove().slot());
            }
            assertThat(heap.size()).isEqualTo(model.size());
        }
    }
}
