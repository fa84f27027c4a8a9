/**
 * What is to be simulated, as values: a scenario, the file it is written in, and the one-line
 * refusals of what cannot be meant. Knows nothing of how it is run.
 */
package dev.starling.simulator.scenario;
