/** The verbs about jobs and their tasks: submit, watch, read, stop. */
package dev.starling.cli.verb.task;
