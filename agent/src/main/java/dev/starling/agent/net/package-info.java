/**
 * Packets over UDP and TCP, on one port and one event loop: bytes and where they go, no protocol.
 *
 * <p>A datagram is one packet. On a stream every packet has its length in front, four bytes,
 * big-endian; either side may send on a connection, and a peer's connection serves for answers to
 * it. Nothing here throws for what others do, and nothing waits: what cannot be sent at once and
 * does not fit a bounded queue is lost, and counted in {@link dev.starling.agent.net.Drop}.
 */
package dev.starling.agent.net;
