/**
 * The verb {@code demo}: a short play with real processes on loopback. {@code Demo} is the script,
 * {@code Stage} owns every process, port and file of it and takes all of them down, however it
 * ends.
 */
package dev.starling.cli.demo;
