package dev.starling.agent.task.guard;

import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.dht.Contact;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.gossip.Member;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The jobs whose entries this node holds, and when each is to be looked at.
 *
 * <p>Entries come in crowds, so news only marks a job; the next tick, which is due at once, reviews
 * it. As many jobs as the table holds keys; at most {@value #MOST_AUCTIONS} auctions at a time.
 */
public final class Guardian {

    static final int MOST_AUCTIONS = 64;

    /** Before acting on what the disk remembers: time to rejoin and to be told what is newer. */
    static final long QUIET_NANOS = Duration.ofSeconds(5).toNanos();

    /** Changes of membership come in crowds too, but from the network. */
    static final long MEMBERSHIP_NANOS = Duration.ofMillis(100).toNanos();

    private final Surroundings around;
    private final GuardTools tools;
    private final MinorityGuard minority;
    private final SortedMap<Key, GuardedJob> jobs = new TreeMap<>();
    private final SortedSet<Key> marked = new TreeSet<>();
    private final SortedMap<Long, Key> auctions = new TreeMap<>();
    private final Agenda agenda = new Agenda();
    private long lastSolicitId;
    private boolean hasTicked;
    private long reviewAllNanos = Long.MAX_VALUE;

    public Guardian(Surroundings around, long seed) {
        this.around = around;
        this.minority = new MinorityGuard(around.selfId());
        Chance chance = Chance.stream(seed, "task.guardian");
        this.lastSolicitId = Tasks.firstId(seed, "task.solicits");
        this.tools =
                new GuardTools(
                        around,
                        minority,
                        chance,
                        () -> ++lastSolicitId,
                        () -> auctions.size() < MOST_AUCTIONS);
    }

    /** What comes before the first tick comes from this host's own disk. */
    public void onReplica(Key key, Entry entry, long nowNanos) {
        long quietUntilNanos = hasTicked ? nowNanos : nowNanos + QUIET_NANOS;
        jobs.computeIfAbsent(key, k -> new GuardedJob(k, tools, quietUntilNanos)).apply(entry);
        marked.add(key);
    }

    public void onReplicaDropped(Key key, List<Entry> entries) {
        GuardedJob job = jobs.get(key);
        if (job == null) return;
        job.drop(entries);
        marked.add(key);
    }

    public void onMember(Member member, long nowNanos, Outbox out) {
        if (member.id().equals(around.selfId())) return;
        boolean froze = false;
        switch (member.status()) {
            case ALIVE, SUSPECT -> minority.onPresent(member.id());
            case DEAD -> froze = minority.onDeath(member.id(), nowNanos);
            case LEFT -> minority.onGone(member.id());
        }
        if (froze) {
            String text =
                    "more than a quarter of the members died within seconds; as this node may be"
                            + " the one cut off, tasks are not placed anew until half are back";
            out.wish(new TaskEffect.Noted(text));
        }
        reviewAllNanos = Math.min(reviewAllNanos, nowNanos + MEMBERSHIP_NANOS);
    }

    public void onForgotten(NodeId id) {
        minority.onGone(id);
        reviewAllNanos = 0;
    }

    public void onBid(Sender sender, TaskMessage.Bid bid, long nowNanos, Outbox out) {
        Optional<GuardedJob> job = jobOf(bid.solicitId());
        if (job.isEmpty()) {
            Contact bidder = new Contact(sender.id(), sender.endpoint());
            out.send(bidder, new TaskMessage.Cancel(bid.holdId()));
            return;
        }
        job.get().placing().onBid(sender, bid, nowNanos, out);
        review(auctions.get(bid.solicitId()), nowNanos, out);
    }

    public void onRefuse(Sender sender, TaskMessage.Refuse refuse, long nowNanos, Outbox out) {
        Optional<GuardedJob> job = jobOf(refuse.solicitId());
        if (job.isEmpty()) return;
        job.get().placing().onRefuse(sender, nowNanos, out);
        review(auctions.get(refuse.solicitId()), nowNanos, out);
    }

    private Optional<GuardedJob> jobOf(long solicitId) {
        return Optional.ofNullable(auctions.get(solicitId)).map(this::jobOf);
    }

    GuardedJob jobOf(Key key) {
        return jobs.get(key);
    }

    /** An acceptance that nobody waits for any more is a claim like any other. */
    public void onAccept(Sender sender, TaskKey task, long nowNanos, Outbox out) {
        Key key = Tasks.keyOf(task.job());
        GuardedJob job = jobs.get(key);
        if (job == null) return;
        if (!job.placing().onAccept(sender, task)) job.onClaim(sender, task, nowNanos, out);
        review(key, nowNanos, out);
    }

    public void onReject(Sender sender, TaskKey task, long nowNanos, Outbox out) {
        Key key = Tasks.keyOf(task.job());
        GuardedJob job = jobs.get(key);
        if (job == null) return;
        job.placing().onReject(sender, task, nowNanos, out);
        review(key, nowNanos, out);
    }

    public void onRunning(Sender sender, List<TaskKey> tasks, long nowNanos, Outbox out) {
        for (TaskKey task : tasks) {
            Key key = Tasks.keyOf(task.job());
            GuardedJob job = jobs.get(key);
            if (job == null) continue;
            job.onClaim(sender, task, nowNanos, out);
            marked.add(key);
        }
    }

    public void onUnknown(Sender sender, TaskKey task) {
        Key key = Tasks.keyOf(task.job());
        GuardedJob job = jobs.get(key);
        if (job == null) return;
        job.onUnknown(sender, task);
        marked.add(key);
    }

    /** The jobs that this node is primary for. */
    public List<JobStatus> survey() {
        List<JobStatus> found = new ArrayList<>();
        for (GuardedJob job : jobs.values()) job.surveyed().ifPresent(found::add);
        return found;
    }

    public void tick(long nowNanos, Outbox out) {
        hasTicked = true;
        if (nowNanos >= reviewAllNanos) {
            reviewAllNanos = Long.MAX_VALUE;
            jobs.values().forEach(GuardedJob::onMembership);
            marked.addAll(jobs.keySet());
        }
        SortedSet<Key> due = new TreeSet<>(marked);
        due.addAll(agenda.takeDue(nowNanos));
        marked.clear();
        due.forEach(key -> review(key, nowNanos, out));
    }

    private void review(Key key, long nowNanos, Outbox out) {
        GuardedJob job = jobs.get(key);
        Optional<Long> before = job.placing().solicitId();
        job.review(nowNanos, out);
        Optional<Long> after = job.placing().solicitId();
        if (!before.equals(after)) {
            before.ifPresent(auctions::remove);
            after.ifPresent(solicitId -> auctions.put(solicitId, key));
        }
        agenda.set(key, job.nextDeadlineNanos());
        if (!job.isEmpty()) return;
        jobs.remove(key);
        agenda.remove(key);
    }

    public long nextDeadlineNanos() {
        if (!marked.isEmpty()) return 0;
        return Math.min(reviewAllNanos, agenda.nextNanos());
    }

    public void checkInvariants() {
        jobs.values().forEach(GuardedJob::checkInvariants);
        long open = jobs.values().stream().filter(j -> j.placing().solicitId().isPresent()).count();
        if (open != auctions.size()) {
            throw new IllegalStateException(open + " auctions, " + auctions.size() + " listed");
        }
    }
}
