package dev.starling.agent.task.guard;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.guard.Standing.Accepted;
import dev.starling.agent.task.guard.Standing.AtAuction;
import dev.starling.agent.task.guard.Standing.Confirmed;
import dev.starling.agent.task.guard.Standing.Missing;
import dev.starling.agent.task.guard.Standing.Settled;
import dev.starling.agent.task.guard.Standing.Stopping;
import dev.starling.agent.task.guard.Standing.Unconfirmed;
import dev.starling.agent.task.guard.Standing.Unseen;
import dev.starling.agent.task.guard.Standing.Wanted;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.TaskFacts;
import dev.starling.dht.Contact;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One job on one of its guardians: its entries, and, while this node is the primary, where each of
 * its tasks stands.
 *
 * <p>A review compares every task that has news, or whose time has come, with the entries and with
 * who is present, and does what follows; see {@link Standing}. Reviewing early or twice is
 * harmless.
 */
final class GuardedJob {

    /** Hosts claim what they run every ten seconds; this is when a claim is overdue. */
    static final long CLAIM_NANOS = Duration.ofSeconds(12).toNanos();

    /** Three claims in a row may be lost before we ask. */
    static final long SILENCE_NANOS = Duration.ofSeconds(32).toNanos();

    static final long INQUIRE_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
    static final long STOP_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    static final long FROZEN_NANOS = Duration.ofSeconds(1).toNanos();

    /** We may just not have heard of a node yet: so many times the usual delay. */
    static final int STRANGER_FACTOR = 10;

    private static final Standing UNSEEN = new Unseen();
    private static final Standing SETTLED = new Settled();

    private final Surroundings around;
    private final Key key;
    private final MinorityGuard minority;
    private final Chance chance;
    private final Ledger ledger;
    private final Placing placing;
    private final long quietUntilNanos;
    private Standing[] standings = {};
    private Optional<Spec> decidedFor = Optional.empty();
    private Optional<Renewal> renewal = Optional.empty();
    private long deadlineNanos = Long.MAX_VALUE;

    /**
     * @param quietUntilNanos nothing is decided before: what this host kept on disk may be stale
     */
    GuardedJob(Key key, GuardTools tools, long quietUntilNanos) {
        this.around = tools.around();
        this.key = key;
        this.minority = tools.minority();
        this.chance = tools.chance();
        this.ledger = new Ledger(around, key);
        this.placing = new Placing(tools, ledger);
        this.quietUntilNanos = quietUntilNanos;
    }

    void apply(Entry entry) {
        ledger.apply(entry);
    }

    void drop(List<Entry> entries) {
        ledger.drop(entries);
    }

    /** Somebody has come or gone. */
    void onMembership() {
        ledger.touchAll();
    }

    void review(long nowNanos, Outbox out) {
        boolean isOurs = ledger.records().spec().isPresent() && around.isPrimary(key);
        if (!isOurs) {
            relinquish(out);
        } else if (nowNanos < quietUntilNanos) {
            deadlineNanos = quietUntilNanos;
        } else {
            decide(nowNanos, out);
        }
    }

    private void relinquish(Outbox out) {
        placing.abandon(out);
        standings = new Standing[0];
        renewal = Optional.empty();
        deadlineNanos = Long.MAX_VALUE;
    }

    private void decide(long nowNanos, Outbox out) {
        prepare(nowNanos, out);
        placing.tick(nowNanos, out);
        placing.takeOutcomes(standings, nowNanos);
        for (int index = 0; index < standings.length; index++) {
            boolean isTouched = ledger.takeTouched(index);
            if (isTouched || standings[index].deadlineNanos() <= nowNanos) {
                review(index, nowNanos, out);
            }
        }
        placing.open(standings, nowNanos, out);
        boolean isEnded = Arrays.stream(standings).allMatch(Settled.class::isInstance);
        renewal.orElseThrow().tick(ledger.records(), isEnded, nowNanos);
        deadlineNanos = Math.min(renewal.get().nextDeadlineNanos(), placing.nextDeadlineNanos());
        for (Standing standing : standings) {
            boolean isPlacings = standing instanceof Wanted;
            if (!isPlacings) deadlineNanos = Math.min(deadlineNanos, standing.deadlineNanos());
        }
    }

