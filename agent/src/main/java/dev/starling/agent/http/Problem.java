package dev.starling.agent.http;

import dev.starling.agent.core.Answer;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Why a request is not answered as asked: a status and one line for people. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int MOST_CHARACTERS = 500;

    private final int status;

    Problem(int status, String line) {
        super(oneLine(line), null, false, false);
        this.status = status;
    }

    static Problem badRequest(String line) {
        return new Problem(400, line);
    }

    /** What a failure means to the client; 500 is our bug. */
    static Problem of(Throwable failure) {
        return switch (failure) {
            case Problem problem -> problem;
            case IllegalArgumentException mistake ->
                    badRequest(String.valueOf(mistake.getMessage()));
            case RejectedExecutionException busy ->
                    new Problem(503, "too much is under way, or the agent is ending: try again");
            case TimeoutException late ->
                    new Problem(503, "no answer in time; what was asked for may still be done");
            default -> new Problem(500, "a bug in the agent, its log says more: " + failure);
        };
    }

    /** The answer itself if it is of {@code type}; a refusal is thrown with its status. */
    static <T extends Answer> T unlessRefused(Class<T> type, Answer answer) {
        if (answer instanceof Answer.Refused(Answer.Reason reason, String message)) {
            throw new Problem(statusOf(reason), message);
        }
        if (!type.isInstance(answer)) {
            throw new IllegalStateException(answer + " where " + type.getSimpleName() + " belongs");
        }
        return type.cast(answer);
    }

    private static int statusOf(Answer.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case IMPOSSIBLE -> 422;
            case UNAVAILABLE -> 503;
            case DISABLED -> 403;
        };
    }

    int status() {
        return status;
    }

    /** Values that came from outside stand in messages: no breaks, and not their whole length. */
    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
