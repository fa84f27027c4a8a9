package dev.starling.cli.verb.task;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.JobRequest;
import dev.starling.agent.api.JobView;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlClient;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.control.RequestFile;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.OutputFormat;
import dev.starling.cli.output.Terminal;
import dev.starling.cli.output.VerbFailedException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

@Command(
        name = "run",
        customSynopsis = {
            "starling run [OPTIONS] JOB.toml",
            "       starling run [OPTIONS] --name=NAME -- COMMAND..."
        },
        description = "Submit a job: tasks of one command, run by whoever bids best.",
        footer = {
            "",
            "A job file, TOML or JSON, has the keys name, count, command, [env], cpu, memory,"
                    + " killGrace and run (\"at-least-once\", the only one so far). Tasks find"
                    + " their place in STARLING_JOB, STARLING_TASK, STARLING_INDEX and"
                    + " STARLING_ATTEMPT.",
            "",
            "Examples:",
            "  starling run backup.toml",
            "  starling run --name=hello --count=3 --wait -- sh -c 'echo $STARLING_INDEX'",
            "",
            "Exit codes: 0 accepted, 1 failed, 2 bad usage, 3 no agent answered. With --wait:"
                    + " 0 if every task ended with 0, else the first code that is not. Ctrl-C"
                    + " ends the waiting, not the job."
        })
public final class RunCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    @Parameters(
            arity = "0..*",
            paramLabel = "JOB.toml | COMMAND",
            description = "A job file, or with --name the command and its arguments.")
    List<String> words = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "The job's name.")
    String name;

    @Option(names = "--count", paramLabel = "COUNT", description = "Tasks; 1 if left out.")
    Integer count;

    @Option(
            names = "--cpu",
            paramLabel = "MILLIS",
            description = "Thousandths of a core for each task; 100 if left out.")
    Integer cpu;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory for each task, as in 256M; 64M if left out.")
    String memory;

    @Option(
            names = "--env",
            paramLabel = "KEY=VALUE",
            description = "A variable for the tasks. Repeatable.")
    SortedMap<String, String> environment = new TreeMap<>();

    @Option(
            names = "--kill-grace",
            paramLabel = "DURATION",
            description = "How long a task asked to end may take; 5s if left out.")
    String killGrace;

    @Option(names = "--wait", description = "Wait until every task has ended.")
    boolean isWaiting;

    private final Terminal terminal;

    public RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JobRequest job = job();
        ControlClient client = agent.client(terminal);
        JsonNode accepted = client.post(ControlPath.of("jobs"), job);
        if (!isWaiting) {
            show(accepted);
            return ExitCode.DONE;
        }
        JobWatch watch = new JobWatch(client, this::tell);
        JsonNode over = watch.untilOver(Json.as(JobView.class, accepted).name());
        show(over);
        return JobWatch.exitCode(Json.as(JobView.class, over));
    }

    private JobRequest job() {
        if (name != null) {
            if (words.isEmpty()) throw misused("COMMAND is missing: put it behind --");
            return new JobRequest(name, count, words, environment, cpu, memory, killGrace, null);
        }
        if (words.size() != 1) {
            throw misused("name one job file, or give --name=NAME and a command behind --");
        }
        if (count != null || cpu != null || memory != null || killGrace != null) {
            throw misused("a job file holds everything: leave out --count, --cpu, --memory, …");
        }
        return RequestFile.read(Path.of(words.getFirst()), JobRequest.class);
    }

    private void show(JsonNode job) {
        format.show(job, terminal, () -> TaskTables.job(Json.as(JobView.class, job), terminal));
    }

    private void tell(String line) {
        if (format.isTable()) terminal.println(line);
    }

    private static VerbFailedException misused(String line) {
        return new VerbFailedException(ExitCode.BAD_USAGE, line);
    }
}
