/**
 * What a verb leaves behind: text on a terminal, JSON or YAML for a script, and an exit code.
 *
 * <p>Tables fit the terminal, colours appear only on one, and whatever came over the network loses
 * its control characters before it is shown to a person.
 */
package dev.starling.cli.output;
