/**
 * What is measured while a fleet runs, and the figures that come out. Measuring looks at the truth
 * and at what nodes say; it never changes what happens.
 */
package dev.starling.simulator.measure;
