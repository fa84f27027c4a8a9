package dev.starling.cli.output;

/** How a verb ends, as scripts see it. */
public final class ExitCode {

    public static final int DONE = 0;

    public static final int FAILED = 1;

    public static final int BAD_USAGE = 2;

    public static final int NO_AGENT = 3;

    /** What was asked for by name or by filter is not there. */
    public static final int NOTHING_MATCHED = 4;

    /** One line for the help of every verb that asks the agent. */
    public static final String FOOTER =
            "Exit codes: 0 done, 1 failed, 2 bad usage, 3 no agent answered, 4 nothing matched.";

    private ExitCode() {}
}
