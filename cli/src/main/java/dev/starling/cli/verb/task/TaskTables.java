package dev.starling.cli.verb.task;

import dev.starling.agent.api.JobView;
import dev.starling.agent.api.TaskView;
import dev.starling.agent.api.Units;
import dev.starling.cli.output.Column;
import dev.starling.cli.output.Table;
import dev.starling.cli.output.Terminal;

import java.util.List;

/** How jobs and tasks are shown to people. */
public final class TaskTables {

    private static final Table<JobView> JOBS =
            new Table<>(
                    Column.of("JOB", JobView::name),
                    Column.state("STATE", JobView::state),
                    Column.of("ENDED", job -> ended(job) + " of " + job.count()),
                    Column.of("CPU", job -> Long.toString(job.cpuMillis())),
                    Column.of("MEMORY", job -> Units.describeBytes(job.memoryBytes())),
                    Column.of("COMMAND", job -> String.join(" ", job.command())));

    private static final Table<TaskView> TASKS =
            new Table<>(
                    Column.of("TASK", TaskView::id),
                    Column.state("STATE", TaskView::state),
                    Column.of("NODE", TaskView::node),
                    Column.of("ATTEMPT", task -> Integer.toString(task.attempt())),
                    Column.of("EXIT", TaskTables::exit),
                    Column.of("REASON", TaskView::reason));

    private TaskTables() {}

    static void jobs(List<JobView> jobs, Terminal terminal) {
        JOBS.print(jobs, terminal);
    }

    public static void tasks(List<TaskView> tasks, Terminal terminal) {
        TASKS.print(tasks, terminal);
    }

    /** A job on a line, and its tasks below. */
    static void job(JobView job, Terminal terminal) {
        terminal.println(
                "job %s is %s: %d of %d tasks ended; each has %d millicores and %s"
                        .formatted(
                                job.name(),
                                job.state(),
                                ended(job),
                                job.count(),
                                job.cpuMillis(),
                                Units.describeBytes(job.memoryBytes())));
        tasks(job.tasks(), terminal);
    }

    /** Says of an answer that it may lack something. */
    static void warn(boolean isComplete, int asked, int answered, Terminal terminal) {
        if (isComplete) return;
        terminal.note("jobs may be missing: %d of %d members answered".formatted(answered, asked));
    }

    static boolean isOver(TaskView task) {
        return switch (task.state()) {
            case "finished", "failed", "stopped" -> true;
            default -> false;
        };
    }

    private static long ended(JobView job) {
        return job.tasks().stream().filter(TaskTables::isOver).count();
    }

    private static String exit(TaskView task) {
        return task.exitCode() == null ? "" : task.exitCode().toString();
    }
}
