package dev.starling.agent.http;

import dev.starling.agent.api.JobRequest;
import dev.starling.agent.api.JobView;
import dev.starling.agent.api.JobsView;
import dev.starling.agent.api.LogView;
import dev.starling.agent.api.TaskView;
import dev.starling.agent.api.TasksView;
import dev.starling.agent.api.Units;
import dev.starling.agent.core.Answer;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;

import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Jobs and tasks between the words of the API and those of the core. */
final class JobMapping {

    private static final String AT_LEAST_ONCE = "at-least-once";
    private static final Pattern TASK_ID = Pattern.compile("(.+)\\.(\\d{1,9})", Pattern.DOTALL);

    private JobMapping() {}

    static JobSpec spec(JobRequest request) {
        if (request.name() == null) throw Problem.badRequest("name is missing");
        if (request.command() == null) {
            throw Problem.badRequest("job " + request.name() + " has no command");
        }
        requireRun(request);
        String memory = Objects.requireNonNullElse(request.memory(), "64M");
        String grace = Objects.requireNonNullElse(request.killGrace(), "5s");
        return new JobSpec(
                request.name(),
                Objects.requireNonNullElse(request.count(), 1),
                request.command(),
                Objects.requireNonNullElse(request.env(), Collections.emptySortedMap()),
                new Resources(Objects.requireNonNullElse(request.cpu(), 100), Units.bytes(memory)),
                Units.duration(grace).toNanos());
    }

    /** What we cannot promise is refused, never taken for what we can. */
    private static void requireRun(JobRequest request) {
        String run = Objects.requireNonNullElse(request.run(), AT_LEAST_ONCE);
        switch (run) {
            case AT_LEAST_ONCE -> {}
            case "at-most-once" ->
                    throw new Problem(
                            422,
                            "job %s: run = \"at-most-once\" cannot be promised yet, only \"%s\""
                                    .formatted(request.name(), AT_LEAST_ONCE));
            default ->
                    throw Problem.badRequest(
                            "job %s: run must be \"%s\", not \"%s\""
                                    .formatted(request.name(), AT_LEAST_ONCE, run));
        }
    }

    /** Which task of which job. */
    record TaskName(String job, int index) {}

    /** Reads {@code etl.3}. */
    static TaskName task(String id) {
        Matcher parts = TASK_ID.matcher(id);
        if (!parts.matches()) {
            throw Problem.badRequest(
                    "\"" + id + "\" is not a task's id, which is JOB.INDEX, such as etl.3");
        }
        return new TaskName(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    static JobsView view(Answer.Jobs survey, List<JobView> jobs) {
        return new JobsView(isComplete(survey), survey.asked(), survey.answered(), jobs);
    }

    static TasksView tasks(Answer.Jobs survey, List<JobView> jobs) {
        List<TaskView> tasks =
                jobs.stream().map(JobView::tasks).flatMap(Collection::stream).toList();
        return new TasksView(isComplete(survey), survey.asked(), survey.answered(), tasks);
    }

    private static boolean isComplete(Answer.Jobs survey) {
        return survey.answered() >= survey.asked();
    }

    static JobView view(JobStatus job, Names names) {
        JobSpec spec = job.spec();
        return new JobView(
                spec.name(),
                job.generation(),
                state(job),
                spec.count(),
                spec.command(),
                spec.resources().cpuMillis(),
                spec.resources().memoryBytes(),
                job.tasks().stream().map(task -> view(task, names)).toList());
    }

    /** One word for all tasks: what is still to come first, then what went wrong. */
    private static String state(JobStatus job) {
        Set<TaskState> states = EnumSet.noneOf(TaskState.class);
        job.tasks().forEach(task -> states.add(task.state()));
        if (states.isEmpty()) return "pending";
        if (states.contains(TaskState.PENDING) || states.contains(TaskState.AWARDED)) {
            return "pending";
        }
        if (states.contains(TaskState.RUNNING)) return "running";
        if (states.equals(EnumSet.of(TaskState.FINISHED))) return "finished";
        if (job.isStopped() || !states.contains(TaskState.FAILED)) return "stopped";
        return "failed";
    }

    private static TaskView view(TaskStatus task, Names names) {
        return new TaskView(
                task.taskId(),
                task.job(),
                task.index(),
                task.attempt(),
                task.state().name().toLowerCase(Locale.ROOT),
                task.node().map(names::of).orElse(""),
                task.exitCode().orElse(null),
                task.reason());
    }

    static LogView view(Answer.Log piece) {
        return new LogView(
                piece.offset(),
                piece.offset() + piece.content().length(),
                piece.sizeBytes(),
                piece.isEnded(),
                Base64.getEncoder().encodeToString(piece.content().toArray()));
    }
}
