package dev.starling.agent.core;

import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceQuery;
import dev.starling.agent.service.TtlReport;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.TaskKey;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;

import java.util.List;

/**
 * What this host's people, checks and processes tell the core. Those with a {@code requestId} are
 * answered by exactly one {@link AgentEffect.Reply} that carries it.
 */
public sealed interface AgentCommand {

    /** What the services of this host have to do with. */
    sealed interface ForServices extends AgentCommand {}

    /** What jobs and the tasks of this host have to do with. */
    sealed interface ForTasks extends AgentCommand {}

    /** Ask these agents to let us in, until one does. */
    record Join(List<Endpoint> seeds) implements AgentCommand {}

    /** Say goodbye. Answered with {@link Answer.Done} when it has been heard or lingered enough. */
    record Leave(long requestId) implements AgentCommand {}

    /** Answered with {@link Answer.Stored}; replaces a service of the same id. Or refused. */
    record Register(long requestId, ServiceDefinition service) implements ForServices {}

    /**
     * Answered with {@link Answer.Stored}, or {@link Answer.Refused} if there is no such service.
     */
    record Deregister(long requestId, String serviceId) implements ForServices {}

    /** Answered with {@link Answer.Done}, or {@link Answer.Refused} if there is no such check. */
    record ReportTtl(TtlReport report) implements ForServices {}

    /** A polled check has ended. */
    record CheckFinished(CheckRef check, CheckStatus status, String output)
            implements ForServices {}

    /** Answered with {@link Answer.Services}. */
    record Lookup(ServiceQuery query) implements ForServices {}

    /**
     * Answered with {@link Answer.Job} once enough guardians hold it, or {@link Answer.Refused}.
     */
    record SubmitJob(long requestId, JobSpec spec) implements ForTasks {}

    /** Answered with {@link Answer.Job}, or {@link Answer.Refused} if there is no such job. */
    record FindJob(long requestId, String job) implements ForTasks {}

    /** Answered with {@link Answer.Job} once the guardians know, or {@link Answer.Refused}. */
    record StopJob(long requestId, String job) implements ForTasks {}

    /** Ends one task for good. Answered as {@link StopJob}. */
    record StopTask(long requestId, String job, int index) implements ForTasks {}

    /**
     * Asks every present member for the jobs it guards first. Answered with {@link Answer.Jobs}.
     */
    record SurveyJobs(long requestId) implements ForTasks {}

    /** Answered with {@link Answer.Log} or {@link Answer.Refused}. */
    record ReadTaskLog(LogQuery query) implements ForTasks {}

    /** The executor started it. */
    record TaskStarted(TaskKey task, long pid) implements ForTasks {}

    /** The executor could not start it. */
    record TaskNotStarted(TaskKey task, String reason) implements ForTasks {}

    /** The process has ended; {@code exitCode} is 128 + signal if a signal ended it. */
    record TaskExited(TaskKey task, int exitCode) implements ForTasks {}

    /** The executor lost sight of it: its process is gone and left no exit code. */
    record TaskLost(TaskKey task, String reason) implements ForTasks {}

    /**
     * The executor's answer to {@link AgentEffect.ReadLog}.
     *
     * @param offset where {@code content} begins
     * @param sizeBytes how long the output is by now
     */
    record LogRead(long readId, long offset, long sizeBytes, Bytes content) implements ForTasks {}

    record LogUnreadable(long readId, String reason) implements ForTasks {}
}
