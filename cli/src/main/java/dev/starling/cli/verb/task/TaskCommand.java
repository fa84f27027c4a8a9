package dev.starling.cli.verb.task;

import picocli.CommandLine.Command;

/** Only the name under which {@code task logs} and {@code task stop} stand. */
@Command(name = "task", description = "Read what one task wrote, or stop it.")
public final class TaskCommand {}
