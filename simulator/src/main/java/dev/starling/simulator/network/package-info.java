/**
 * The made-up network: every packet between two nodes gets a delay or a fate by what the scenario
 * says of links, drawn by counting so that one draw moves no other.
 *
 * <p>Invariants: a packet is sent once and then arrives (perhaps twice), or is counted as lost, cut
 * off or unreachable; frames of one stream arrive in the order in which they were sent.
 */
package dev.starling.simulator.network;
