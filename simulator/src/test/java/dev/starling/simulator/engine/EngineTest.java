package dev.starling.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class EngineTest {

    private record Said(String what) implements Event {
        @Override
        public int kind() {
            return 200;
        }

        @Override
        public long fingerprint() {
            return what.hashCode();
        }
    }

    private static final class Noting implements SimNode {
        private final String name;
        private final List<String> log;

        private Noting(String name, List<String> log) {
            this.name = name;
            this.log = log;
        }

        @Override
        public void on(Event event, long nowNanos) {
            log.add(nowNanos + " " + name + " " + ((Said) event).what());
        }

        @Override
        public void onDeadline(long nowNanos) {
            log.add(nowNanos + " " + name + " due");
        }
    }

    private final List<String> log = new ArrayList<>();
    private final Engine engine = newEngine(log);

    private static Engine newEngine(List<String> log) {
        Engine engine = new Engine(new Noting("world", log));
        engine.add(new Noting("a", log));
        engine.add(new Noting("b", log));
        return engine;
    }

    @Test
    void at_one_moment_the_order_is_destination_then_source_then_sequence() {
        engine.post(10, 1, 0, 1, new Said("second of 0"));
        engine.post(10, 1, 0, 0, new Said("first of 0"));
        engine.post(10, 0, 1, 9, new Said("of 1"));
        engine.post(10, Order.WORLD, 0, 0, new Said("act"));
        engine.arm(0, 10);

        engine.runUntil(10);

        assertThat(log)
                .containsExactly(
                        "10 a of 1",
                        "10 a due",
                        "10 b first of 0",
                        "10 b second of 0",
                        "10 world act");
    }

    @Test
    void the_order_of_posting_cannot_be_seen() {
        List<String> otherLog = new ArrayList<>();
        Engine other = newEngine(otherLog);
        for (int i = 0; i < 100; i++) {
            engine.post(i / 10, i % 2, i % 7, i, new Said("m" + i));
            int j = 99 - i;
            other.post(j / 10, j % 2, j % 7, j, new Said("m" + j));
        }

        engine.runUntil(100);
        other.runUntil(100);

        assertThat(log).isEqualTo(otherLog);
        assertThat(engine.trace().value()).isEqualTo(other.trace().value());
    }

    @Test
    void time_stands_where_it_was_run_to_and_nothing_later_has_happened() {
        engine.post(10, 0, 0, 0, new Said("early"));
        engine.post(30, 0, 0, 1, new Said("late"));

        engine.runUntil(20);

        assertThat(engine.nowNanos()).isEqualTo(20);
        assertThat(log).containsExactly("10 a early");
        assertThat(engine.pendingCount()).isEqualTo(1);
    }

    @Test
    void the_past_cannot_be_changed() {
        engine.runUntil(20);

        assertThatThrownBy(() -> engine.post(19, 0, 0, 0, new Said("too late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("19 ns")
                .hasMessageContaining("20 ns");
    }

    @Test
    void a_node_that_wants_to_be_called_forever_is_found_out() {
        Engine endless = new Engine(new Noting("world", log));
        endless.add(
                new SimNode() {
                    @Override
                    public void on(Event event, long nowNanos) {}

                    @Override
                    public void onDeadline(long nowNanos) {
                        endless.arm(0, nowNanos);
                    }
                });
        endless.arm(0, 5);

        assertThatThrownBy(() -> endless.runUntil(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node 0 wants to be called forever");
    }

    @Test
    void slots_of_what_has_happened_are_used_again() {
        for (int i = 0; i < 100_000; i++) {
            engine.post(i, 0, 0, i, new Said("x"));
            engine.runUntil(i);
        }

        assertThat(engine.pendingCount()).isZero();
        assertThat(engine.trace().events()).isEqualTo(100_000);
    }
}
