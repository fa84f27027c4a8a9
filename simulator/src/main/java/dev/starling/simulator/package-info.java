/**
 * The made-up world in which the real {@code AgentCore} runs: {@code World} for stories told by
 * tests, {@link dev.starling.simulator.Simulation} for whole scenarios.
 */
package dev.starling.simulator;
