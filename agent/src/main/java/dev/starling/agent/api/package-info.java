/**
 * The control API: its records as JSON has them, the units people write, and the paths. All that
 * the command line may see of the agent besides how to launch one.
 *
 * <table>
 * <caption>Paths below {@code /starling/v1}</caption>
 * <tr><td>GET /agent</td><td>{@link dev.starling.agent.api.AgentView}</td></tr>
 * <tr><td>GET /members?status=S</td><td>list of {@link dev.starling.agent.api.MemberView}</td></tr>
 * <tr><td>POST /join</td><td>{@link dev.starling.agent.api.JoinRequest}; 202</td></tr>
 * <tr><td>POST /leave</td><td>200 once heard; the agent ends then</td></tr>
 * <tr><td>PUT /services</td><td>{@link dev.starling.agent.api.ServiceRequest}; {@link
 *     dev.starling.agent.api.StoredView}</td></tr>
 * <tr><td>GET /services</td><td>list of {@link dev.starling.agent.api.LocalServiceView}</td></tr>
 * <tr><td>DELETE /services/ID</td><td>{@link dev.starling.agent.api.StoredView}</td></tr>
 * <tr><td>PUT /services/ID/ttl?status=S&amp;check=C&amp;output=T</td><td>204</td></tr>
 * <tr><td>GET /lookup/NAME?tag=T&amp;passing</td><td>{@link
 *     dev.starling.agent.api.LookupView}</td></tr>
 * <tr><td>POST /jobs</td><td>{@link dev.starling.agent.api.JobRequest}; 201, {@link
 *     dev.starling.agent.api.JobView}</td></tr>
 * <tr><td>GET /jobs</td><td>{@link dev.starling.agent.api.JobsView}</td></tr>
 * <tr><td>GET /jobs/NAME</td><td>{@link dev.starling.agent.api.JobView}</td></tr>
 * <tr><td>DELETE /jobs/NAME</td><td>stops it; {@link dev.starling.agent.api.JobView}</td></tr>
 * <tr><td>GET /tasks</td><td>{@link dev.starling.agent.api.TasksView}</td></tr>
 * <tr><td>DELETE /tasks/ID</td><td>stops one task; {@link dev.starling.agent.api.JobView}</td></tr>
 * <tr><td>GET /tasks/ID/logs?stream=S&amp;offset=N&amp;most=N</td><td>{@link
 *     dev.starling.agent.api.LogView}</td></tr>
 * </table>
 *
 * <p>Errors are one line of text: 400 for what cannot be read, 403 switched off on this host or not
 * for this asker, 404 not there, 405 wrong method, 408 did not arrive in time, 409 contradicts what
 * is there, 413, 414 and 431 too large, 422 can never work, 500 our bug, 503 not now. {@code
 * docs/API.md} describes each path.
 */
package dev.starling.agent.api;
