package dev.starling.agent;

/** Why an agent could not start, in one line for its operator. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The surroundings do not allow it: a port in use, a directory that is locked or foreign. */
    public static final int ENVIRONMENT = 1;

    /** A setting is unknown or has a value that cannot be. */
    public static final int SETTINGS = 2;

    private final int exitCode;

    public StartException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the process ends with: {@link #ENVIRONMENT} or {@link #SETTINGS}. */
    public int exitCode() {
        return exitCode;
    }
}
