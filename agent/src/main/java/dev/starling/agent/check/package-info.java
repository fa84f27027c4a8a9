/**
 * The checks that an agent makes itself: it asks over HTTP or connects over TCP, and tells the core
 * what came of it. Decides nothing: what a result means for a service is {@code agent.service}'s.
 *
 * <p>Invariants: a check that hangs delays no other; a check has at most one try under way; nothing
 * that an answer holds grows what is kept of it.
 */
package dev.starling.agent.check;
