package dev.starling.simulator.scenario;

/** How packets cross the made-up network. Results say which. */
public enum Codec {
    /** As bytes: every packet is encoded and decoded, as on a real network. */
    ALWAYS,
    /**
     * As values, with their exact encoded sizes: faster, and blind to mistakes of the codec and to
     * nodes that share what they should have copied.
     */
    NONE
}
