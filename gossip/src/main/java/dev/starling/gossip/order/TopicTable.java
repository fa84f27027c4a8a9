package dev.starling.gossip.order;

import dev.starling.node.NodeId;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The last value of each topic of each origin: at most {@value #MOST_TOPICS} topics per origin, so
 * that nobody can fill the memory of all by inventing topics. One more is refused.
 */
public final class TopicTable<V> {

    /** More than the layers above gossip have use for. */
    public static final int MOST_TOPICS = 8;

    private final Function<V, NodeId> originOf;
    private final ToIntFunction<V> topicOf;
    private final PrefixTable<V> rows = new PrefixTable<>();

    public TopicTable(Function<V, NodeId> originOf, ToIntFunction<V> topicOf) {
        this.originOf = originOf;
        this.topicOf = topicOf;
    }

    public int size() {
        return rows.size();
    }

    public Optional<V> get(NodeId origin, int topic) {
        for (int i = rows.firstAt(origin.bits0()); rows.isAt(i, origin.bits0()); i++) {
            if (isOf(i, origin) && topicOf.applyAsInt(rows.at(i)) == topic) {
                return Optional.of(rows.at(i));
            }
        }
        return Optional.empty();
    }

    /** Keeps {@code value} in place of the last; false if its origin has too many topics. */
    public boolean put(V value) {
        NodeId origin = originOf.apply(value);
        int topics = 0;
        int i = rows.firstAt(origin.bits0());
        for (; rows.isAt(i, origin.bits0()); i++) {
            if (!isOf(i, origin)) continue;
            if (topicOf.applyAsInt(rows.at(i)) == topicOf.applyAsInt(value)) {
                rows.set(i, value);
                return true;
            }
            topics++;
        }
        if (topics >= MOST_TOPICS) return false;
        rows.insert(i, origin.bits0(), value);
        return true;
    }

    /** Calls {@code each} with every value, those of one origin in the order of their arrival. */
    public void forEach(Consumer<V> each) {
        for (int i = 0; i < rows.size(); i++) {
            each.accept(rows.at(i));
        }
    }

    /** Takes out all values of {@code origin} and calls {@code each} with them. */
    public void remove(NodeId origin, Consumer<V> each) {
        int i = rows.firstAt(origin.bits0());
        while (rows.isAt(i, origin.bits0())) {
            if (isOf(i, origin)) {
                V removed = rows.at(i);
                rows.remove(i);
                each.accept(removed);
            } else {
                i++;
            }
        }
    }

    private boolean isOf(int index, NodeId origin) {
        return originOf.apply(rows.at(index)).equals(origin);
    }
}
