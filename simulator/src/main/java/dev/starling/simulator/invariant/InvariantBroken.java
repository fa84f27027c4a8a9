package dev.starling.simulator.invariant;

/** Something happened that must never happen. */
public final class InvariantBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvariantBroken(String claim, int node, String found) {
        super(
                "it must hold that "
                        + claim
                        + "; "
                        + (node < 0 ? "" : "on node " + node + ", ")
                        + found);
    }
}
