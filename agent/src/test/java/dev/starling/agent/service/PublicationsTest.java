package dev.starling.agent.service;

import static dev.starling.agent.service.Fixture.ACKNOWLEDGED;
import static dev.starling.agent.service.Fixture.LEASE_NANOS;
import static dev.starling.agent.service.Fixture.UNHEARD;
import static dev.starling.agent.service.Fixture.entryIn;
import static dev.starling.agent.service.Fixture.instanceIn;
import static dev.starling.agent.service.Fixture.ms;
import static dev.starling.agent.service.Fixture.service;
import static dev.starling.agent.service.Fixture.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.WriteResult;

import org.junit.jupiter.api.Test;

import java.util.List;

class PublicationsTest {

    private final Fixture host = Fixture.host("alice");

    @Test
    void one_write_at_a_time_and_after_it_only_the_last_state() {
        host.register(service("web", "web", ttl("beat", 60_000)));
        ServiceEffect.Write first = host.takeOnly(ServiceEffect.Write.class);
        report(CheckStatus.PASSING);
        report(CheckStatus.WARNING);
        report(CheckStatus.CRITICAL);
        report(CheckStatus.PASSING);
        assertThat(host.take(ServiceEffect.Write.class)).isEmpty();

        host.written(first, ACKNOWLEDGED);

        ServiceEffect.Write second = host.takeOnly(ServiceEffect.Write.class);
        assertThat(instanceIn(second).status()).isEqualTo(CheckStatus.PASSING);
        assertThat(entryIn(second).version().sequence()).isEqualTo(2);
    }

    @Test
    void a_second_registration_during_a_write_is_answered_by_the_write_that_carries_it() {
        host.register(service("web", "web"));
        ServiceEffect.Write first = host.takeOnly(ServiceEffect.Write.class);
        host.services.register(
                200, service("web", "web", ttl("beat", 1_000)), host.nowNanos, host.out());

        host.written(first, UNHEARD);
        assertThat(host.takeOnly(ServiceEffect.Registered.class))
                .isEqualTo(new ServiceEffect.Registered(100, UNHEARD));
        host.written(host.takeOnly(ServiceEffect.Write.class), ACKNOWLEDGED);

        assertThat(host.takeOnly(ServiceEffect.Registered.class))
                .isEqualTo(new ServiceEffect.Registered(200, ACKNOWLEDGED));
    }

    @Test
    void what_was_not_acknowledged_is_tried_again_with_growing_pauses() {
        host.register(service("web", "web"));
        long firstPause = pauseAfter(UNHEARD);
        assertThat(firstPause).isBetween(ms(400), ms(600));
        assertThat(pauseAfter(UNHEARD)).isBetween(ms(800), ms(1_200));
        assertThat(pauseAfter(UNHEARD)).isBetween(ms(1_600), ms(2_400));
        for (int i = 0; i < 10; i++) {
            pauseAfter(UNHEARD);
        }
        assertThat(pauseAfter(UNHEARD)).isBetween(ms(24_000), ms(36_000));
    }

    @Test
    void a_try_again_keeps_its_version_and_an_acknowledgement_ends_the_pauses() {
        host.register(service("web", "web", ttl("beat", 600_000)));
        ServiceEffect.Write first = host.takeOnly(ServiceEffect.Write.class);
        host.written(first, UNHEARD);
        host.passMillis(600);
        ServiceEffect.Write second = host.takeOnly(ServiceEffect.Write.class);
        assertThat(second.entries()).isEqualTo(first.entries());
        host.written(second, ACKNOWLEDGED);

        report(CheckStatus.PASSING);

        assertThat(pauseAfter(UNHEARD)).isBetween(ms(400), ms(600));
    }

    @Test
    void a_change_does_not_wait_for_the_next_try() {
        host.register(service("web", "web", ttl("beat", 600_000)));
        for (int i = 0; i < 8; i++) {
            pauseAfter(UNHEARD);
        }
        host.written(host.takeOnly(ServiceEffect.Write.class), UNHEARD);

        report(CheckStatus.PASSING);

        assertThat(host.takePublished().status()).isEqualTo(CheckStatus.PASSING);
    }

