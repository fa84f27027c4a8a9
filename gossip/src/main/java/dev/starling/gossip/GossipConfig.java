package dev.starling.gossip;

import java.time.Duration;

/**
 * The settings of membership; all durations are positive, all counts at least 1 unless said.
 *
 * @param probePeriodNanos one probe of one member each (SWIM's T'). Shorter detects sooner and
 *     costs proportionally more packets; keep it above three round trips
 * @param probeTimeoutNanos wait for a direct answer before helpers are asked; below the period
 * @param helpers how many are asked to probe instead (SWIM's k); 0 switches them off
 * @param suspicionMultiplier a suspect has this times max(1, log10 N) periods to refute
 * @param gossipPeriodNanos how often news is sent even when no probe carries it
 * @param gossipFanout to how many members each time
 * @param retransmitMultiplier a rumor is sent this times ceil(log10(N+1)) times by each node
 * @param pushPullPeriodNanos how often the whole table is compared with one random member
 * @param deadRetentionNanos how long the dead and the left are remembered
 * @param reconnectPeriodNanos how often one dead member is tried again; heals partitions
 * @param leaveLingerNanos how long a leaving node stays to spread and repeat its goodbye
 * @param mostMembers bound on remembered nodes, present or not
 */
public record GossipConfig(
        long probePeriodNanos,
        long probeTimeoutNanos,
        int helpers,
        int suspicionMultiplier,
        long gossipPeriodNanos,
        int gossipFanout,
        int retransmitMultiplier,
        long pushPullPeriodNanos,
        long deadRetentionNanos,
        long reconnectPeriodNanos,
        long leaveLingerNanos,
        int mostMembers) {

    public GossipConfig {
        requirePositive("probe period", probePeriodNanos);
        requirePositive("probe timeout", probeTimeoutNanos);
        requirePositive("gossip period", gossipPeriodNanos);
        requirePositive("push/pull period", pushPullPeriodNanos);
        requirePositive("dead retention", deadRetentionNanos);
        requirePositive("reconnect period", reconnectPeriodNanos);
        requirePositive("leave linger", leaveLingerNanos);
        requirePositive("suspicion multiplier", suspicionMultiplier);
        requirePositive("gossip fan-out", gossipFanout);
        requirePositive("retransmit multiplier", retransmitMultiplier);
        requirePositive("most members", mostMembers);
        if (helpers < 0)
            throw new IllegalArgumentException("helpers must be 0 or more: " + helpers);
        if (probeTimeoutNanos >= probePeriodNanos) {
            throw new IllegalArgumentException(
                    "the probe timeout must be shorter than the probe period: "
                            + Duration.ofNanos(probeTimeoutNanos)
                            + " against "
                            + Duration.ofNanos(probePeriodNanos));
        }
    }

    /**
     * Probe, gossip and retransmit figures as memberlist's LAN profile; push/pull every 10 s, since
     * a table of a thousand is 100 kB; dead remembered for a day and retried every 30 s, as Serf
     * does.
     */
    public static GossipConfig defaults() {
        return new GossipConfig(
                millis(1_000),
                millis(500),
                3,
                4,
                millis(200),
                3,
                4,
                millis(10_000),
                Duration.ofHours(24).toNanos(),
                millis(30_000),
                millis(3_000),
                100_000);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) throw new IllegalArgumentException(what + " must be positive: " + value);
    }
}
