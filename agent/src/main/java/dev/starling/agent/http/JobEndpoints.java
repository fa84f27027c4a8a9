package dev.starling.agent.http;

import dev.starling.agent.api.JobRequest;
import dev.starling.agent.api.JobView;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.Answer;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.TaskStatus;

import io.vertx.core.Future;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Jobs and their tasks, wherever in the fleet they are. */
final class JobEndpoints {

    private static final int DEFAULT_LOG_BYTES = 65_536;

    private final CoreQuestions core;

    JobEndpoints(CoreQuestions core) {
        this.core = core;
    }

    List<Resource> resources() {
        return List.of(
                Resource.of(
                        "/jobs",
                        new Resource.Action("GET", List.of(), this::jobs),
                        new Resource.Action("POST", List.of(), this::submit)),
                Resource.of(
                        "/jobs/:name",
                        new Resource.Action("GET", List.of(), this::find),
                        new Resource.Action("DELETE", List.of(), this::stop)),
                Resource.of("/tasks", new Resource.Action("GET", List.of(), this::tasks)),
                Resource.of("/tasks/:id", new Resource.Action("DELETE", List.of(), this::stopTask)),
                Resource.of(
                        "/tasks/:id/logs",
                        new Resource.Action(
                                "GET", List.of("stream", "offset", "most"), this::log)));
    }

    private Future<Reply> submit(Call call) {
        JobSpec spec = JobMapping.spec(call.body(JobRequest.class));
        return job(201, id -> new AgentCommand.SubmitJob(id, spec));
    }

    private Future<Reply> find(Call call) {
        String name = call.part("name");
        return job(200, id -> new AgentCommand.FindJob(id, name));
    }

    private Future<Reply> stop(Call call) {
        String name = call.part("name");
        return job(200, id -> new AgentCommand.StopJob(id, name));
    }

    private Future<Reply> stopTask(Call call) {
        JobMapping.TaskName task = JobMapping.task(call.part("id"));
        return job(200, id -> new AgentCommand.StopTask(id, task.job(), task.index()));
    }

    private Future<Reply> job(int status, LongFunction<AgentCommand> command) {
        return core.ask(Answer.Job.class, command)
                .compose(answer -> views(List.of(answer.job())))
                .map(views -> new Reply.Json(status, views.getFirst()));
    }

    private Future<Reply> jobs(Call call) {
        return core.ask(Answer.Jobs.class, AgentCommand.SurveyJobs::new)
                .compose(survey ->
                        views(survey.jobs()).map(jobs -> Reply.ok(JobMapping.view(survey, jobs))));
    }

    private Future<Reply> tasks(Call call) {
        return core.ask(Answer.Jobs.class, AgentCommand.SurveyJobs::new)
                .compose(survey ->
                        views(survey.jobs()).map(jobs -> Reply.ok(JobMapping.tasks(survey, jobs))));
    }

    private Future<List<JobView>> views(List<JobStatus> jobs) {
        return core.names(
                        jobs.stream()
                                .map(JobStatus::tasks)
                                .flatMap(Collection::stream)
                                .map(TaskStatus::node)
                                .flatMap(Optional::stream)
                                .toList())
                .map(names -> jobs.stream().map(job -> JobMapping.view(job, names)).toList());
    }

    private Future<Reply> log(Call call) {
        JobMapping.TaskName task = JobMapping.task(call.part("id"));
        LogStream stream =
                call.parameter("stream").map(JobEndpoints::stream).orElse(LogStream.STDOUT);
        long offset = call.parameter("offset").map(text -> number("offset", text)).orElse(0L);
        long most =
                call.parameter("most")
                        .map(text -> number("most", text))
                        .orElse((long) DEFAULT_LOG_BYTES);
        int mostBytes = Math.clamp(most, 0, Integer.MAX_VALUE);
        LongFunction<LogQuery> query =
                id -> new LogQuery(id, task.job(), task.index(), stream, offset, mostBytes);
        query.apply(0); // complains here, not where the core makes it with its own id
        return core.ask(Answer.Log.class, id -> new AgentCommand.ReadTaskLog(query.apply(id)))
                .map(piece -> Reply.ok(JobMapping.view(piece)));
    }

    private static LogStream stream(String word) {
        return Arrays.stream(LogStream.values())
                .filter(stream -> stream.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() ->
                        Problem.badRequest(
                                "stream must be stdout or stderr, not \"" + word + "\""));
    }

    private static long number(String parameter, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOne) {
            throw Problem.badRequest(
                    parameter + " must be a number of bytes, not \"" + text + "\"");
        }
    }
}
