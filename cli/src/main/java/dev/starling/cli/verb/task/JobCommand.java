package dev.starling.cli.verb.task;

import picocli.CommandLine.Command;

/** Only the name under which {@code job status} and {@code job stop} stand. */
@Command(name = "job", description = "Look at one job, or stop it.")
public final class JobCommand {}
