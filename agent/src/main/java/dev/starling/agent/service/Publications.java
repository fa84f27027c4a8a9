package dev.starling.agent.service;

import dev.starling.dht.Entry;
import dev.starling.dht.Version;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Chance;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Keeps the table up with the slots of this host: writes at once what changes, tries again what was
 * not acknowledged, renews what stands, withdraws what is gone.
 *
 * <p>What a slot holds is asked for at the moment of writing, so that a write is never older than
 * its departure. The same content keeps its version, which renews the lease; other content gets the
 * next one.
 */
final class Publications {

    static final long FIRST_PAUSE_NANOS = Duration.ofMillis(500).toNanos();
    static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    /** Within this, all slots of a starting host are written: an agent with many is no storm. */
    static final long SPREAD_NANOS = Duration.ofMillis(200).toNanos();

    /**
     * Bound on withdrawals that are not acknowledged yet. The oldest is given up: its lease ends
     * it.
     */
    static final int MOST_WITHDRAWALS = 4_096;

    private final Function<Slot, Optional<ServiceInstance>> contents;
    private final LongSupplier tokens;
    private final long leaseNanos;
    private final Chance chance;
    private final TreeMap<Slot, Publication> publications = new TreeMap<>();
    private final TreeMap<Long, Slot> writes = new TreeMap<>();
    private final Agenda<Slot> agenda = new Agenda<>();

    /** Slots to be emptied, oldest first, with the moment when the lease has done it anyway. */
    private final LinkedHashMap<Slot, Long> withdrawals = new LinkedHashMap<>();

    private MemberRecord self;
    private long lastSequence;

    /**
     * @param contents what stands in a slot now; empty if it must be withdrawn
     * @param tokens numbers for writes, each given once
     */
    Publications(
            MemberRecord self,
            long leaseNanos,
            Function<Slot, Optional<ServiceInstance>> contents,
            LongSupplier tokens,
            Chance chance) {
        this.self = self;
        this.leaseNanos = leaseNanos;
        this.contents = contents;
        this.tokens = tokens;
        this.chance = chance;
    }

    /** Has a slot written soon, for the first time in this life. */
    void plan(Slot slot, long nowNanos) {
        publications.computeIfAbsent(slot, Publication::new);
        agenda.set(slot, nowNanos + chance.below(SPREAD_NANOS));
    }

    /** Writes the slot now, or as soon as the present write of it has ended. */
    void publish(Slot slot, long nowNanos, Consumer<ServiceEffect> out) {
        Publication publication = publications.computeIfAbsent(slot, Publication::new);
        noteWithdrawal(slot, nowNanos, out);
        if (publication.isWriting()) {
            publication.changedWhileWriting();
        } else {
            write(publication, out);
        }
    }

    /** As {@link #publish}, and has the write of this state answer {@code requestId}. */
    void publishFor(long requestId, Slot slot, long nowNanos, Consumer<ServiceEffect> out) {
        publications.computeIfAbsent(slot, Publication::new).askedBy(requestId);
        publish(slot, nowNanos, out);
    }

    void onWritten(long token, WriteResult result, long nowNanos, Consumer<ServiceEffect> out) {
        Slot slot = writes.remove(token);
        if (slot == null) return;
        Publication publication = publications.get(slot);
        boolean isStale = publication.onWritten();
        for (long requestId : publication.takeCarried()) {
            out.accept(new ServiceEffect.Registered(requestId, result));
        }
        if (result.isAcknowledged()) publication.onAcknowledged();
        if (isStale) {
            write(publication, out);
        } else if (result.isAcknowledged()) {
            settle(publication, nowNanos);
        } else {
            tryAgain(publication, nowNanos);
        }
    }

    /** Has everything written anew: what stands under an older epoch of ours is as good as gone. */
    void epochRaised(MemberRecord raised, long nowNanos) {
        self = raised;
        publications.keySet().forEach(slot -> rewrite(slot, nowNanos));
    }

    /** Has a slot written once more, soon or as soon as the present write of it has ended. */
    void rewrite(Slot slot, long nowNanos) {
        Publication publication = publications.computeIfAbsent(slot, Publication::new);
        if (publication.isWriting()) {
            publication.changedWhileWriting();
        } else {
            plan(slot, nowNanos);
        }
    }

