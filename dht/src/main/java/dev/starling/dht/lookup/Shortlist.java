package dev.starling.dht.lookup;

import dev.starling.dht.Contact;
import dev.starling.dht.store.Pushes;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;

/**
 * The candidates of one lookup, by distance from its target. The first of them that have not failed
 * are the set: whom the lookup is about, as far as it knows by now.
 */
final class Shortlist {

    /** Policy at the bound: whoever is named then is not asked, and the result not confirmed. */
    static final int MOST_CANDIDATES = Pushes.MARK;

    private final NodeId target;
    private int setSize;
    private final List<Candidate> byIndex = new ArrayList<>();
    private final List<Candidate> byDistance = new ArrayList<>();
    private boolean isOverflowed;

    Shortlist(NodeId target, int setSize) {
        this.target = target;
        this.setSize = setSize;
    }

    /** Makes the set larger: the lookup is about more nodes than it seemed. */
    void widen(int toSize) {
        setSize = Math.max(setSize, toSize);
    }

    /** How many candidates there are, whatever became of them. */
    int size() {
        return byIndex.size();
    }

    /** Adds a candidate unless it is one. */
    void add(Contact contact, Candidate.Origin origin) {
        int at = 0;
        for (; at < byDistance.size(); at++) {
            int order = target.compareDistance(byDistance.get(at).contact().id(), contact.id());
            if (order == 0) return;
            if (order > 0) break;
        }
        if (byIndex.size() == MOST_CANDIDATES) {
            isOverflowed |= at < setSize;
            return;
        }
        Candidate candidate = new Candidate(contact, byIndex.size(), origin);
        byIndex.add(candidate);
        byDistance.add(at, candidate);
    }

    List<Candidate> all() {
        return byIndex;
    }

    /** The closest that have not failed, closest first. */
    List<Candidate> set() {
        List<Candidate> set = new ArrayList<>(setSize);
        for (Candidate candidate : byDistance) {
            if (set.size() == setSize) break;
            if (!candidate.isFailed()) set.add(candidate);
        }
        return set;
    }

    /** How many of the set answered what the errand needs. */
    int countedCount() {
        int counted = 0;
        for (Candidate candidate : set()) {
            if (candidate.isCounted()) counted++;
        }
        return counted;
    }

    /** Questions that somebody waits for. */
    int activeCount() {
        int active = 0;
        for (Candidate candidate : byIndex) {
            if (candidate.isActive()) active++;
        }
        return active;
    }

    boolean isAllAnswered() {
        for (Candidate candidate : set()) {
            if (!candidate.isAnswered()) return false;
        }
        return true;
    }

    /** Whether nobody who was named and belongs to the set is still to be asked or waited for. */
    boolean isNamedHeard() {
        for (Candidate candidate : set()) {
            if (candidate.isNamed() && candidate.isOpen()) return false;
        }
        return true;
    }

    /** Whether nobody in the set is still to be asked or waited for. */
    boolean isHeard() {
        for (Candidate candidate : set()) {
            if (candidate.isOpen()) return false;
        }
        return true;
    }

    int answeredCount() {
        int answered = 0;
        for (Candidate candidate : byIndex) {
            if (candidate.isAnswered()) answered++;
        }
        return answered;
    }

    /** How many answered that have been known for a while. */
    int answeredOldCount() {
        int answered = 0;
        for (Candidate candidate : byIndex) {
            if (candidate.isAnswered() && !candidate.isNewcomer()) answered++;
        }
        return answered;
    }

    /** Whether everybody who was named and belongs to the set has been asked. */
    boolean isConfirmed() {
        if (isOverflowed) return false;
        for (Candidate candidate : set()) {
            if (candidate.isNamed() && candidate.isUnasked()) return false;
        }
        return true;
    }

    /** The last wave in which anybody was asked; 0 if nobody but this node was. */
    int rounds() {
        int rounds = 0;
        for (Candidate candidate : byIndex) {
            if (!candidate.isUnasked()) rounds = Math.max(rounds, candidate.depth());
        }
        return rounds;
    }
}
