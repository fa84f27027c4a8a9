package dev.starling.cli.verb.task;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.JobView;
import dev.starling.agent.api.TaskView;
import dev.starling.cli.control.ControlClient;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.VerbFailedException;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Waits until a job is over and tells of every change on the way. An agent that does not answer for
 * a while, because it restarts, is no reason to give up.
 */
final class JobWatch {

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Tries in a row without an answer after which there is none to hope for: half a minute. */
    private static final int MOST_FAILURES = 120;

    private final ControlClient agent;
    private final Consumer<String> news;
    private final Map<String, String> told = new TreeMap<>();

    JobWatch(ControlClient agent, Consumer<String> news) {
        this.agent = agent;
        this.news = news;
    }

    /** Returns the job's last state, as the API has it. */
    JsonNode untilOver(String job) throws InterruptedException {
        int failures = 0;
        while (true) {
            try {
                JsonNode answer = agent.get(ControlPath.of("jobs", job));
                failures = 0;
                JobView view = Json.as(JobView.class, answer);
                view.tasks().forEach(this::tell);
                if (isOver(view)) return answer;
            } catch (VerbFailedException e) {
                if (e.exitCode() == ExitCode.NOTHING_MATCHED || ++failures > MOST_FAILURES) throw e;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Of a job that is over: 0 if all tasks ended with 0, else the first code that is not. */
    static int exitCode(JobView job) {
        for (TaskView task : job.tasks()) {
            if (task.exitCode() != null && task.exitCode() != 0) return task.exitCode();
            if (!task.state().equals("finished")) return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    private static boolean isOver(JobView job) {
        return job.tasks().size() >= job.count()
                && job.tasks().stream().allMatch(TaskTables::isOver);
    }

    private void tell(TaskView task) {
        String line = line(task);
        if (line.equals(told.put(task.id(), line)) || task.state().equals("pending")) return;
        news.accept(line);
    }

    private static String line(TaskView task) {
        StringBuilder line = new StringBuilder(task.id()).append(' ').append(task.state());
        if (!task.node().isEmpty()) line.append(" on ").append(task.node());
        if (!task.reason().isEmpty()) return line.append(": ").append(task.reason()).toString();
        if (task.exitCode() != null) line.append(", exit ").append(task.exitCode());
        return line.toString();
    }
}
