/**
 * The table: who holds what, Kademlia over the members.
 *
 * <p>A complete view of the membership is a Kademlia table whose buckets have no bound, so there is
 * one algorithm and no mode: always the iterative lookup. A question carries whom the asker takes
 * for the closest; an answer names only those whom the asker misses. In a converged fleet nobody is
 * named and one wave of questions is all; with partial or stale views the same steps correct
 * themselves.
 *
 * <table>
 *   <caption>Messages</caption>
 *   <tr><th>message</th><th>from, to</th><th>answered by</th></tr>
 *   <tr><td>{@code Find}</td><td>searcher, candidates</td><td>{@code Closer}</td></tr>
 *   <tr><td>{@code Get}</td><td>reader, replicas</td><td>{@code Held}</td></tr>
 *   <tr><td>{@code Put}</td><td>writer, replicas; holder, new replicas</td>
 *       <td>{@code PutAck}</td></tr>
 * </table>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Every {@code find}, {@code get} and {@code put} is answered exactly once, at the latest at
 *       the lookup's deadline.
 *   <li>Whom an answer names is a candidate of that lookup and nothing more: contacts come from the
 *       layer above alone.
 *   <li>A replica only ever replaces an entry by one that supersedes it, so replicas that have seen
 *       the same entries in any order hold the same.
 *   <li>No lease grows by being passed on; only its writer renews it.
 *   <li>What this node can do itself never goes over the network.
 * </ul>
 *
 * <p>The packages below this one are its parts and seen by nobody else: {@code routing} knows whom
 * we know, {@code store} keeps what we hold and moves it where it belongs, {@code lookup} asks
 * others.
 *
 * <p>Sources: P. Maymounkov, D. Mazières, "Kademlia: A Peer-to-peer Information System Based on the
 * XOR Metric", IPTPS 2002. G. DeCandia et al., "Dynamo: Amazon's Highly Available Key-value Store",
 * SOSP 2007, for replicas that merge and writes that return before the last of them.
 */
package dev.starling.dht;
