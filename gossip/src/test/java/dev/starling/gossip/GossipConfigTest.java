package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.Bytes;

import org.junit.jupiter.api.Test;

/** The values that others hand to gossip, and what of them is refused. */
class GossipConfigTest {

    @Test
    void the_defaults_are_valid() {
        assertThatCode(GossipConfig::defaults).doesNotThrowAnyException();
    }

    @Test
    void a_timeout_that_leaves_helpers_no_time_is_refused_with_both_values() {
        assertThatThrownBy(() -> config(1_000, 1_000, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("probe timeout")
                .hasMessageContaining("PT0.000001S");
    }

    @Test
    void helpers_may_be_none_but_not_fewer() {
        assertThat(config(1_000, 500, 0).helpers()).isZero();
        assertThatThrownBy(() -> config(1_000, 500, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("helpers");
    }

    @Test
    void a_period_of_nothing_is_refused_by_name() {
        assertThatThrownBy(() -> config(0, 500, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("probe period");
    }

    @Test
    void a_name_is_measured_in_bytes_and_quoted_when_refused() {
        assertThat(named("ü".repeat(32), "").name()).hasSize(32);
        assertThatThrownBy(() -> named("ü".repeat(33), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 bytes")
                .hasMessageContaining("üü");
        assertThatThrownBy(() -> named("", "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(named("n", "z".repeat(32)).zone()).hasSize(32);
        assertThatThrownBy(() -> named("n", "z".repeat(33)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zone");
    }

    @Test
    void a_notice_is_bounded_and_ordered_by_epoch_then_version_unsigned() {
        assertThatThrownBy(() -> notice(256, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> notice(1, 0, 0, 513)).isInstanceOf(IllegalArgumentException.class);
        assertThat(notice(1, 2, 0, 0).supersedes(notice(1, 1, 9, 0))).isTrue();
        assertThat(notice(1, 1, -1, 0).supersedes(notice(1, 1, 9, 0))).isTrue();
        assertThat(notice(1, 1, 9, 0).supersedes(notice(1, 1, 9, 0))).isFalse();
    }

    private static GossipConfig config(long periodNanos, long timeoutNanos, int helpers) {
        return new GossipConfig(
                periodNanos,
                timeoutNanos,
                helpers,
                4,
                200,
                3,
                4,
                10_000,
                100_000,
                30_000,
                3_000,
                500);
    }

    private static MemberRecord named(String name, String zone) {
        return new MemberRecord(Fleet.BOB.id(), 1, 0, name, Fleet.endpoint(2), zone);
    }

    private static Notice notice(int topic, long epoch, long version, int bytes) {
        return new Notice(Fleet.BOB.id(), topic, epoch, version, Bytes.of(new byte[bytes]));
    }
}
