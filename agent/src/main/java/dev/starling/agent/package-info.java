/**
 * The agent as a whole: wires the deciding half to this host, and ends it.
 *
 * <pre>
 *  data directory ── identity, epoch, what was stored
 *        │
 *  transport ──packets──> loop ──> core          one event loop
 *        ^                 │ ^
 *        └────effects──────┤ └──commands── control API, checks, tasks, names to join
 *                     this host
 * </pre>
 */
package dev.starling.agent;
