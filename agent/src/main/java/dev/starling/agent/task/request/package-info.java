/**
 * What people ask of this agent about jobs: each request is a small machine that reads or writes
 * the table, or asks other agents, and answers once. A request owns nothing once it is answered:
 * from the acknowledgement on, the guardians do.
 */
package dev.starling.agent.task.request;
