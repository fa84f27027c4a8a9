package dev.starling.agent.task;

/** Why a request about jobs was refused; nothing was changed unless the message says so. */
public enum Refusal {
    /** There is no such job or task. */
    NOT_FOUND,
    /** A job of that name exists and has not ended. */
    CONFLICT,
    /** No host of the fleet could ever do it. */
    IMPOSSIBLE,
    /** Not now: too few guardians answered, or too much is under way. */
    UNAVAILABLE,
    /** Switched off on this host. */
    DISABLED
}