    void tick(long nowNanos, Consumer<ServiceEffect> out) {
        Optional<Slot> due = agenda.takeDue(nowNanos);
        while (due.isPresent()) {
            write(publications.get(due.get()), out);
            due = agenda.takeDue(nowNanos);
        }
    }

    long nextDeadlineNanos() {
        return agenda.earliestNanos();
    }

    private void write(Publication publication, Consumer<ServiceEffect> out) {
        Slot slot = publication.slot();
        Entry entry = entryFor(publication);
        long token = tokens.getAsLong();
        agenda.clear(slot);
        writes.put(token, slot);
        publication.onWriting(entry);
        out.accept(new ServiceEffect.Write(token, Services.keyOf(slot.name()), List.of(entry)));
    }

    private Entry entryFor(Publication publication) {
        Slot slot = publication.slot();
        Version version = new Version(self.epoch(), lastSequence + 1);
        Entry fresh =
                contents.apply(slot)
                        .map(instance -> InstanceCodec.entryOf(instance, version, leaseNanos))
                        .orElseGet(() ->
                                InstanceCodec.tombstoneOf(
                                        self.id(), slot.serviceId(), version, leaseNanos));
        Optional<Entry> same = publication.last().filter(last -> isSameContent(last, fresh));
        if (same.isPresent()) return same.get();
        lastSequence++;
        return fresh;
    }

    private static boolean isSameContent(Entry last, Entry fresh) {
        return last.version().epoch() == fresh.version().epoch()
                && last.isTombstone() == fresh.isTombstone()
                && last.payload().equals(fresh.payload());
    }

    private void settle(Publication publication, long nowNanos) {
        Slot slot = publication.slot();
        if (withdrawals.containsKey(slot)) {
            giveUp(slot);
        } else {
            agenda.set(slot, nowNanos + spread(leaseNanos / 3));
        }
    }

    private void tryAgain(Publication publication, long nowNanos) {
        Slot slot = publication.slot();
        if (nowNanos >= withdrawals.getOrDefault(slot, Long.MAX_VALUE)) {
            giveUp(slot);
        } else {
            agenda.set(slot, nowNanos + spread(publication.nextPauseNanos()));
        }
    }

    /** Keeps {@link #withdrawals} right about a slot that is about to be written. */
    private void noteWithdrawal(Slot slot, long nowNanos, Consumer<ServiceEffect> out) {
        if (contents.apply(slot).isPresent()) {
            withdrawals.remove(slot);
            return;
        }
        withdrawals.putIfAbsent(slot, nowNanos + leaseNanos);
        if (withdrawals.size() > MOST_WITHDRAWALS) giveUpTheOldest(out);
    }

    /** Whoever still waits for it is told the truth: no replica is known to have heard. */
    private void giveUpTheOldest(Consumer<ServiceEffect> out) {
        Publication publication = publications.get(withdrawals.firstEntry().getKey());
        giveUp(publication.slot());
        for (long requestId : publication.takeAll()) {
            out.accept(new ServiceEffect.Registered(requestId, new WriteResult(0, 1, 0)));
        }
    }

    private void giveUp(Slot slot) {
        publications.remove(slot);
        withdrawals.remove(slot);
        agenda.clear(slot);
        writes.values().remove(slot);
    }

    /** {@code nanos}, more or less a fifth. */
    private long spread(long nanos) {
        return nanos - nanos / 5 + chance.below(2 * (nanos / 5) + 1);
    }

    /** An {@link IllegalStateException} if nothing will keep up this slot, which stands. */
    void requireTended(Slot slot) {
        Publication publication = publications.get(slot);
        boolean isTended =
                publication != null
                        && !withdrawals.containsKey(slot)
                        && publication.isWriting() != agenda.contains(slot);
        if (!isTended) throw new IllegalStateException("nobody tends " + slot);
    }

    void checkInvariants() {
        agenda.checkInvariants();
        if (withdrawals.size() > MOST_WITHDRAWALS) {
            throw new IllegalStateException(withdrawals.size() + " withdrawals");
        }
        long writing = publications.values().stream().filter(Publication::isWriting).count();
        if (writing != writes.size()) {
            throw new IllegalStateException(
                    writing + " slots are being written by " + writes.size() + " writes");
        }
        for (Slot slot : withdrawals.keySet()) {
            if (!publications.containsKey(slot) || contents.apply(slot).isPresent()) {
                throw new IllegalStateException("withdrawing what stands: " + slot);
            }
        }
    }
}
