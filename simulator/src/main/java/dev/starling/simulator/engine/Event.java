package dev.starling.simulator.engine;

/** Something that happens to one node at one moment. Immutable. */
public interface Event {

    /** Which kind, 2 to 255, for the trace; 1 is a deadline. */
    int kind();

    /** What tells it from others of its kind, the same in every run of a seed on any machine. */
    long fingerprint();
}
