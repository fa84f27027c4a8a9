package dev.starling.agent.api;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who mistyped a word probably meant. */
public final class NearestWord {

    private static final int MOST_CHARACTERS = 64;

    private NearestWord() {}

    /**
     * The known word that takes the fewest single-letter changes, the first of equals; none if
     * every word takes more than one change for each three letters written, and one at least.
     */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.length() > MOST_CHARACTERS) return Optional.empty();
        String word = written.toLowerCase(Locale.ROOT);
        int fewest = Math.max(1, word.length() / 3) + 1;
        String nearest = "";
        for (String candidate : known) {
            int changes = changes(word, candidate.toLowerCase(Locale.ROOT));
            if (changes >= fewest) continue;
            fewest = changes;
            nearest = candidate;
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Letters put in, left out, replaced, or swapped with their neighbour, one row at a time. */
    private static int changes(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean isSame = from.charAt(i - 1) == to.charAt(j - 1);
                row[j] =
                        Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + (isSame ? 0 : 1));
                boolean isSwap =
                        i > 1
                                && j > 1
                                && from.charAt(i - 1) == to.charAt(j - 2)
                                && from.charAt(i - 2) == to.charAt(j - 1);
                if (isSwap) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
            }
        }
        return row[to.length()];
    }
}
