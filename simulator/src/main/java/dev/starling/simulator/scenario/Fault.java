package dev.starling.simulator.scenario;

import dev.starling.agent.api.Units;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that goes wrong, or right again, at a moment. Times count from the run's start. */
public sealed interface Fault {

    long atNanos();

    /** In few words, for people. */
    String what();

    /** How many of so many nodes it concerns, which may be more than there are. */
    int reach(int nodes);

    /**
     * Refuses a fault that cannot happen: after the end, or to more nodes than there are.
     *
     * @throws IllegalArgumentException one line
     */
    default void requirePossible(int nodes, long lengthNanos) {
        if (atNanos() >= lengthNanos) {
            throw new IllegalArgumentException(
                    "%s is at %s, but the run ends at %s"
                            .formatted(what(), describe(atNanos()), describe(lengthNanos)));
        }
        if (reach(nodes) > nodes) {
            throw new IllegalArgumentException(
                    "%s needs %,d nodes, but there are %,d".formatted(what(), reach(nodes), nodes));
        }
    }

    /** The end of what does not end within the run. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Agents die without a word; which ones is drawn. Their disks are kept.
     *
     * @param untilNanos when the same agents start again from their disks; {@link #NEVER}
     * @param isPowerLost whether the hosts die with their tasks; else tasks run on unwatched
     */
    record Crash(Share nodes, long atNanos, long untilNanos, boolean isPowerLost) implements Fault {

        @Override
        public String what() {
            return "the crash of " + nodes;
        }

        @Override
        public int reach(int all) {
            return nodes.wanted(all);
        }

        private static final Pattern WRITTEN = Pattern.compile("([^@]+)@([^@]+)");

        public Crash {
            requireOrder("a crash", atNanos, untilNanos);
        }

        /** Reads {@code 3@20s} or {@code 10%@1m}; others are refused in one line. */
        public static Crash parse(String text) {
            Matcher written = WRITTEN.matcher(text);
            if (!written.matches()) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a crash: write NODES@TIME, such as 3@20s");
            }
            return new Crash(Share.parse(written.group(1)), nanos(written.group(2)), NEVER, false);
        }
    }

    /** Agents say goodbye and end. */
    record Leave(Share nodes, long atNanos) implements Fault {

        @Override
        public String what() {
            return "the leaving of " + nodes;
        }

        @Override
        public int reach(int all) {
            return nodes.wanted(all);
        }
    }

    /**
     * Nothing passes between two groups until it heals.
     *
     * @param left the first nodes, from the one that others join by
     * @param right those that follow them; nodes in neither group reach both
     */
    record Partition(Share left, Share right, long atNanos, long untilNanos) implements Fault {

        private static final Pattern WRITTEN = Pattern.compile("([^@]+)@(.+?)\\.\\.([^@]+)");

        @Override
        public String what() {
            return "the partition " + left + "/" + right;
        }

        @Override
        public int reach(int all) {
            return leftCount(all) + rightCount(all);
        }

        public int leftCount(int all) {
            return left.wanted(all);
        }

        /** Two parts that make a whole leave nobody out, however they are rounded. */
        public int rightCount(int all) {
            if (!left.isPercent() || !right.isPercent()) return right.wanted(all);
            return new Share(left.amount() + right.amount(), true).wanted(all) - leftCount(all);
        }

        public Partition {
            requireOrder("a partition", atNanos, untilNanos);
            if (left.isPercent() && right.isPercent() && left.amount() + right.amount() > 100) {
                throw new IllegalArgumentException(
                        "the groups " + left + "/" + right + " are more than all nodes");
            }
        }

        /** Reads {@code 40/60@20s..50s}; others are refused in one line. */
        public static Partition parse(String text) {
            Matcher written = WRITTEN.matcher(text);
            if (!written.matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" is not a partition: write LEFT/RIGHT@FROM..UNTIL, such as %s"
                                .formatted(text, "40/60@20s..50s"));
            }
            String sides = written.group(1);
            return between(sides, nanos(written.group(2)), nanos(written.group(3)));
        }

        /** Between two groups written as {@code 40/60} or {@code 50%/50%}. */
        static Partition between(String sides, long atNanos, long untilNanos) {
            int slash = sides.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException(
                        "\"" + sides + "\" is not two groups: write LEFT/RIGHT, such as 40/60");
            }
            Share left = Share.parse(sides.substring(0, slash));
            Share right = Share.parse(sides.substring(slash + 1));
            return new Partition(left, right, atNanos, untilNanos);
        }
    }

    private static void requireOrder(String what, long atNanos, long untilNanos) {
        if (untilNanos > atNanos) return;
        throw new IllegalArgumentException(
                "%s must end after it began: from %s until %s"
                        .formatted(what, describe(atNanos), describe(untilNanos)));
    }

    private static String describe(long nanos) {
        return Units.describe(Duration.ofNanos(nanos));
    }

    private static long nanos(String text) {
        return Units.duration(text).toNanos();
    }
}
