/**
 * Virtual time: what happens next, in one canonical order, with a fingerprint of all of it. Knows
 * no protocol; {@link dev.starling.simulator.engine.SimNode} is all it sees of a node.
 *
 * <p>Invariants: time never falls; of two events at one moment the order is (destination, source,
 * source's sequence), whatever order they were posted in; a node has at most one deadline; nothing
 * here reads a clock or draws from anything that an earlier draw has moved.
 */
package dev.starling.simulator.engine;
