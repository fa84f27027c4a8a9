package dev.starling.agent.task;

/**
 * A question for a piece of a task's output, wherever it runs.
 *
 * @param offset in bytes from the start; negative counts from the end
 * @param mostBytes 1 to {@value #MOST_BYTES}
 */
public record LogQuery(
        long requestId, String job, int index, LogStream stream, long offset, int mostBytes) {

    public static final int MOST_BYTES = 256 * 1024;

    public LogQuery {
        if (mostBytes < 1 || mostBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a piece of a log is 1 to " + MOST_BYTES + " bytes, not " + mostBytes);
        }
    }
}
