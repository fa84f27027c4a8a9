package dev.starling.agent.task.host;

import dev.starling.agent.task.TaskKey;
import dev.starling.dht.Entry;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The last attempts that ended here, with the report that was made, if one was. It keeps late and
 * repeated messages harmless: an award that comes twice does not run twice, and who asks again is
 * told again.
 *
 * <p>At most {@value #MOST}; the oldest goes first, and is unknown then.
 */
final class Past {

    static final int MOST = 1_000;

    private final SequencedMap<TaskKey, Optional<Entry>> ended = new LinkedHashMap<>();

    /** Remembers an attempt that was never reported, nor shall be. */
    void add(TaskKey key) {
        remember(key, Optional.empty());
    }

    void add(TaskKey key, Entry report) {
        remember(key, Optional.of(report));
    }

    private void remember(TaskKey key, Optional<Entry> report) {
        ended.putLast(key, report);
        if (ended.size() > MOST) ended.pollFirstEntry();
    }

    boolean isKnown(TaskKey key) {
        return ended.containsKey(key);
    }

    Optional<Entry> report(TaskKey key) {
        return ended.getOrDefault(key, Optional.empty());
    }
}
