package dev.starling.agent.task.host;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.contact;
import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.launch;
import static dev.starling.agent.task.Fixtures.ms;
import static dev.starling.agent.task.Fixtures.record;
import static dev.starling.agent.task.Fixtures.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.LogPiece;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.TaskEffect.Publish;
import dev.starling.agent.task.TaskEffect.ReadLog;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskMessage.LogAnswer;
import dev.starling.agent.task.TaskMessage.LogAsk;
import dev.starling.agent.task.TaskMessage.LogRefusal;
import dev.starling.agent.task.TaskMessage.Running;
import dev.starling.agent.task.auction.Advert;
import dev.starling.agent.task.auction.Hosts;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.TableWriter;
import dev.starling.node.Bytes;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What a host says of itself and of its tasks: adverts, claims, logs. */
class ReportingTest {

    private final List<TaskEffect> effects = new ArrayList<>();
    private final Outbox out = new Outbox(id(1), effects::add);
    private final Hosts hosts = new Hosts(record(1));
    private final Room room = new Room(HOST);
    private final Executions executions = executions();

    private Surroundings around() {
        return new Surroundings(
                CONFIG,
                hosts,
                (point, most) -> List.of(contact(2)),
                new TableWriter(CONFIG, () -> 1),
                new JobEntries(id(1), 1_000));
    }

    private Executions executions() {
        return new Executions(around(), room, new Bidder(CONFIG, hosts, room, 1));
    }

    private List<TaskMessage> sent() {
        List<TaskMessage> sent = new ArrayList<>();
        for (TaskEffect effect : effects) {
            if (effect instanceof TaskEffect.Send send) sent.add(send.message());
        }
        effects.clear();
        return sent;
    }

    @Nested
    class Adverts {

        private final Advertiser advertiser = new Advertiser(CONFIG, hosts, room, executions);

        private List<Advert> published(long nowNanos) {
            effects.clear();
            advertiser.tick(nowNanos, out);
            return effects.stream()
                    .map(effect -> Advert.decode(((Publish) effect).payload()).orElseThrow())
                    .toList();
        }

        @Test
        void the_first_comes_at_once_and_is_repeated_in_every_period() {
            assertThat(advertiser.nextDeadlineNanos()).isZero();
            assertThat(published(0)).containsExactly(new Advert(true, HOST, HOST, 0));
            assertThat(published(ms(9_999))).isEmpty();
            assertThat(advertiser.nextDeadlineNanos()).isEqualTo(ms(10_000));
            assertThat(published(ms(10_000))).hasSize(1);
        }

        @Test
        void a_twentieth_of_the_host_is_news_but_not_within_half_a_second() {
            published(0);
            room.take(new Resources(199, 0));
            assertThat(advertiser.nextDeadlineNanos()).isEqualTo(ms(10_000));
            room.take(new Resources(1, 0));
            assertThat(published(ms(499))).isEmpty();
            assertThat(advertiser.nextDeadlineNanos()).isEqualTo(ms(500));
            assertThat(published(ms(500)))
                    .extracting(Advert::free)
                    .containsExactly(new Resources(3_800, HOST.memoryBytes()));
            room.take(new Resources(0, HOST.memoryBytes() / 20 + 1));
            assertThat(published(ms(1_000))).hasSize(1);
        }

        @Test
        void a_host_without_tasks_repeats_itself_seldom() {
            TaskConfig off = TaskConfig.defaults(false, HOST);
            Advertiser quiet = new Advertiser(off, hosts, room, executions);
            quiet.tick(0, out);
            assertThat(quiet.nextDeadlineNanos()).isEqualTo(ms(60_000));
        }

        @Test
        void this_node_counts_itself_before_it_has_published_anything() {
            assertThat(hosts.advert(id(1)).orElseThrow().advert().isExecutor()).isTrue();
            assertThat(advertiser.nextDeadlineNanos()).isZero();
        }
    }

    @Nested
    class ClaimsOfWhatRuns {

        private final Claims claims = new Claims(around(), executions, 1);

        @Test
        void everything_that_runs_is_claimed_in_datagrams_every_ten_seconds() {
            List<TaskLaunch> many = new ArrayList<>();
            for (int index = 0; index < 30; index++) many.add(launch(job("etl", 30), index, 1));
            executions.restore(many);

            claims.tick(ms(10_000), out);

            List<TaskMessage> sent = sent();
            assertThat(sent).hasSize(3);
            List<TaskKey> claimed = new ArrayList<>();
            for (TaskMessage message : sent) claimed.addAll(((Running) message).tasks());
            assertThat(claimed)
                    .containsExactlyElementsOf(many.stream().map(TaskLaunch::key).toList());
            assertThat(claims.nextDeadlineNanos()).isBetween(ms(19_000), ms(20_000));
            claims.tick(ms(11_000), out);
            assertThat(sent()).isEmpty();
        }

        @Test
        void what_was_revoked_is_not_claimed_and_nothing_costs_nothing() {
            assertThat(claims.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
            TaskLaunch task = launch(job("etl", 1), 0, 1);
            executions.restore(List.of(task));
            executions.onRevoke(task.key(), out);
            effects.clear();
            claims.tick(ms(10_000), out);
            assertThat(sent()).isEmpty();
        }
    }

    @Nested
    class Logs {

        private final LogReads reads = new LogReads(executions);
        private final TaskLaunch task = launch(job("etl", 1), 0, 1);

        private long ask(long askId) {
            effects.clear();
            LogAsk ask = new LogAsk(askId, task.key(), LogStream.STDOUT, -10, 100);
            reads.onAsk(sender(2), ask, 0, out);
            ReadLog wish = (ReadLog) effects.getFirst();
            assertThat(wish.task()).isEqualTo(task.key());
            assertThat(wish.offset()).isEqualTo(-10);
            effects.clear();
            return wish.readId();
        }

        @Test
        void a_piece_goes_back_to_who_asked() {
            executions.restore(List.of(task));
            LogPiece piece = new LogPiece(5, 15, Bytes.ofUtf8("0123456789"));
            long readId = ask(77);
            reads.onRead(readId, piece, out);
            reads.onRead(readId, piece, out);
            assertThat(sent()).containsExactly(new LogAnswer(77, piece, false));
        }

        @Test
        void only_a_read_that_began_after_the_end_is_final() {
            executions.restore(List.of(task));
            LogPiece piece = new LogPiece(0, 0, Bytes.EMPTY);
            long before = ask(1);
            executions.onExited(task.key(), 0, out);
            reads.onRead(before, piece, out);
            assertThat(sent()).containsExactly(new LogAnswer(1, piece, false));
            reads.onRead(ask(2), piece, out);
            assertThat(sent()).containsExactly(new LogAnswer(2, piece, true));
        }

        @Test
        void what_cannot_be_read_is_refused_with_the_reason() {
            reads.onUnreadable(ask(3), "no such file", out);
            assertThat(sent()).containsExactly(new LogRefusal(3, "no such file"));
        }

        @Test
        void more_reads_than_the_bound_are_refused_until_some_are_forgotten() {
            for (int i = 0; i < LogReads.MOST; i++) ask(i);
            LogAsk ask = new LogAsk(99, task.key(), LogStream.STDERR, 0, 1);
            reads.onAsk(sender(2), ask, 0, out);
            assertThat(sent()).containsExactly(new LogRefusal(99, "too many logs are read"));
            assertThat(reads.nextDeadlineNanos()).isEqualTo(LogReads.PATIENCE_NANOS);
            reads.tick(LogReads.PATIENCE_NANOS);
            assertThat(reads.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
            ask(100);
        }
    }
}
