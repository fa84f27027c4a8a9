package dev.starling.agent.net;

/** Why something was not delivered. */
public enum Drop {
    /** Bytes that are no packet of this fleet: strangers, damage, another version. */
    MALFORMED("malformed packets"),
    /** A frame that says it is larger than frames are; its connection is closed. */
    OVERSIZED("frames above the limit"),
    /** Nobody accepts connections there, or a connection broke with frames waiting. */
    UNREACHABLE("frames to peers that cannot be reached"),
    /** More waits for one peer than may. */
    CONGESTED("packets for peers that do not take them"),
    /** As many connections as there may be, and none of them idle. */
    CROWDED("connections beyond what may be open"),
    /** The system refused to send, or our own codec did. */
    FAILED("packets that could not be sent");

    private final String what;

    Drop(String what) {
        this.what = what;
    }

    /** What was dropped, in the plural. */
    String what() {
        return what;
    }
}
