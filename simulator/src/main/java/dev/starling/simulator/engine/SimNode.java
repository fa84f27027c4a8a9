package dev.starling.simulator.engine;

/** What the engine runs: one node, whatever it is made of. Arms its deadline by itself. */
public interface SimNode {

    void on(Event event, long nowNanos);

    /** The deadline that it armed has come, and is disarmed. */
    void onDeadline(long nowNanos);
}
