package dev.starling.dht.lookup;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a lookup is for: which question it asks, whom it may ask next, and when it is over. The
 * lookup itself is the same for all (Kademlia §2.3).
 */
sealed interface Errand permits Finding, Reading, Writing {

    /**
     * What an answer means.
     *
     * @param counts whether it is one of those that the errand needs
     * @param closer whom it names
     */
    record Reply(boolean counts, List<Contact> closer) {}

    DhtMessage question(long number, List<Long> known);

    /** Does here what {@link #question} asks of others; returns whether that counts. */
    boolean doAtHome(long nowNanos, Consumer<DhtEffect> out);

    /** Takes an answer; empty if it does not answer this errand's question. */
    Optional<Reply> onAnswer(DhtMessage answer);

    /** How many of the closest nodes it is about, as far as it knows by now; never falls. */
    int setSize();

    /** Whether to ask {@code candidate}, an unasked one of the set, now. */
    boolean mayAsk(Candidate candidate, Shortlist shortlist);

    /** Whether the caller can be told. */
    boolean isReady(Shortlist shortlist);

    /** Whether there is nothing left to do. */
    boolean isOver(Shortlist shortlist);

    /** What to tell the caller now. */
    DhtEffect result(Shortlist shortlist);
}
