/**
 * The rules of the house, held by tests: who may know whom, what pure code may touch, how large
 * things may grow, which words are used, how sources are laid out.
 */
package dev.starling.house;
