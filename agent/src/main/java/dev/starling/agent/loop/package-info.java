/**
 * Where the deciding half of the agent meets the touching half. Above {@link
 * dev.starling.agent.loop.AgentLoop} nobody reads a clock, waits or throws for what others do;
 * below it nobody decides.
 *
 * <p>In force here: the core is touched by one thread; the clock is read once per turn; packets
 * that have arrived are taken before time is told, so that our own pause is not held against
 * others; what a turn saves is on the disk before what it asked for later is done; whatever waits
 * has a bound.
 */
package dev.starling.agent.loop;
