package dev.starling.gossip;

import dev.starling.node.Endpoint;
import dev.starling.node.Sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks seeds for their table until one answers, however long that takes.
 *
 * <pre>
 *   Idle --join--> Asking --nobody answered: the next seeds, after a longer pause--> Asking
 *    ^                |
 *    +----- answer ---+
 * </pre>
 *
 * <p>Of many seeds, {@value #SEEDS_AT_ONCE} are asked at a time, in turn: each answer is a whole
 * table. The pause grows from 1 s to 10 s; each time it grows, those who were silent are named.
 */
final class Joining {

    static final int SEEDS_AT_ONCE = 5;

    /** More are not remembered: who does not answer among so many will not among more. */
    static final int MOST_SEEDS = 1_000;

    private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LAST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private sealed interface Phase {

        record Idle() implements Phase {}

        record Asking(List<Endpoint> asked, long pauseNanos, long deadlineNanos) implements Phase {}
    }

    private final Endpoint self;
    private final PushPull pushPull;
    private final LinkedHashSet<Endpoint> seeds = new LinkedHashSet<>();
    private Phase phase = new Phase.Idle();

    Joining(Endpoint self, PushPull pushPull) {
        this.self = self;
        this.pushPull = pushPull;
    }

    /** Begins to ask these seeds, beside those who have not answered yet. */
    void join(List<Endpoint> more, long nowNanos, Consumer<GossipEffect> out) {
        for (Endpoint seed : more) {
            if (!seed.equals(self) && seeds.size() < MOST_SEEDS) seeds.add(seed);
        }
        if (!seeds.isEmpty()) ask(FIRST_PAUSE_NANOS, nowNanos, out);
    }

    /**
     * Somebody has shown its table, asking nothing.
     *
     * <p>A seed is known by its address; or, if it goes by another one than we called it by, as one
     * from whom nobody else here expected an answer.
     */
    void onAnswer(Sender by, boolean isExpectedElsewhere, Consumer<GossipEffect> out) {
        if (!(phase instanceof Phase.Asking)) return;
        if (isExpectedElsewhere && !seeds.contains(by.endpoint())) return;
        stop();
        out.accept(new GossipEffect.Joined(by.id()));
    }

    void tick(long nowNanos, Consumer<GossipEffect> out) {
        if (nowNanos < nextDeadlineNanos()) return;
        if (phase instanceof Phase.Asking asking) askOthers(asking, nowNanos, out);
    }

    long nextDeadlineNanos() {
        return switch (phase) {
            case Phase.Idle idle -> Long.MAX_VALUE;
            case Phase.Asking asking -> asking.deadlineNanos();
        };
    }

    /** Asks nobody any more. */
    void stop() {
        seeds.clear();
        phase = new Phase.Idle();
    }

    private void askOthers(Phase.Asking asking, long nowNanos, Consumer<GossipEffect> out) {
        long pauseNanos = Math.min(2 * asking.pauseNanos(), LAST_PAUSE_NANOS);
        if (pauseNanos > asking.pauseNanos()) {
            for (Endpoint silent : asking.asked()) {
                out.accept(new GossipEffect.SeedSilent(silent, pauseNanos));
            }
        }
        ask(pauseNanos, nowNanos, out);
    }

    private void ask(long pauseNanos, long nowNanos, Consumer<GossipEffect> out) {
        List<Endpoint> asked = new ArrayList<>(SEEDS_AT_ONCE);
        while (asked.size() < Math.min(SEEDS_AT_ONCE, seeds.size())) {
            Endpoint seed = seeds.removeFirst();
            seeds.addLast(seed);
            asked.add(seed);
        }
        phase = new Phase.Asking(asked, pauseNanos, nowNanos + pauseNanos);
        for (Endpoint seed : asked) pushPull.ask(seed, nowNanos, out);
    }
}
