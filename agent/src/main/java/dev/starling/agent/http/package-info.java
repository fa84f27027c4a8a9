/**
 * The control API over HTTP: {@link dev.starling.agent.http.ControlServer} listens, {@link
 * dev.starling.agent.http.Dispatcher} takes each request to an endpoint, the endpoints ask the core
 * and the mappings change words.
 *
 * <p>What holds:
 *
 * <ul>
 *   <li>Everything here runs on one event loop of its own; the core is reached through {@link
 *       dev.starling.agent.loop.CoreAccess} only, and nothing of ours runs on its loop but the look
 *       at a value.
 *   <li>No request changes anything before it has arrived whole and has been read without
 *       complaint.
 *   <li>Every error is one line of text with its status; {@code docs/API.md} lists them.
 *   <li>What a client can make grow is bounded by {@link dev.starling.agent.http.HttpLimits}: line,
 *       headers, body, time to arrive, idle time, connections; how many requests are under way in
 *       the core is bounded by the core's loop.
 * </ul>
 */
package dev.starling.agent.http;
