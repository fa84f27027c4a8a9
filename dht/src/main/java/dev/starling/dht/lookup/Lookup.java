package dev.starling.dht.lookup;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.routing.Contacts;
import dev.starling.dht.routing.Placement;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One iterative lookup (Kademlia §2.3): asks candidates close to the target, learns closer ones
 * from their answers, and ends when its {@link Errand} is over or its time is.
 *
 * <p>A question is repeated once and then given up, and the next candidate takes the place of the
 * silent one; an answer that comes after all still counts. We differ from the paper in that a
 * question carries whom we know, so that an answer names only those whom we miss, and in that
 * nobody who was named enters our contacts.
 *
 * <p>Not thread-safe. Time is nanoseconds since this node started and never falls.
 */
final class Lookup {

    private final Errand errand;
    private final Placement placement;
    private final Contacts contacts;
    private final Shortlist shortlist;
    private final List<Long> known;
    private final long firstNumber;
    private final long timeoutNanos;
    private final long deadlineNanos;
    private boolean isReported;
    private boolean isEnded;

    /**
     * What a lookup is given.
     *
     * @param firstNumber its questions are numbered from here, one number for each candidate
     */
    record Order(Errand errand, NodeId target, long firstNumber, long nowNanos) {}

    Lookup(Order order, DhtConfig config, Placement placement) {
        errand = order.errand;
        this.placement = placement;
        contacts = placement.contacts();
        shortlist = new Shortlist(order.target, errand.setSize());
        known = placement.known(order.target);
        firstNumber = order.firstNumber;
        timeoutNanos = config.requestTimeoutNanos();
        deadlineNanos = order.nowNanos + config.lookupDeadlineNanos();
        shortlist.add(contacts.self(), origin(contacts.self(), 0, order.nowNanos));
        for (Contact contact : contacts.closest(order.target, DhtMessage.MOST_CONTACTS)) {
            shortlist.add(contact, origin(contact, 1, order.nowNanos));
        }
    }

    void start(long nowNanos, Consumer<DhtEffect> out) {
        advance(nowNanos, out);
    }

    /** Tells the caller at once that nothing was asked. */
    void refuse(Consumer<DhtEffect> out) {
        isReported = true;
        isEnded = true;
        out.accept(errand.result(shortlist));
    }

    /** Takes the answer of the candidate with this index. Strangers and repetitions are ignored. */
    void onAnswer(
            int index, Sender sender, DhtMessage answer, long nowNanos, Consumer<DhtEffect> out) {
        if (isEnded || index >= shortlist.all().size()) return;
        Candidate candidate = shortlist.all().get(index);
        boolean isAwaited = !candidate.isUnasked() && !candidate.isAnswered();
        if (!isAwaited || !candidate.contact().id().equals(sender.id())) return;
        Optional<Errand.Reply> reply = errand.onAnswer(answer);
        if (reply.isEmpty()) return;
        candidate.onAnswered(reply.get().counts());
        for (Contact named : reply.get().closer()) {
            Contact contact = contacts.contact(named.id()).orElse(named);
            shortlist.add(contact, origin(contact, candidate.depth() + 1, nowNanos));
        }
        advance(nowNanos, out);
    }

    void tick(long nowNanos, Consumer<DhtEffect> out) {
        if (isEnded || nowNanos < nextDeadlineNanos()) return;
        boolean isLate = nowNanos >= deadlineNanos;
        for (Candidate candidate : shortlist.all()) {
            if (isLate || nowNanos < candidate.deadlineNanos()) continue;
            if (candidate.isAskedTwice()) candidate.onFailed();
            else ask(candidate, nowNanos, out);
        }
        advance(nowNanos, out);
    }

    long nextDeadlineNanos() {
        long next = deadlineNanos;
        for (Candidate candidate : shortlist.all()) {
            next = Math.min(next, candidate.deadlineNanos());
        }
        return next;
    }

    boolean isEnded() {
        return isEnded;
    }

    private void advance(long nowNanos, Consumer<DhtEffect> out) {
        boolean isLate = nowNanos >= deadlineNanos;
        boolean isAsking = !isLate;
        while (isAsking) {
            shortlist.widen(errand.setSize());
            isAsking = askNext(nowNanos, out);
        }
        if (!isReported && (isLate || errand.isReady(shortlist))) {
            isReported = true;
            out.accept(errand.result(shortlist));
        }
        isEnded = isLate || errand.isOver(shortlist);
    }

    /** Depths 0 and 1 are ourselves and our contacts; the others were named. */
    private Candidate.Origin origin(Contact contact, int depth, long nowNanos) {
        boolean isDoubtful = contacts.isSuspect(contact.id());
        boolean isNewcomer = placement.isNewcomer(contact.id(), nowNanos);
        return new Candidate.Origin(depth, depth > 1, isDoubtful, isNewcomer);
    }

    /** Ourselves first: that costs nothing and may be enough. */
    private boolean askNext(long nowNanos, Consumer<DhtEffect> out) {
        List<Candidate> set = shortlist.set();
        for (Candidate candidate : set) {
            if (candidate.isHome() && candidate.isUnasked()) {
                candidate.onAnswered(errand.doAtHome(nowNanos, out));
                return true;
            }
        }
        for (Candidate candidate : set) {
            if (candidate.isUnasked() && errand.mayAsk(candidate, shortlist)) {
                ask(candidate, nowNanos, out);
                return true;
            }
        }
        return false;
    }

    private void ask(Candidate candidate, long nowNanos, Consumer<DhtEffect> out) {
        candidate.onAsked(nowNanos + timeoutNanos);
        DhtMessage question = errand.question(firstNumber + candidate.index(), known);
        out.accept(new DhtEffect.Send(candidate.contact().endpoint(), question));
    }
}
