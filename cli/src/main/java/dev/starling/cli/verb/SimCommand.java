package dev.starling.cli.verb;

import picocli.CommandLine.Command;

/** Only the name under which {@code sim run} stands. */
@Command(name = "sim", description = "Run the same fleet in a simulator.")
public final class SimCommand {}
