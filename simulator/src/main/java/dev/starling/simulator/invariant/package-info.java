/**
 * What must hold at every moment of every run, each as a type of its own with a test that shows it
 * bite.
 */
package dev.starling.simulator.invariant;
