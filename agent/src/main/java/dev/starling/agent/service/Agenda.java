package dev.starling.agent.service;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** When each of many subjects is due next: one moment per subject, found without looking at all. */
final class Agenda<T extends Comparable<T>> {

    private record Due<T extends Comparable<T>>(long nanos, T subject) {}

    private final TreeMap<T, Long> moments = new TreeMap<>();
    private final TreeSet<Due<T>> order =
            new TreeSet<>(
                    Comparator.comparingLong((Due<T> due) -> due.nanos())
                            .thenComparing(due -> due.subject()));

    /** Replaces the subject's moment; {@link Long#MAX_VALUE} means that it has none. */
    void set(T subject, long atNanos) {
        clear(subject);
        if (atNanos == Long.MAX_VALUE) return;
        moments.put(subject, atNanos);
        order.add(new Due<>(atNanos, subject));
    }

    void clear(T subject) {
        Long former = moments.remove(subject);
        if (former != null) order.remove(new Due<>(former, subject));
    }

    boolean contains(T subject) {
        return moments.containsKey(subject);
    }

    /** {@link Long#MAX_VALUE} if nothing is due, ever. */
    long earliestNanos() {
        return order.isEmpty() ? Long.MAX_VALUE : order.first().nanos();
    }

    /** Takes the earliest subject off if its moment has come. */
    Optional<T> takeDue(long nowNanos) {
        if (nowNanos < earliestNanos()) return Optional.empty();
        Due<T> due = order.pollFirst();
        moments.remove(due.subject());
        return Optional.of(due.subject());
    }

    void checkInvariants() {
        if (moments.size() != order.size()) {
            throw new IllegalStateException(
                    moments.size() + " subjects have " + order.size() + " moments");
        }
    }
}
