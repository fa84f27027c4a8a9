package dev.starling.agent.core;

import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.TaskKey;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;

import java.util.List;
import java.util.Optional;

/**
 * What this host's people, checks and processes tell the core. Those with a {@code requestId} are
 * answered by exactly one {@link AgentEffect.Reply} that carries it.
 */
public sealed interface AgentCommand {

    /** Ask these agents to let us in, until one does. */
    record Join(List<Endpoint> seeds) implements AgentCommand {}

    /** Say goodbye. Answered with {@link Answer.Done} when it has been heard or lingered enough. */
    record Leave(long requestId) implements AgentCommand {}

    /** Answered with {@link Answer.Stored}. Replaces a service of the same id. */
    record Register(long requestId, ServiceDefinition service) implements AgentCommand {}

    /**
     * Answered with {@link Answer.Stored}, or {@link Answer.Refused} if there is no such service.
     */
    record Deregister(long requestId, String serviceId) implements AgentCommand {}

    /**
     * A service reports the state of its TTL check; an empty {@code checkId} means its only one.
     * Answered with {@link Answer.Done} or {@link Answer.Refused}.
     */
    record ReportTtl(
            long requestId, String serviceId, String checkId, CheckStatus status, String output)
            implements AgentCommand {}

    /** A polled check has ended. */
    record CheckFinished(CheckRef check, CheckStatus status, String output)
            implements AgentCommand {}

    /**
     * Answered with {@link Answer.Services}.
     *
     * @param tag only instances with this tag
     * @param isPassingOnly only instances whose status is passing
     */
    record Lookup(long requestId, String name, Optional<String> tag, boolean isPassingOnly)
            implements AgentCommand {}

    /**
     * Answered with {@link Answer.Job} once enough guardians hold it, or {@link Answer.Refused}.
     */
    record SubmitJob(long requestId, JobSpec spec) implements AgentCommand {}

    /** Answered with {@link Answer.Job}, or {@link Answer.Refused} if there is no such job. */
    record FindJob(long requestId, String job) implements AgentCommand {}

    /** Answered with {@link Answer.Job} once the guardians know, or {@link Answer.Refused}. */
    record StopJob(long requestId, String job) implements AgentCommand {}

    /** Ends one task for good. Answered as {@link StopJob}. */
    record StopTask(long requestId, String job, int index) implements AgentCommand {}

    /**
     * Asks every present member for the jobs it guards first. Answered with {@link Answer.Jobs}.
     */
    record SurveyJobs(long requestId) implements AgentCommand {}

    /**
     * Reads a piece of a task's output wherever it runs. Answered with {@link Answer.Log} or {@link
     * Answer.Refused}.
     *
     * @param offset in bytes from the start; negative counts from the end
     * @param mostBytes 1 to 262,144
     */
    record ReadTaskLog(
            long requestId, String job, int index, LogStream stream, long offset, int mostBytes)
            implements AgentCommand {}

    /** The executor started it. */
    record TaskStarted(TaskKey task, long pid) implements AgentCommand {}

    /** The executor could not start it. */
    record TaskNotStarted(TaskKey task, String reason) implements AgentCommand {}

    /** The process has ended; {@code exitCode} is 128 + signal if a signal ended it. */
    record TaskExited(TaskKey task, int exitCode) implements AgentCommand {}

    /** The executor lost sight of it: its process is gone and left no exit code. */
    record TaskLost(TaskKey task, String reason) implements AgentCommand {}

    /**
     * The executor's answer to {@link AgentEffect.ReadLog}.
     *
     * @param offset where {@code content} begins
     * @param sizeBytes how long the output is by now
     */
    record LogRead(long readId, long offset, long sizeBytes, Bytes content)
            implements AgentCommand {}

    record LogUnreadable(long readId, String reason) implements AgentCommand {}
}
