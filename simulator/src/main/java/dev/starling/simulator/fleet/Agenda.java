package dev.starling.simulator.fleet;

import dev.starling.simulator.engine.Engine;
import dev.starling.simulator.engine.Event;
import dev.starling.simulator.engine.Order;
import dev.starling.simulator.engine.SimNode;

/** What is done to the world at set times. At one moment it comes after everything nodes do. */
public final class Agenda implements SimNode {

    private record Act(String what, Runnable action) implements Event {
        @Override
        public int kind() {
            return 9;
        }

        @Override
        public long fingerprint() {
            return what.hashCode();
        }
    }

    private final Engine engine = new Engine(this);
    private long acts;

    Agenda() {}

    Engine engine() {
        return engine;
    }

    /** Does {@code action} at {@code atNanos}; {@code what} tells it from others in the trace. */
    public void at(long atNanos, String what, Runnable action) {
        engine.post(atNanos, Order.WORLD, 0, acts++, new Act(what, action));
    }

    @Override
    public void on(Event event, long nowNanos) {
        ((Act) event).action().run();
    }

    @Override
    public void onDeadline(long nowNanos) {
        throw new IllegalStateException("the agenda has no deadline");
    }
}
