package dev.starling.simulator.scenario;

import java.util.Collection;
import java.util.Optional;

/** Guesses which of the known words somebody meant. */
final class Nearest {

    /** More wrong letters than this is another word. */
    private static final int MOST_WRONG = 3;

    private Nearest() {}

    /** The known word with the fewest letters to change; of several, the first. */
    static Optional<String> to(String word, Collection<String> known) {
        String nearest = "";
        int least = MOST_WRONG + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least && distance < candidate.length()) {
                nearest = candidate;
                least = distance;
            }
        }
        return least > MOST_WRONG ? Optional.empty() : Optional.of(nearest);
    }

    /** Levenshtein: letters to insert, drop or replace, one row of the table at a time. */
    static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) row[j] = j;
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
