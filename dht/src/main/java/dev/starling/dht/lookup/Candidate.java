package dev.starling.dht.lookup;

import dev.starling.dht.Contact;

/**
 * A node that may be asked in one lookup, and how far that has come.
 *
 * <pre>
 *   Unasked --> Asked --silence--> Asked again --silence--> Failed
 *                 |                     |                      |
 *                 +---------------------+------ answer --------+--> Answered
 * </pre>
 */
final class Candidate {

    private sealed interface State {
        record Unasked() implements State {}

        record Asked(int times, long deadlineNanos) implements State {}

        record Answered(boolean counts) implements State {}

        record Failed() implements State {}
    }

    private final Contact contact;
    private final int index;
    private final Origin origin;
    private State state = new State.Unasked();

    /**
     * Where a candidate came from.
     *
     * @param depth in which wave it can be asked: 0 for this node itself, 1 for its contacts, and
     *     one more than that of whoever named it
     * @param isNamed whether an answer named it, rather than our contacts
     * @param isDoubtful whether it was suspected of being dead: nobody waits for it
     * @param isNewcomer whether it was unknown until a moment ago: it may lack what it should hold
     */
    record Origin(int depth, boolean isNamed, boolean isDoubtful, boolean isNewcomer) {}

    /**
     * @param index which candidate of its lookup it is, counted from 0
     */
    Candidate(Contact contact, int index, Origin origin) {
        this.contact = contact;
        this.index = index;
        this.origin = origin;
    }

    Contact contact() {
        return contact;
    }

    int index() {
        return index;
    }

    int depth() {
        return origin.depth;
    }

    boolean isNamed() {
        return origin.isNamed;
    }

    boolean isNewcomer() {
        return origin.isNewcomer;
    }

    boolean isHome() {
        return origin.depth == 0;
    }

    boolean isUnasked() {
        return state instanceof State.Unasked;
    }

    boolean isAnswered() {
        return state instanceof State.Answered;
    }

    /** Whether it answered what the errand needs. */
    boolean isCounted() {
        return state instanceof State.Answered answered && answered.counts;
    }

    /** Whether it is still to be asked, or its answer to be waited for. */
    boolean isOpen() {
        return isUnasked() || isActive();
    }

    boolean isFailed() {
        return state instanceof State.Failed;
    }

    /** Whether an answer is due soon enough to wait for: asked once, and not doubtful. */
    boolean isActive() {
        return state instanceof State.Asked asked && asked.times == 1 && !origin.isDoubtful;
    }

    /** {@code Long.MAX_VALUE} unless an answer is awaited. */
    long deadlineNanos() {
        return state instanceof State.Asked asked ? asked.deadlineNanos : Long.MAX_VALUE;
    }

    void onAsked(long deadlineNanos) {
        int times = state instanceof State.Asked asked ? asked.times + 1 : 1;
        state = new State.Asked(times, deadlineNanos);
    }

    boolean isAskedTwice() {
        return state instanceof State.Asked asked && asked.times > 1;
    }

    void onAnswered(boolean counts) {
        state = new State.Answered(counts);
    }

    void onFailed() {
        state = new State.Failed();
    }
}
