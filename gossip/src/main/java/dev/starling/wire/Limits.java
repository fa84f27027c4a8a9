package dev.starling.wire;

/** The sizes that every agent of a fleet agrees on. */
public final class Limits {

    /** Payload of one datagram: fits the IPv6 minimum MTU of 1,280 with headers. */
    public static final int DATAGRAM_BYTES = 1_200;

    /** What messages may take of a datagram: the rest is for the packet's header and a seal. */
    public static final int DATAGRAM_MESSAGES_BYTES = 1_100;

    /** One frame on a stream. */
    public static final int FRAME_BYTES = 1 << 20;

    /** What messages may take of a frame. */
    public static final int FRAME_MESSAGES_BYTES = FRAME_BYTES - 128;

    private Limits() {}
}
