package dev.starling.agent.core;

import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.task.JobStatus;
import dev.starling.dht.WriteResult;
import dev.starling.node.Bytes;

import java.util.List;

/** How a command ended. */
public sealed interface Answer {

    record Done() implements Answer {}

    /** Stored on this host, and in the table as far as {@code result} says; the rest follows. */
    record Stored(WriteResult result) implements Answer {}

    record Services(ServiceAnswer answer) implements Answer {}

    record Job(JobStatus job) implements Answer {}

    /**
     * @param asked members asked, this node among them
     * @param answered how many of them answered in time
     */
    record Jobs(List<JobStatus> jobs, int asked, int answered) implements Answer {}

    /**
     * @param isEnded whether the task has ended, so that no more output comes
     */
    record Log(long offset, long sizeBytes, Bytes content, boolean isEnded) implements Answer {}

    /** Nothing was changed. */
    record Refused(Reason reason, String message) implements Answer {}

    /** Why a command was refused; HTTP gives each its status. */
    enum Reason {
        /** The named thing does not exist: 404. */
        NOT_FOUND,
        /** It contradicts what is there: 409. */
        CONFLICT,
        /** It can never work as asked: 422. */
        IMPOSSIBLE,
        /** Not now: too few nodes answered, or too much is under way: 503. */
        UNAVAILABLE,
        /** Switched off on this host: 403. */
        DISABLED
    }
}
