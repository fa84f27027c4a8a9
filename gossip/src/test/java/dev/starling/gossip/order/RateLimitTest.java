package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final RateLimit limit = new RateLimit(100, 10);

    @Test
    void once_per_period_and_id() {
        assertThat(limit.allows(id(1), 0)).isTrue();
        assertThat(limit.allows(id(1), 99)).isFalse();
        assertThat(limit.allows(id(2), 99)).isTrue();
        assertThat(limit.allows(id(1), 100)).isTrue();
        assertThat(limit.allows(id(1), 199)).isFalse();
    }

    @Test
    void a_flood_of_ids_is_remembered_up_to_the_bound_and_the_longest_silent_forgotten() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(limit.allows(id(i), 5)).isTrue();
        }

        assertThat(limit.size()).isEqualTo(10);
        assertThat(limit.allows(id(99_999), 6)).isFalse();
        assertThat(limit.allows(id(0), 6)).as("forgotten").isTrue();
    }

    private static NodeId id(int number) {
        return new NodeId(number, 0, 0, 0);
    }
}
