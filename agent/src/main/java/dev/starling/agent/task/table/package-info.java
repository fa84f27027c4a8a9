/**
 * Jobs as the table holds them: the entries under a job's key, their layouts, what they say
 * together, and the patience to write them until enough guardians have them.
 *
 * <table>
 * <caption>Entries under {@code keyOf(job)}; the version's epoch is the job's generation</caption>
 * <tr><th>subkey</th><th>written by</th><th>version's sequence</th><th>payload</th></tr>
 * <tr><td>{@code spec}</td><td>the agent asked to submit or to stop</td><td>1 submitted, 2
 *     stopped</td><td>flag stopped, the {@link dev.starling.agent.task.JobSpec}</td></tr>
 * <tr><td>{@code place/INDEX}</td><td>the primary guardian</td><td>attempt in the high half, then a
 *     counter</td><td>attempt, the node it was awarded to if any, a
 *     reason</td></tr>
 * <tr><td>{@code state/INDEX}</td><td>the executor; the primary when nothing runs
 *     any more</td><td>attempt in the high half, then a rank of the state (8 bits), then a
 *     revision (24 bits)</td><td>attempt, state, node if any, exit code if any, a reason</td></tr>
 * <tr><td>{@code stop/INDEX}</td><td>the agent asked to stop one task</td><td>1</td><td>
 *     empty</td></tr>
 * </table>
 *
 * <p>A higher attempt thus always wins, within an attempt a later state, and of two ends of one
 * attempt the better one. No tombstones are written: a key that held one would refuse the first
 * generation of a new job of that name while a read shows nothing. Leases end what is over.
 */
package dev.starling.agent.task.table;
