/**
 * Tasks: what is to run, who runs it, and who sees to it. A job belongs to the table: the nodes
 * closest to its key are its guardians, the closest of them its primary. The primary asks a few
 * hosts at random, awards each task to the best bid, and awards it anew when its host dies. Whoever
 * submitted the job owns nothing once the guardians have it.
 *
 * <table>
 * <caption>Messages, all by {@link dev.starling.agent.task.TaskMessage}</caption>
 * <tr><th>message</th><th>from, to</th><th>answered by</th></tr>
 * <tr><td>Solicit</td><td>primary, host</td><td>Bid or Refuse</td></tr>
 * <tr><td>Award</td><td>primary, bidder</td><td>Accept or Reject</td></tr>
 * <tr><td>Cancel</td><td>primary, bidder</td><td>nothing</td></tr>
 * <tr><td>Stop</td><td>guardian, executor</td><td>the report in the table, or Unknown</td></tr>
 * <tr><td>Revoke</td><td>guardian, executor</td><td>nothing</td></tr>
 * <tr><td>Inquire</td><td>primary, executor</td><td>Running, the report in the table, or
 *     Unknown</td></tr>
 * <tr><td>Running</td><td>executor, primary</td><td>Revoke or Stop where it should not</td></tr>
 * <tr><td>SurveyAsk</td><td>any, every present member</td><td>SurveyAnswer, in parts</td></tr>
 * <tr><td>LogAsk</td><td>any, executor</td><td>LogAnswer or LogRefusal</td></tr>
 * </table>
 *
 * <p>Invariants: a host never takes on, or promises, more than its capacity; a task is stored
 * before it is started; a task is placed only by what stands in the table; a higher attempt
 * replaces a lower one wherever they meet. A task runs at least once; that it runs at most once is
 * not promised, since a host that seems dead may only be cut off.
 *
 * <p>The dialogue follows the Contract Net (R. G. Smith, IEEE Trans. Computers C-29(12), 1980; FIPA
 * SC00029H), with what it leaves open added: bids hold what they promise, for a time; awards may be
 * repeated; the owner survives its initiator. Sampling and late binding are from Sparrow
 * (Ousterhout et al., SOSP 2013).
 */
package dev.starling.agent.task;
