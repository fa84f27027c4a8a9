package dev.starling.simulator.scenario;

/** How often the invariants are looked at. */
public enum Checking {
    /** After each step of each node. */
    ALWAYS,
    /** After about one step in a hundred, and at the end. */
    SAMPLED,
    /** Not at all, for measuring speed. */
    OFF
}
