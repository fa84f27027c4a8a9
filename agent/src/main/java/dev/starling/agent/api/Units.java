package dev.starling.agent.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them, and as they like to read them. */
public final class Units {

    private static final int MOST_CHARACTERS = 64;
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([kKMGT]?)(?:i?B)?");

    private Units() {}

    /** Reads {@code 500ms}, {@code 1.5s}, {@code 1m30s}; others are refused in one line. */
    public static Duration duration(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a duration has at most 64 characters");
        }
        Matcher part = DURATION.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosIn(part.group(2))));
            end = part.end();
        }
        if (end == 0 || end < text.length() || nanos.compareTo(MOST_NANOS) > 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a duration: write 500ms, 10s, 1m30s or 2h");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static final BigDecimal MOST_NANOS =
            BigDecimal.valueOf(Duration.ofDays(36_500).toNanos());

    private static BigDecimal nanosIn(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> 86_400_000_000_000L;
                });
    }

    /** Reads {@code 256M}, {@code 1G}, {@code 4096}: binary multiples of a byte. */
    public static long bytes(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches() || size.group(1).length() > 15) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a size: write 4096, 64k, 256M or 1G");
        }
        int shift =
                switch (size.group(2).toUpperCase(Locale.ROOT)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    case "T" -> 40;
                    default -> 0;
                };
        long count = Long.parseLong(size.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("\"" + text + "\" is more than any host has");
        }
        return count << shift;
    }

    /** {@code 350ms}, {@code 12s}, {@code 3m20s}, {@code 5h10m}, {@code 12d}: two parts at most. */
    public static String describe(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) return millis + "ms";
        long seconds = millis / 1_000;
        if (seconds < 60) return seconds + "s";
        if (seconds < 3_600) return seconds / 60 + "m" + seconds % 60 + "s";
        if (seconds < 86_400) return seconds / 3_600 + "h" + seconds % 3_600 / 60 + "m";
        return seconds / 86_400 + "d";
    }

    /** {@code 512M}, {@code 1.5G}: at most one decimal, binary multiples. */
    public static String describeBytes(long bytes) {
        String[] units = {"", "k", "M", "G", "T"};
        double rest = bytes;
        int unit = 0;
        while (Math.round(rest) >= 1_024 && unit < units.length - 1) {
            rest /= 1_024;
            unit++;
        }
        String number = String.format(Locale.ROOT, rest < 10 ? "%.1f" : "%.0f", rest);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
                + units[unit];
    }
}
