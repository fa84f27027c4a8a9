/**
 * The made-up hosts: each runs the real core on a disk, a process table and health checks that are
 * modelled. What a crash of the agent takes with it and what it leaves is decided here.
 *
 * <p>Invariants: a life of an agent sees time from zero; what it saved is there for the next life,
 * under a higher epoch; nothing asked for by one life reaches the next, except processes, which
 * belong to the host.
 */
package dev.starling.simulator.host;
