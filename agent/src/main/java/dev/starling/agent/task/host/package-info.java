/**
 * What a host does for jobs that others guard: it says what it has, bids, runs what it is awarded,
 * and reports until the guardians have heard.
 *
 * <p>Invariants: capacity is taken by accepted tasks and by holds, never by more than there is; a
 * hold ends by its own clock whether or not anybody cancels it; a task is stored before it is
 * started and forgotten only after its end is in the table.
 */
package dev.starling.agent.task.host;
