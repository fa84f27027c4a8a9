package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class PrefixTableTest {

    private final PrefixTable<String> table = new PrefixTable<>();

    @Test
    void rows_stand_in_unsigned_order() {
        for (long prefix : new long[] {-1, 0, Long.MIN_VALUE, 1, Long.MAX_VALUE}) {
            insert(prefix, Long.toUnsignedString(prefix));
        }

        assertThat(values())
                .containsExactly(
                        "0",
                        "1",
                        "9223372036854775807",
                        "9223372036854775808",
                        "18446744073709551615");
    }

    @Test
    void it_behaves_as_a_sorted_map_of_lists_would() {
        Chance chance = Chance.stream(1, "rows");
        TreeMap<Long, List<String>> model = new TreeMap<>(Long::compareUnsigned);
        for (int i = 0; i < 20_000; i++) {
            long prefix = Chance.mix(chance.below(300)); // so that some collide
            int at = table.firstAt(prefix);
            List<String> held = model.getOrDefault(prefix, List.of());
            assertThat(table.isAt(at, prefix)).isEqualTo(!held.isEmpty());
            if (chance.below(3) == 0 && !held.isEmpty()) {
                table.remove(at);
                held.removeFirst();
                if (held.isEmpty()) model.remove(prefix);
            } else {
                table.insert(at, prefix, "row " + i);
                model.computeIfAbsent(prefix, key -> new ArrayList<>()).addFirst("row " + i);
            }
        }

        List<String> expected = new ArrayList<>();
        model.values().forEach(expected::addAll);
        assertThat(values()).isEqualTo(expected).hasSizeGreaterThan(1_000);
    }

    @Test
    void prefixes_that_crowd_at_either_end_are_found_as_well() {
        for (int i = 0; i < 500; i++) {
            insert(2 * i, "low " + i);
            insert(-1 - 2 * i, "high " + i);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(table.firstAt(2 * i)).isEqualTo(i);
            assertThat(table.firstAt(2 * i + 1)).isEqualTo(i + 1);
            assertThat(table.firstAt(-1 - 2 * i)).isEqualTo(999 - i);
        }
    }

    @Test
    void a_row_can_be_replaced_in_its_place() {
        insert(5, "old");

        table.set(table.firstAt(5), "new");

        assertThat(values()).containsExactly("new");
    }

    @Test
    void there_is_nothing_at_or_behind_the_end() {
        insert(5, "five");

        assertThat(table.firstAt(6)).isEqualTo(1);
        assertThat(table.isAt(1, 6)).isFalse();
        table.remove(0);
        assertThat(table.isAt(0, 5)).isFalse();
        assertThat(table.size()).isZero();
    }

    private void insert(long prefix, String value) {
        table.insert(table.firstAt(prefix), prefix, value);
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) values.add(table.at(i));
        return values;
    }
}
