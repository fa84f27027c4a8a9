/**
 * How a verb talks to an agent: the address, the paths, one request at a time, and what each kind
 * of failure means to a script.
 */
package dev.starling.cli.control;
