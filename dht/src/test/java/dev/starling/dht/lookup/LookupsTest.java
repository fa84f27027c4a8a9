package dev.starling.dht.lookup;

import static dev.starling.dht.Samples.KEY;
import static dev.starling.dht.Samples.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.DhtEffect;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;

import org.junit.jupiter.api.Test;

import java.util.List;

class LookupsTest extends Asker {

    @Test
    void beyond_the_bound_a_lookup_is_told_at_once_that_it_is_incomplete() {
        knows(30, 0, 10);
        for (int i = 0; i < Lookups.MOST_LOOKUPS; i++) {
            lookups.get(i, KEY, now, ignored -> {});
        }
        get();
        put();
        find();
        assertThat(read()).containsExactly(new ReadResult(List.of(), 0, 2, true, 0));
        assertThat(read().getFirst().isComplete()).isFalse();
        assertThat(written()).containsExactly(new WriteResult(0, 3, 5));
        assertThat(located()).containsExactly(new DhtEffect.Located(7, List.of(), 0));
        assertThat(asked()).isEmpty();

        lookups.checkInvariants();
        now += seconds(5);
        lookups.tick(now, out::add);
        assertThat(lookups.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        out.clear();
        get();
        assertThat(asked()).containsExactly(0, 1);
    }
}
