package dev.starling.simulator.fleet;

import dev.starling.simulator.host.HostWatch;

/** Sees what happens in the whole fleet. Must not do anything to it while it is told. */
public interface FleetWatch extends HostWatch {

    /** An agent has started, for the first time or again. */
    default void onStarted(int node) {}

    /** An agent that is up begins to say goodbye: nobody needs to count on it any more. */
    default void onLeaving(int node) {}

    /**
     * An agent has ended.
     *
     * @param isFarewell whether it had said goodbye
     */
    default void onStopped(int node, boolean isFarewell) {}

    /** Other nodes can reach each other than before. */
    default void onReachChanged() {}

    /** Something happened to a node, and it is done with it. */
    default void afterStep(int node) {}
}
