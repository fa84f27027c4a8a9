/**
 * Who is alive: membership by SWIM, as a pure machine.
 *
 * <table>
 *   <caption>Messages</caption>
 *   <tr><th>message</th><th>from</th><th>to</th><th>answered by</th><th>source</th></tr>
 *   <tr><td>Ping</td><td>prober, helper</td><td>target</td><td>Ack</td><td>SWIM §3.1</td></tr>
 *   <tr><td>Ping on a stream</td><td>prober</td><td>target</td><td>Ack on a stream</td>
 *       <td>memberlist</td></tr>
 *   <tr><td>PingReq</td><td>prober</td><td>helper</td><td>Ack, if the target answers it</td>
 *       <td>SWIM §3.1</td></tr>
 *   <tr><td>Ack</td><td>target, helper</td><td>prober, helper</td><td>-</td>
 *       <td>SWIM §3.1</td></tr>
 *   <tr><td>Rumors</td><td>anybody</td><td>anybody</td><td>-</td><td>SWIM §3.2, §4.1</td></tr>
 *   <tr><td>Notices</td><td>anybody</td><td>anybody</td><td>-</td><td>memberlist</td></tr>
 *   <tr><td>Snapshot</td><td>newcomer, anybody</td><td>seed, anybody</td>
 *       <td>Snapshots, if wanted</td><td>memberlist</td></tr>
 * </table>
 *
 * <p>Invariants: what is held of a member never falls in (epoch, incarnation, status); only a node
 * itself raises its incarnation; a node never suspects itself; a member that was heard to leave is
 * not present again in that epoch unless it says so itself; every datagram fits its budget; the
 * table holds at most {@code mostMembers}, the queue of rumors at most one per member, the notices
 * at most 8 per member, the requests for help 256.
 *
 * <p>Refused: any message of a node in our own name; rumors, other than its own words, about one
 * who is not known; notices of the same.
 *
 * <p>Sources, cited by section where they are used:
 *
 * <ul>
 *   <li>SWIM: A. Das, I. Gupta, A. Motivala, "SWIM: Scalable Weakly-consistent Infection-style
 *       Process Group Membership Protocol", DSN 2002.
 *   <li>Lifeguard: A. Dadgar, J. Phillips, J. Currey, "Lifeguard: Local Health Awareness for More
 *       Accurate Failure Detection", 2017, arXiv:1707.00788.
 *   <li>memberlist and Serf, HashiCorp: the gossip tick, the stream beside the datagrams,
 *       push/pull, retention of the dead, reconnecting to them. foca, C. Oliveira: telling the
 *       dead.
 * </ul>
 *
 * <p>Where this differs from SWIM: the fleet has lives (epochs) above incarnations; news is also
 * sent on a tick of its own; the target is asked on a stream beside the helpers; a dead member may
 * refute; the suspicion time grows with log10 N.
 */
package dev.starling.gossip;
