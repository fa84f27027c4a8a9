/** Plays a scenario: its faults on their times, and what its people and programs ask. */
package dev.starling.simulator.play;
