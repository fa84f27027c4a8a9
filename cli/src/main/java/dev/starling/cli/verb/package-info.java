/**
 * The verbs about an agent and its fleet, one file each: options in, one or a few requests, an
 * answer shown, an exit code out. What a verb knows of the agent is its API's records.
 */
package dev.starling.cli.verb;
