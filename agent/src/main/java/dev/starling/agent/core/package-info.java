/**
 * What one agent decides, whole: {@link dev.starling.agent.core.AgentCore} takes packets, commands
 * and moments, and says what is to be done. Pure: the agent and the simulator run this same code.
 *
 * <p>Invariants: a machine is never called from inside itself; every command with a request id gets
 * exactly one reply; what is saved stands before what depends on it in the order of effects.
 */
package dev.starling.agent.core;
