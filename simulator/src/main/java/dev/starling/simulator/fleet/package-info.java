/**
 * The made-up world as a whole: hosts on a network in virtual time, what may be done to them, and
 * who watches. Knows the truth that no node knows: who is up and who can reach whom.
 */
package dev.starling.simulator.fleet;
