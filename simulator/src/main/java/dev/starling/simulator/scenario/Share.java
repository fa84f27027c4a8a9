package dev.starling.simulator.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of the nodes: a number, or a part of however many there are.
 *
 * @param amount nodes, or per cent of them; 0 or more
 */
public record Share(int amount, boolean isPercent) {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})(%?)");

    public Share {
        if (amount < 0) throw new IllegalArgumentException("a number of nodes below zero");
        if (isPercent && amount > 100) {
            throw new IllegalArgumentException(amount + "% is more than all nodes");
        }
    }

    public static Share of(int nodes) {
        return new Share(nodes, false);
    }

    /** Reads {@code 3}, {@code 10%} or {@code all}; others are refused in one line. */
    public static Share parse(String text) {
        if (text.equals("all")) return new Share(100, true);
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a number of nodes: write 3, 10% or all");
        }
        return new Share(Integer.parseInt(written.group(1)), !written.group(2).isEmpty());
    }

    /** How many that is of {@code nodes}: a percentage is rounded, and more than all is all. */
    public int count(int nodes) {
        return Math.min(wanted(nodes), nodes);
    }

    /** The same without a limit: a number may be more than there are. */
    int wanted(int nodes) {
        return isPercent ? (int) ((amount * (long) nodes + 50) / 100) : amount;
    }

    @Override
    public String toString() {
        return isPercent ? amount + "%" : Integer.toString(amount);
    }
}
