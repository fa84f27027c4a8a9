package dev.starling.agent.task.host;

import dev.starling.agent.task.TaskLaunch;

/**
 * An attempt that this host has accepted and that has not ended.
 *
 * @param isStarted whether its process is known to run; not yet right after the award, nor after a
 *     restart of the agent until the executor has looked
 */
record Execution(TaskLaunch launch, boolean isStarted, Fate fate) {

    /** What is to become of it. */
    enum Fate {
        /** It runs until it ends. */
        RUN,
        /** It was asked to end, and its end is reported. */
        STOP,
        /** It was replaced: it ends unreported. */
        REVOKE
    }

    Execution started() {
        return new Execution(launch, true, fate);
    }

    Execution withFate(Fate decided) {
        return new Execution(launch, isStarted, decided);
    }
}
