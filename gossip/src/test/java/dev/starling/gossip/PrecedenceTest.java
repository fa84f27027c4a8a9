package dev.starling.gossip;

import static dev.starling.gossip.MemberStatus.ALIVE;
import static dev.starling.gossip.MemberStatus.DEAD;
import static dev.starling.gossip.MemberStatus.LEFT;
import static dev.starling.gossip.MemberStatus.SUSPECT;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class PrecedenceTest {

    /** Unsigned, so the last is the highest. */
    private static final long[] NUMBERS = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1};

    /** Rows: what is held. Columns: news of the same epoch and incarnation. */
    private static final boolean[][] SAME_INCARNATION = {
        // ALIVE  SUSPECT DEAD   LEFT
        {false, true, true, true}, // ALIVE
        {false, false, true, true}, // SUSPECT
        {false, false, false, true}, // DEAD
        {false, false, false, false}, // LEFT
    };

    @ParameterizedTest(name = "{0} against held {1}: {2}")
    @MethodSource("wholeTable")
    void the_whole_table(Claim news, Claim held, boolean isExpected) {
        assertThat(supersedes(news, held)).isEqualTo(isExpected);
    }

    static Stream<Arguments> wholeTable() {
        List<Arguments> table = new ArrayList<>();
        for (int epoch = -1; epoch <= 1; epoch++) {
            for (int incarnation = -1; incarnation <= 1; incarnation++) {
                for (MemberStatus heldStatus : MemberStatus.values()) {
                    for (MemberStatus newStatus : MemberStatus.values()) {
                        Claim held = new Claim(5, 5, heldStatus);
                        Claim news = new Claim(5 + epoch, 5 + incarnation, newStatus);
                        table.add(Arguments.of(news, held, isNews(epoch, incarnation, news, held)));
                    }
                }
            }
        }
        return table.stream();
    }

    private static boolean isNews(int epoch, int incarnation, Claim news, Claim held) {
        if (epoch != 0) return epoch > 0;
        if (incarnation != 0) return incarnation > 0;
        return SAME_INCARNATION[held.status().ordinal()][news.status().ordinal()];
    }

    @Test
    void epochs_and_incarnations_are_unsigned_to_the_last_bit() {
        for (int low = 0; low < NUMBERS.length; low++) {
            for (int high = low + 1; high < NUMBERS.length; high++) {
                Claim lower = new Claim(NUMBERS[low], -1, LEFT);
                Claim higher = new Claim(NUMBERS[high], 0, ALIVE);
                assertThat(supersedes(higher, lower)).isTrue();
                assertThat(supersedes(lower, higher)).isFalse();

                Claim earlier = new Claim(7, NUMBERS[low], LEFT);
                Claim later = new Claim(7, NUMBERS[high], ALIVE);
                assertThat(supersedes(later, earlier)).isTrue();
                assertThat(supersedes(earlier, later)).isFalse();
            }
        }
    }

    @Test
    void of_two_different_claims_exactly_one_supersedes_so_that_order_of_arrival_is_no_matter() {
        List<Claim> claims = new ArrayList<>();
        for (long epoch : NUMBERS) {
            for (long incarnation : NUMBERS) {
                for (MemberStatus status : List.of(ALIVE, SUSPECT, DEAD, LEFT)) {
                    claims.add(new Claim(epoch, incarnation, status));
                }
            }
        }
        for (Claim one : claims) {
            for (Claim other : claims) {
                boolean isEither = supersedes(one, other) ^ supersedes(other, one);
                assertThat(isEither).isEqualTo(!one.equals(other));
            }
        }
    }

    private record Claim(long epoch, long incarnation, MemberStatus status) {

        MemberRecord record() {
            return Fleet.BOB.withLife(epoch, incarnation);
        }
    }

    private static boolean supersedes(Claim news, Claim held) {
        Rumor rumor = Members.rumor(news.record(), news.status(), Fleet.ALICE.id());
        return Precedence.supersedes(rumor, held.record(), held.status());
    }
}
