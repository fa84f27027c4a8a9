package dev.starling.dht.store;

import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.tombstone;
import static dev.starling.dht.store.Shelf.Outcome.CHANGED;
import static dev.starling.dht.store.Shelf.Outcome.KEPT;
import static dev.starling.dht.store.Shelf.Outcome.REFUSED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.DhtCodec;
import dev.starling.dht.Entry;
import dev.starling.dht.Version;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ShelfTest {

    private final Chance chance = Chance.stream(5, "shelf");
    private final Shelf shelf = new Shelf();

    @Test
    void the_newer_version_wins_whichever_comes_first() {
        assertThat(shelf.merge(entry("a", 2, "new"), 0)).isEqualTo(CHANGED);
        assertThat(shelf.merge(entry("a", 1, "old"), 0)).isEqualTo(KEPT);
        assertThat(shelf.merge(entry("a", 3, "newest"), 0)).isEqualTo(CHANGED);

        assertThat(shelf.entries(0)).containsExactly(entry("a", 3, "newest"));
    }

    @Test
    void a_higher_epoch_beats_any_sequence() {
        Entry restarted =
                new Entry(
                        Bytes.ofUtf8("a"),
                        NodeId.hashOf(new byte[0]),
                        new Version(2, 0),
                        seconds(9),
                        false,
                        Bytes.ofUtf8("x"));
        shelf.merge(entry("a", -1, "old"), 0);
        assertThat(shelf.merge(restarted, 0)).isEqualTo(CHANGED);
        assertThat(shelf.entries(0)).containsExactly(restarted);
    }

    @Test
    void a_newer_tombstone_removes_and_a_newer_entry_revives() {
        shelf.merge(entry("a", 1, "x"), 0);
        assertThat(shelf.merge(tombstone("a", 2), 0)).isEqualTo(CHANGED);
        assertThat(shelf.merge(entry("a", 1, "x"), 0)).isEqualTo(KEPT);
        assertThat(shelf.entries(0)).containsExactly(tombstone("a", 2));
        assertThat(shelf.merge(entry("a", 3, "y"), 0)).isEqualTo(CHANGED);
    }

    @Test
    void the_same_entry_renews_its_lease_and_never_shortens_it() {
        Entry held = entry("a", 1, "x").withLease(seconds(60));
        shelf.merge(held, 0);

        assertThat(shelf.merge(held.withLease(seconds(10)), 0)).isEqualTo(KEPT);
        assertThat(shelf.entries(seconds(59))).containsExactly(held.withLease(seconds(1)));

        assertThat(shelf.merge(held, seconds(50))).isEqualTo(KEPT);
        assertThat(shelf.entries(seconds(100))).containsExactly(held.withLease(seconds(10)));
    }

    @Test
    void an_entry_that_lost_does_not_renew_the_one_that_won() {
        shelf.merge(entry("a", 2, "new").withLease(seconds(5)), 0);
        shelf.merge(entry("a", 1, "old").withLease(seconds(500)), 0);
        assertThat(shelf.entries(seconds(5))).isEmpty();
    }

    @Test
    void what_is_over_counts_as_absent_before_it_is_collected() {
        shelf.merge(entry("a", 2, "x").withLease(seconds(5)), 0);
        assertThat(shelf.entries(seconds(5))).isEmpty();
        assertThat(shelf.merge(entry("a", 1, "y"), seconds(5))).isEqualTo(CHANGED);
        assertThat(shelf.merge(entry("b", 1, "z").withLease(0), seconds(5))).isEqualTo(REFUSED);
        assertThat(shelf.entries(seconds(5))).containsExactly(entry("a", 1, "y"));
    }

    @Test
    void collecting_takes_what_is_over_and_nothing_else() {
        shelf.merge(entry("a", 1, "x").withLease(seconds(5)), 0);
        shelf.merge(entry("b", 1, "y").withLease(seconds(6)), 0);

        assertThat(shelf.collect(seconds(5))).containsExactly(entry("a", 1, "x").withLease(0));
        assertThat(shelf.size()).isEqualTo(1);
        assertThat(shelf.collect(seconds(5))).isEmpty();
    }

    @Test
    void pieces_of_a_budget_make_up_the_whole_in_subkey_order() {
        for (int i = 0; i < 200; i++) {
            shelf.merge(entry("key" + chance.below(1_000), 1, "x".repeat(chance.below(300))), 0);
        }
        List<Entry> whole = shelf.entries(0);
        List<Entry> pieced = new ArrayList<>();
        Bytes after = Bytes.EMPTY;
        while (pieced.size() < whole.size()) {
            List<Entry> piece = shelf.entriesAfter(after, 2_000, 0);
            int size = piece.stream().mapToInt(DhtCodec::sizeOf).sum();
            assertThat(size).isLessThanOrEqualTo(2_000);
            pieced.addAll(piece);
            after = piece.getLast().subkey();
        }
        assertThat(pieced).isEqualTo(whole);
        assertThat(shelf.entriesAfter(after, 2_000, 0)).isEmpty();
        assertThat(shelf.entriesAfter(Bytes.EMPTY, 1, 0)).hasSize(1);
    }

    @Test
    void merging_is_commutative_and_idempotent() {
        for (int round = 0; round < 2_000; round++) {
            List<Entry> entries = randomEntries(chance.below(12));
            List<Entry> shuffled = new ArrayList<>(entries);
            shuffled.addAll(randomPart(entries));
            chance.shuffle(shuffled);

            assertThat(merged(shuffled)).isEqualTo(merged(entries));
        }
    }

    @Test
    void merging_is_associative() {
        for (int round = 0; round < 2_000; round++) {
            List<Entry> left = merged(randomEntries(6));
            List<Entry> middle = merged(randomEntries(6));
            List<Entry> right = merged(randomEntries(6));

            assertThat(merged(both(merged(both(left, middle)), right)))
                    .isEqualTo(merged(both(left, merged(both(middle, right)))));
        }
    }

    private static List<Entry> merged(List<Entry> entries) {
        Shelf shelf = new Shelf();
        for (Entry entry : entries) {
            shelf.merge(entry, seconds(1));
        }
        return shelf.entries(seconds(1));
    }

    private static List<Entry> both(List<Entry> left, List<Entry> right) {
        List<Entry> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private List<Entry> randomPart(List<Entry> entries) {
        List<Entry> part = new ArrayList<>(entries);
        part.removeIf(entry -> chance.below(2) == 0);
        return part;
    }

    /** From so small a space that versions, writers and contents collide often. */
    private List<Entry> randomEntries(int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isTombstone = chance.below(3) == 0;
            entries.add(
                    new Entry(
                            Bytes.ofUtf8("key" + chance.below(3)),
                            NodeId.hashOf(new byte[] {(byte) chance.below(2)}),
                            new Version(chance.below(2), chance.below(3)),
                            1 + chance.below(5),
                            isTombstone,
                            Bytes.ofUtf8(isTombstone ? "" : "value" + chance.below(2))));
        }
        return entries;
    }
}
