package dev.starling.agent.task.guard;

import dev.starling.dht.Key;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** When each job has to be looked at next, and which is first. */
final class Agenda {

    private record Date(long nanos, Key key) {}

    private final SortedMap<Key, Date> byKey = new TreeMap<>();
    private final TreeSet<Date> byTime =
            new TreeSet<>(Comparator.comparingLong(Date::nanos).thenComparing(Date::key));

    /** Replaces the job's date; {@link Long#MAX_VALUE} is none. */
    void set(Key key, long nanos) {
        remove(key);
        if (nanos == Long.MAX_VALUE) return;
        Date date = new Date(nanos, key);
        byKey.put(key, date);
        byTime.add(date);
    }

    void remove(Key key) {
        Date known = byKey.remove(key);
        if (known != null) byTime.remove(known);
    }

    /** Takes the jobs whose date has come out, earliest first. */
    List<Key> takeDue(long nowNanos) {
        List<Key> due = new ArrayList<>();
        while (nextNanos() <= nowNanos) {
            Key key = byTime.first().key;
            remove(key);
            due.add(key);
        }
        return due;
    }

    long nextNanos() {
        return byTime.isEmpty() ? Long.MAX_VALUE : byTime.first().nanos;
    }
}
