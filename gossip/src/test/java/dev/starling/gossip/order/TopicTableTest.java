package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TopicTableTest {

    private record Word(NodeId origin, int topic, String text) {}

    /** Same first 64 bits, so that only the rest tells them apart. */
    private static final NodeId BOB = new NodeId(7, 0, 0, 1);

    private static final NodeId BOBS_NEIGHBOUR = new NodeId(7, 0, 0, 2);

    private final TopicTable<Word> table = new TopicTable<>(Word::origin, Word::topic);

    @Test
    void the_last_word_on_each_topic_is_kept() {
        table.put(new Word(BOB, 1, "old"));
        table.put(new Word(BOB, 2, "other"));
        table.put(new Word(BOB, 1, "new"));

        assertThat(table.get(BOB, 1)).contains(new Word(BOB, 1, "new"));
        assertThat(table.get(BOB, 2)).contains(new Word(BOB, 2, "other"));
        assertThat(table.get(BOB, 3)).isEmpty();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void origins_that_look_alike_are_kept_apart() {
        table.put(new Word(BOB, 1, "bob"));
        table.put(new Word(BOBS_NEIGHBOUR, 1, "neighbour"));
        List<Word> removed = new ArrayList<>();

        table.remove(BOB, removed::add);

        assertThat(removed).containsExactly(new Word(BOB, 1, "bob"));
        assertThat(table.get(BOB, 1)).isEmpty();
        assertThat(table.get(BOBS_NEIGHBOUR, 1)).isPresent();
    }

    @Test
    void one_topic_too_many_is_refused_but_the_others_still_change() {
        for (int topic = 0; topic < TopicTable.MOST_TOPICS; topic++) {
            assertThat(table.put(new Word(BOB, topic, "first"))).isTrue();
        }

        assertThat(table.put(new Word(BOB, 99, "one more"))).isFalse();
        assertThat(table.put(new Word(BOB, 3, "changed"))).isTrue();
        assertThat(table.put(new Word(BOBS_NEIGHBOUR, 99, "another's"))).isTrue();
        assertThat(table.size()).isEqualTo(TopicTable.MOST_TOPICS + 1);
    }

    @Test
    void all_are_told_by_origin() {
        table.put(new Word(new NodeId(9, 0, 0, 0), 1, "c"));
        table.put(new Word(BOB, 5, "a"));
        table.put(new Word(BOB, 1, "b"));
        List<String> told = new ArrayList<>();

        table.forEach(word -> told.add(word.text()));

        assertThat(told).containsExactly("a", "b", "c");
    }
}