    private void prepare(long nowNanos, Outbox out) {
        if (renewal.isEmpty()) {
            renewal = Optional.of(new Renewal(around, key, nowNanos, chance));
        }
        Spec current = ledger.records().spec().orElseThrow();
        boolean isSame =
                decidedFor
                        .filter(former -> former.generation() == current.generation())
                        .filter(former -> former.spec().equals(current.spec()))
                        .isPresent();
        decidedFor = Optional.of(current);
        if (isSame && standings.length > 0) return;
        placing.abandon(out);
        standings = new Standing[current.spec().count()];
        Arrays.fill(standings, UNSEEN);
        ledger.touchAll();
    }

    /** The one place where a task's standing changes because of what is known. */
    private void review(int index, long nowNanos, Outbox out) {
        Standing before = standings[index];
        standings[index] = next(ledger.records().task(index), before, nowNanos, out);
        boolean wasOffered = before instanceof AtAuction;
        if (wasOffered && !(standings[index] instanceof AtAuction)) placing.withdraw(index);
    }

    private Standing next(TaskFacts facts, Standing before, long nowNanos, Outbox out) {
        boolean isBeingAwarded =
                before instanceof AtAuction auctioned
                        && auctioned.attempt() > facts.placedAttempt()
                        && placing.isAwarding(facts.index());
        if (isBeingAwarded) return before;
        if (facts.isTerminal()) return SETTLED;
        Optional<NodeId> node = facts.node();
        if (node.isEmpty()) return reviewUnplaced(facts, before, nowNanos);
        Optional<MemberRecord> host = around.hosts().present(node.get());
        if (host.isEmpty()) return reviewMissing(facts, before, nowNanos);
        return facts.isStopAsked()
                ? reviewStopping(facts, before, nowNanos, out)
                : reviewPlaced(facts, before, host.get(), nowNanos, out);
    }

    private Standing reviewUnplaced(TaskFacts facts, Standing before, long nowNanos) {
        if (facts.isStopAsked()) {
            ledger.writeStopped(facts, "");
            return SETTLED;
        }
        if (before instanceof AtAuction || before instanceof Wanted) return before;
        return Placing.wanted(facts, nowNanos);
    }

    private Standing reviewMissing(TaskFacts facts, Standing before, long nowNanos) {
        NodeId node = facts.node().orElseThrow();
        if (facts.isIntended()) return reviewUnplaced(facts, before, nowNanos);
        int attempt = facts.placedAttempt();
        boolean isKnown =
                before instanceof Missing missing
                        && missing.attempt() == attempt
                        && missing.node().equals(node);
        if (!isKnown) return new Missing(attempt, node, nowNanos + patienceNanos(node));
        if (nowNanos < before.deadlineNanos()) return before;
        if (minority.isFrozen(nowNanos)) {
            return new Missing(attempt, node, nowNanos + FROZEN_NANOS);
        }
        String reason = "host " + around.hosts().nameOf(node) + " is gone";
        if (facts.isStopAsked()) {
            ledger.writeStopped(facts, reason);
            return SETTLED;
        }
        ledger.writeIntended(facts, attempt + 1, reason);
        return new Wanted(attempt + 1, nowNanos, 0);
    }

    private long patienceNanos(NodeId node) {
        long delayNanos = around.config().reawardDelayNanos();
        long damped = delayNanos + chance.below(delayNanos);
        return around.hosts().isKnown(node) ? damped : STRANGER_FACTOR * damped;
    }

    private Standing reviewStopping(TaskFacts facts, Standing before, long nowNanos, Outbox out) {
        NodeId node = facts.node().orElseThrow();
        int attempt = facts.placedAttempt();
        boolean isAsked =
                before instanceof Stopping stopping
                        && stopping.attempt() == attempt
                        && stopping.node().equals(node);
        if (isAsked && nowNanos < before.deadlineNanos()) return before;
        send(node, new TaskMessage.Stop(facts.placedKey()), out);
        return new Stopping(attempt, node, nowNanos + STOP_AGAIN_NANOS);
    }

