package dev.starling.wire;

/** How a packet travels: both reach the same port of the same node. */
public enum Carrier {
    /** One UDP datagram of at most {@link Limits#DATAGRAM_BYTES}; may be lost or repeated. */
    DATAGRAM,
    /**
     * One frame on a TCP connection, at most {@link Limits#FRAME_BYTES}; arrives whole or never.
     */
    STREAM
}
