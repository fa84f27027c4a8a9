package dev.starling.agent.service;

import static dev.starling.agent.service.Fixture.ACKNOWLEDGED;
import static dev.starling.agent.service.Fixture.UNHEARD;
import static dev.starling.agent.service.Fixture.entryIn;
import static dev.starling.agent.service.Fixture.http;
import static dev.starling.agent.service.Fixture.instanceIn;
import static dev.starling.agent.service.Fixture.ms;
import static dev.starling.agent.service.Fixture.service;
import static dev.starling.agent.service.Fixture.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Entry;
import dev.starling.dht.ReadResult;
import dev.starling.dht.Version;
import dev.starling.gossip.MemberStatus;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class ServicesTest {

    private final Fixture host = Fixture.host("alice");

    @Test
    void a_service_is_saved_before_it_is_published() {
        host.register(service("web-1", "web"));

        assertThat(host.effects).hasSize(2);
        assertThat(host.effects.getFirst())
                .isEqualTo(new ServiceEffect.Save(List.of(service("web-1", "web"))));
        ServiceInstance published = host.takePublished();
        assertThat(published.status()).isEqualTo(CheckStatus.PASSING);
        assertThat(published.address()).isEqualTo("10.0.0.7");
        assertThat(published.owner()).isEqualTo(host.self.id());
    }

    @Test
    void its_own_address_is_published_if_it_has_one() {
        host.register(
                new ServiceDefinition(
                        "db",
                        "db",
                        "db.example",
                        5432,
                        List.of("primary"),
                        new TreeMap<>(),
                        List.of()));

        assertThat(host.takePublished().address()).isEqualTo("db.example");
    }

    @Test
    void a_registration_is_answered_by_its_first_write_however_far_that_came() {
        host.register(service("web-1", "web"));
        assertThat(host.take(ServiceEffect.Registered.class)).isEmpty();

        host.written(host.takeOnly(ServiceEffect.Write.class), UNHEARD);

        assertThat(host.takeOnly(ServiceEffect.Registered.class))
                .isEqualTo(new ServiceEffect.Registered(100, UNHEARD));
    }

    @Test
    void a_checked_service_is_critical_until_its_check_has_passed() {
        host.register(service("web-1", "web", http("http")));
        ServiceEffect.StartCheck started = host.takeOnly(ServiceEffect.StartCheck.class);
        ServiceEffect.Write first = host.takeOnly(ServiceEffect.Write.class);
        assertThat(instanceIn(first).status()).isEqualTo(CheckStatus.CRITICAL);
        host.written(first, ACKNOWLEDGED);

        host.check(started.ref(), CheckStatus.PASSING, "200 OK");

        ServiceInstance published = host.takePublished();
        assertThat(published.status()).isEqualTo(CheckStatus.PASSING);
        assertThat(published.output()).isEqualTo("200 OK");
    }

    @Test
    void every_change_of_status_is_written_at_once_and_in_a_higher_version() {
        host.register(service("web-1", "web", http("http")));
        CheckRef check = host.takeOnly(ServiceEffect.StartCheck.class).ref();
        Version last = new Version(0, 0);
        for (int i = 0; i < 6; i++) {
            host.check(check, i % 2 == 0 ? CheckStatus.PASSING : CheckStatus.CRITICAL, "");
            ServiceEffect.Write write = host.take(ServiceEffect.Write.class).getFirst();
            if (i == 0) {
                host.written(write, ACKNOWLEDGED);
                write = host.takeOnly(ServiceEffect.Write.class);
            }
            assertThat(entryIn(write).version()).isGreaterThan(last);
            last = entryIn(write).version();
            host.written(write, ACKNOWLEDGED);
        }
        assertThat(last.epoch()).isEqualTo(1);
    }

    @Test
    void a_check_that_only_says_it_differently_writes_nothing() {
        host.register(service("web-1", "web", http("http")));
        CheckRef check = host.takeOnly(ServiceEffect.StartCheck.class).ref();
        host.check(check, CheckStatus.PASSING, "12 users");
        host.settle();
        host.settle();

        host.check(check, CheckStatus.PASSING, "13 users");

        assertThat(host.take(ServiceEffect.Write.class)).isEmpty();
        assertThat(host.services.local().getFirst().checks().getFirst().output())
                .isEqualTo("13 users");
    }

    @Test
    void what_a_check_said_last_goes_out_with_the_renewal() {
        host.register(service("web-1", "web", http("http")));
        CheckRef check = host.takeOnly(ServiceEffect.StartCheck.class).ref();
        host.check(check, CheckStatus.PASSING, "12 users");
        host.settle();
        host.settle();
        host.check(check, CheckStatus.PASSING, "13 users");

        host.passMillis(6 * 60_000);

        assertThat(host.takePublished().output()).isEqualTo("13 users");
    }

    @Test
    void a_deregistered_service_leaves_a_tombstone_of_a_higher_version() {
        host.register(service("web-1", "web", http("http")));
        ServiceEffect.Write published = host.takeOnly(ServiceEffect.Write.class);
        host.written(published, ACKNOWLEDGED);
        host.effects.clear();

        host.services.deregister(101, "web-1", host.nowNanos, host.out());

        assertThat(host.take(ServiceEffect.StopCheck.class)).hasSize(1);
        assertThat(host.takeOnly(ServiceEffect.Save.class).services()).isEmpty();
        ServiceEffect.Write withdrawn = host.takeOnly(ServiceEffect.Write.class);
        assertThat(withdrawn.key()).isEqualTo(published.key());
        assertThat(entryIn(withdrawn).subkey()).isEqualTo(entryIn(published).subkey());
        assertThat(entryIn(withdrawn).isTombstone()).isTrue();
        assertThat(entryIn(withdrawn).supersedes(entryIn(published))).isTrue();
        host.written(withdrawn, ACKNOWLEDGED);
        assertThat(host.takeOnly(ServiceEffect.Registered.class).requestId()).isEqualTo(101);
        assertThat(host.services.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void results_of_a_check_that_was_stopped_are_dropped() {
        host.register(service("web-1", "web", http("http")));
        CheckRef former = host.takeOnly(ServiceEffect.StartCheck.class).ref();
        host.settle();
        host.register(
                service(
                        "web-1",
                        "web",
                        new CheckDefinition.Tcp("http", "127.0.0.1", 80, ms(1_000), ms(500))));
        host.settle();

        host.check(former, CheckStatus.PASSING, "");

        assertThat(host.take(ServiceEffect.Write.class)).isEmpty();
        assertThat(host.services.local().getFirst().status()).isEqualTo(CheckStatus.CRITICAL);
    }

    @Test
    void registering_the_same_once_more_disturbs_nothing_and_is_answered() {
        host.register(service("web-1", "web", http("http")));
        CheckRef check = host.takeOnly(ServiceEffect.StartCheck.class).ref();
        host.check(check, CheckStatus.PASSING, "");
        host.settle();
        host.settle();
        host.effects.clear();

        host.register(service("web-1", "web", http("http")));

        assertThat(instanceIn(host.take(ServiceEffect.Write.class).getFirst()).status())
                .isEqualTo(CheckStatus.PASSING);
        assertThat(host.effects).isEmpty();
    }

    @Test
    void a_changed_service_keeps_the_state_of_a_check_that_stayed_the_same() {
        host.register(service("web-1", "web", http("http")));
        host.check(host.takeOnly(ServiceEffect.StartCheck.class).ref(), CheckStatus.PASSING, "ok");
        host.settle();
        host.settle();

        host.register(service("web-1", "web", http("http"), http("admin")));

        List<LocalService.Check> checks = host.services.local().getFirst().checks();
        assertThat(checks)
                .extracting(LocalService.Check::status)
                .containsExactly(CheckStatus.PASSING, CheckStatus.CRITICAL);
        assertThat(host.take(ServiceEffect.StopCheck.class)).hasSize(1);
        assertThat(host.take(ServiceEffect.StartCheck.class)).hasSize(2);
    }

    @Test
    void a_service_under_another_name_is_withdrawn_under_the_former_one() {
        host.register(service("web-1", "web"));
        host.settle();
        host.register(service("web-1", "shop"));

        List<ServiceEffect.Write> writes = host.take(ServiceEffect.Write.class);

        assertThat(writes)
                .extracting(ServiceEffect.Write::key)
                .containsExactly(Services.keyOf("shop"), Services.keyOf("web"));
        assertThat(entryIn(writes.get(0)).isTombstone()).isFalse();
        assertThat(entryIn(writes.get(1)).isTombstone()).isTrue();
    }

    @Test
    void a_name_taken_up_again_stands_although_its_withdrawal_is_still_under_way() {
        host.register(service("web-1", "web"));
        host.settle();
        host.register(service("web-1", "shop"));
        host.register(service("web-1", "web"));

        host.settle();
        host.settle();

        assertThat(host.lookup("web").instances()).hasSize(1);
        assertThat(host.lookup("shop").instances()).isEmpty();
        assertThat(host.table.get(Services.keyOf("web")).values()).noneMatch(Entry::isTombstone);
    }

    @Test
    void a_ttl_check_turns_critical_when_nothing_is_heard_in_time() {
        host.register(service("job", "job", ttl("beat", 10_000)));
        host.settle();
        report("job", "", CheckStatus.PASSING, "fine");
        ServiceEffect.Write passing = host.takeOnly(ServiceEffect.Write.class);
        assertThat(instanceIn(passing).status()).isEqualTo(CheckStatus.PASSING);
        host.written(passing, ACKNOWLEDGED);

        host.passMillis(9_999);
        report("job", "beat", CheckStatus.PASSING, "still fine");
        host.passMillis(9_999);
        assertThat(host.take(ServiceEffect.Write.class)).isEmpty();
        host.passMillis(1);

        ServiceInstance published = host.takePublished();
        assertThat(published.status()).isEqualTo(CheckStatus.CRITICAL);
        assertThat(published.output()).contains("no report in time").contains("still fine");
    }

    @Test
    void a_report_for_what_is_not_there_changes_nothing_and_says_so() {
        host.register(service("web", "web", http("http"), ttl("a", 1_000), ttl("b", 1_000)));
        host.settle();
        host.effects.clear();

        report("shop", "", CheckStatus.PASSING, "");
        report("web", "", CheckStatus.PASSING, "");
        report("web", "http", CheckStatus.PASSING, "");

        assertThat(host.take(ServiceEffect.NotFound.class))
                .extracting(ServiceEffect.NotFound::message)
                .containsExactly(
                        "this host has no service of id \"shop\"",
                        "service web has not exactly one TTL check; name one",
                        "service web has no TTL check of id \"http\"");
        assertThat(host.effects).isEmpty();
    }

    @Test
    void deregistering_what_is_not_there_changes_nothing_and_says_so() {
        host.services.deregister(5, "ghost", host.nowNanos, host.out());

        assertThat(host.effects)
                .containsExactly(
                        new ServiceEffect.NotFound(5, "this host has no service of id \"ghost\""));
    }

    @Test
    void a_restarted_host_publishes_what_it_had_within_a_fifth_of_a_second() {
        Fixture before = Fixture.host("alice");
        before.register(service("web-1", "web"));
        before.register(service("db-1", "db", ttl("beat", 1_000)));
        before.settle();
        Fixture after = new Fixture("alice", 2, before.table);

        after.services.start(
                List.of(service("db-1", "db", ttl("beat", 1_000)), service("web-1", "web")),
                after.nowNanos,
                after.out());
        assertThat(after.effects).isEmpty();
        after.passMillis(200);

        List<ServiceEffect.Write> writes = after.take(ServiceEffect.Write.class);
        assertThat(writes).hasSize(2);
        assertThat(writes).allMatch(write -> entryIn(write).version().epoch() == 2);
        assertThat(after.take(ServiceEffect.Save.class)).isEmpty();
        assertThat(after.services.local()).hasSize(2);
    }

    @Test
    void everything_is_written_anew_when_the_own_epoch_had_to_be_raised() {
        host.register(service("web-1", "web"));
        host.settle();
        host.register(service("db-1", "db"));
        ServiceEffect.Write underWay = host.takeOnly(ServiceEffect.Write.class);

        host.services.epochRaised(Fixture.record("alice", 9), host.nowNanos, host.out());
        host.written(underWay, ACKNOWLEDGED);
        host.passMillis(200);

        assertThat(host.take(ServiceEffect.Write.class))
                .hasSize(2)
                .allMatch(write -> entryIn(write).version().epoch() == 9);
    }

    @Test
    void one_service_more_than_a_host_may_have_is_refused_and_the_others_stay() {
        for (int i = 0; i < Registrations.MOST_SERVICES; i++) {
            host.register(service("s" + i, "many"));
        }
        host.settle();
        host.effects.clear();

        host.register(service("one-too-many", "many"));

        assertThat(host.takeOnly(ServiceEffect.Refused.class).message())
                .isEqualTo("this host has 4096 services, the most it may have; deregister some");
        assertThat(host.effects).isEmpty();
        host.register(service("s7", "renamed"));
        assertThat(host.take(ServiceEffect.Refused.class)).isEmpty();
        assertThat(host.services.local()).hasSize(Registrations.MOST_SERVICES);
    }

    @Test
    void one_lookup_more_than_may_be_under_way_is_refused_until_another_ends() {
        for (int i = 0; i < Lookups.MOST_LOOKUPS; i++) {
            host.services.lookup(query(i), host.nowNanos, host.out());
        }
        List<ServiceEffect.Read> reads = host.take(ServiceEffect.Read.class);
        assertThat(reads).hasSize(Lookups.MOST_LOOKUPS);

        host.services.lookup(query(9_999), host.nowNanos, host.out());
        assertThat(host.takeOnly(ServiceEffect.Refused.class).requestId()).isEqualTo(9_999);

        host.answer(reads.getFirst().token(), new ReadResult(List.of(), 0, 2, false, 1));
        host.services.lookup(query(10_000), host.nowNanos, host.out());
        assertThat(host.take(ServiceEffect.Read.class)).hasSize(1);
    }

    @Test
    void an_answer_to_a_read_that_nobody_asked_for_is_dropped() {
        host.sees(host.self, MemberStatus.ALIVE);
        host.services.onRead(
                77, new ReadResult(List.of(), 2, 2, true, 1), id -> Optional.empty(), host.out());
        host.services.onWritten(77, ACKNOWLEDGED, host.nowNanos, host.out());

        assertThat(host.effects).isEmpty();
    }

    private static ServiceQuery query(long requestId) {
        return new ServiceQuery(requestId, "web", Optional.empty(), false);
    }

    private void report(String service, String check, CheckStatus status, String output) {
        host.services.report(
                new TtlReport(3, service, check, status, output), host.nowNanos, host.out());
    }
}