    /** A host that came back before anybody else accepted the task keeps it. */
    private Standing reviewPlaced(
            TaskFacts facts, Standing before, MemberRecord host, long nowNanos, Outbox out) {
        int attempt = facts.placedAttempt();
        if (facts.isIntended()) ledger.writePlaced(facts, attempt, host.id());
        boolean isKnown =
                before instanceof Accepted known
                        && known.attempt() == attempt
                        && known.node().equals(host.id())
                        && known.nodeEpoch() == host.epoch();
        if (!isKnown) return unconfirmed(attempt, host, nowNanos + CLAIM_NANOS);
        if (nowNanos < before.deadlineNanos()) return before;
        int revision =
                facts.state()
                        .filter(state -> state.attempt() == attempt)
                        .map(State::revision)
                        .orElse(0);
        send(host.id(), new TaskMessage.Inquire(facts.placedKey(), revision), out);
        return unconfirmed(attempt, host, nowNanos + INQUIRE_AGAIN_NANOS);
    }

    private static Standing unconfirmed(int attempt, MemberRecord host, long deadlineNanos) {
        return new Unconfirmed(attempt, host.id(), host.epoch(), deadlineNanos);
    }

    private void send(NodeId node, TaskMessage message, Outbox out) {
        around.hosts().contact(node).ifPresent(contact -> out.send(contact, message));
    }

    /** A host says that it runs this attempt. */
    void onClaim(Sender sender, TaskKey claim, long nowNanos, Outbox out) {
        Contact claimant = new Contact(sender.id(), sender.endpoint());
        switch (Verdict.on(ledger.records(), sender.id(), claim)) {
            case STANDS -> confirm(sender, claim, nowNanos);
            case REVOKE -> out.send(claimant, new TaskMessage.Revoke(claim));
            case STOP -> out.send(claimant, new TaskMessage.Stop(claim));
            case UNSURE -> {}
        }
    }

    /** Only what is reported too: without, the host is asked on, and then reports again. */
    private void confirm(Sender sender, TaskKey claim, long nowNanos) {
        boolean isReported = ledger.records().task(claim.index()).report().isPresent();
        if (claim.index() >= standings.length || !isReported) return;
        Standing before = standings[claim.index()];
        if (!(before instanceof Accepted)) return;
        long deadlineNanos = nowNanos + SILENCE_NANOS;
        standings[claim.index()] =
                new Confirmed(claim.attempt(), sender.id(), sender.epoch(), deadlineNanos);
        ledger.touch(claim.index());
    }

    /** A host has no trace of an attempt that the entries give to it. */
    void onUnknown(Sender sender, TaskKey lost) {
        Verdict verdict = Verdict.on(ledger.records(), sender.id(), lost);
        boolean isOurs = verdict == Verdict.STANDS || verdict == Verdict.STOP;
        if (!isOurs || !around.isPrimary(key)) return;
        TaskFacts facts = ledger.records().task(lost.index());
        String reason = "host " + around.hosts().nameOf(sender.id()) + " has lost it";
        if (verdict == Verdict.STOP) {
            ledger.writeStopped(facts, reason);
        } else {
            // One attempt is skipped: its place says that the lost one is no longer evidence.
            ledger.writeIntended(facts, lost.attempt() + 2, reason);
        }
    }

    Placing placing() {
        return placing;
    }

    /** The job as its entries tell it, if this node is its primary. */
    Optional<JobStatus> surveyed() {
        return around.isPrimary(key) ? ledger.records().status() : Optional.empty();
    }

    boolean isEmpty() {
        return ledger.records().isEmpty();
    }

    long nextDeadlineNanos() {
        return deadlineNanos;
    }

    void checkInvariants() {
        for (int index = 0; index < standings.length; index++) {
            boolean isOffered = placing.isOffered(index);
            if (isOffered != standings[index] instanceof AtAuction) {
                throw new IllegalStateException(key + ": " + index + " is " + standings[index]);
            }
        }
    }
}