    @Test
    void what_stands_is_renewed_in_the_same_version_well_within_its_lease() {
        host.register(service("web", "web"));
        ServiceEffect.Write first = host.takeOnly(ServiceEffect.Write.class);
        host.written(first, ACKNOWLEDGED);
        for (int i = 0; i < 20; i++) {
            long wait = host.services.nextDeadlineNanos() - host.nowNanos;
            assertThat(wait).isBetween(LEASE_NANOS / 3 * 4 / 5, LEASE_NANOS / 3 * 6 / 5);
            host.passMillis(wait / 1_000_000 + 1);
            ServiceEffect.Write renewal = host.takeOnly(ServiceEffect.Write.class);
            assertThat(renewal.entries()).isEqualTo(first.entries());
            host.written(renewal, ACKNOWLEDGED);
        }
    }

    @Test
    void renewals_of_many_services_do_not_come_in_step() {
        for (int i = 0; i < 50; i++) {
            host.register(service("s" + i, "many"));
        }
        host.settle();
        host.passMillis(LEASE_NANOS / 3 / 1_000_000);

        assertThat(host.take(ServiceEffect.Write.class)).hasSizeBetween(10, 40);
    }

    @Test
    void a_withdrawal_that_nobody_acknowledges_is_given_up_when_the_lease_has_done_it() {
        host.register(service("web", "web"));
        host.settle();
        host.services.deregister(101, "web", host.nowNanos, host.out());
        long end = host.nowNanos + LEASE_NANOS;
        int tries = 0;
        while (host.nowNanos < end) {
            tries++;
            pauseAfter(UNHEARD);
        }
        host.written(host.takeOnly(ServiceEffect.Write.class), UNHEARD);

        assertThat(tries).isGreaterThan(20);
        assertThat(host.services.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(host.take(ServiceEffect.Registered.class))
                .as("the first try answered")
                .contains(new ServiceEffect.Registered(101, UNHEARD));
    }

    @Test
    void more_withdrawals_than_are_kept_give_up_the_oldest_and_answer_for_it() {
        for (int i = 0; i <= Publications.MOST_WITHDRAWALS; i++) {
            host.services.register(1, service("s" + i, "many"), host.nowNanos, host.out());
            host.written(host.takeOnly(ServiceEffect.Write.class), ACKNOWLEDGED);
            host.effects.clear();
            host.services.deregister(1_000 + i, "s" + i, host.nowNanos, host.out());
            host.take(ServiceEffect.Write.class);
            if (i < Publications.MOST_WITHDRAWALS) {
                assertThat(host.take(ServiceEffect.Registered.class)).isEmpty();
            }
        }

        assertThat(host.takeOnly(ServiceEffect.Registered.class))
                .isEqualTo(new ServiceEffect.Registered(1_000, new WriteResult(0, 1, 0)));
        host.services.checkInvariants();
    }

    @Test
    void ticking_early_or_twice_writes_nothing() {
        host.services.start(List.of(service("web", "web")), host.nowNanos, host.out());
        host.services.tick(host.nowNanos - 1, host.out());
        assertThat(host.effects).isEmpty();

        host.passMillis(200);
        host.services.tick(host.nowNanos, host.out());
        host.services.tick(host.nowNanos, host.out());

        assertThat(host.take(ServiceEffect.Write.class)).hasSize(1);
    }

    /** Ends the write that is under way and waits until the next one begins. */
    private long pauseAfter(WriteResult result) {
        host.written(host.takeOnly(ServiceEffect.Write.class), result);
        long pause = host.services.nextDeadlineNanos() - host.nowNanos;
        host.nowNanos += pause;
        host.services.tick(host.nowNanos, host.out());
        host.services.checkInvariants();
        return pause;
    }

    private void report(CheckStatus status) {
        host.services.report(new TtlReport(3, "web", "", status, ""), host.nowNanos, host.out());
    }
}
