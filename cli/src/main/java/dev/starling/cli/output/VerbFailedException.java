package dev.starling.cli.output;

/** A verb cannot do what it was asked: one line for people and an {@link ExitCode} for scripts. */
public final class VerbFailedException extends RuntimeException {

    private final int exitCode;

    public VerbFailedException(int exitCode, String line) {
        super(line, null, false, false);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
