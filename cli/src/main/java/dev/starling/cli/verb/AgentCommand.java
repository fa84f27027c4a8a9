package dev.starling.cli.verb;

import dev.starling.agent.Agent;
import dev.starling.agent.StartException;
import dev.starling.agent.config.AgentSettings;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;
import dev.starling.cli.output.VerbFailedException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Runs an agent until it is told to end. Every option is a setting of the same name; what is not
 * given here may come from the environment or the file.
 */
@Command(
        name = "agent",
        description = "Run an agent in the foreground until it leaves.",
        footer = {
            "",
            "Every option can be a key of the file or a variable of the environment instead: "
                    + "--http-port is http-port there and STARLING_HTTP_PORT here. Options win "
                    + "over the environment, the environment over the file.",
            "Ctrl-C or SIGTERM says goodbye to the fleet first.",
            "",
            "Examples:",
            "  starling agent",
            "  starling agent --bind=10.0.0.7 --join=10.0.0.5 --join=10.0.0.6:7946 --tasks",
            "",
            "Exit codes: 0 left, 1 could not start, 2 bad usage."
        })
public final class AgentCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, TOML or JSON.")
    String config;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "For people, unique in the fleet; the host's name if left out.")
    String name;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "Where identity, services and tasks are kept; one agent each.")
    String dataDir;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Where other agents are heard; 127.0.0.1 if left out.")
    String bind;

    @Option(
            names = "--advertise",
            paramLabel = "ADDRESS",
            description = "Where other agents reach this one, if not at --bind.")
    String advertise;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "UDP and TCP, for other agents; 7946 if left out, 0 for any.")
    String port;

    @Option(
            names = "--http-bind",
            paramLabel = "ADDRESS",
            description = "Where the control API listens; 127.0.0.1 if left out.")
    String httpBind;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Of the control API; 8500 if left out, 0 for any.")
    String httpPort;

    @Option(
            names = "--join",
            paramLabel = "HOST[:PORT]",
            description = "An agent to ask to be let in, until one does. Repeatable.")
    List<String> join;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The failure domain, such as a rack: replicas are spread over zones.")
    String zone;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Which fleet; agents of others are not heard. starling if left out.")
    String cluster;

    @Option(
            names = "--tasks",
            description = "Run tasks, that is: any command that anybody in the fleet submits.")
    boolean isTaskRunner;

    @Option(
            names = "--task-cpu",
            paramLabel = "MILLIS",
            description = "Thousandths of a core for tasks; all cores if left out.")
    String taskCpu;

    @Option(
            names = "--task-memory",
            paramLabel = "SIZE",
            description = "Memory for tasks, as in 2G; half of the host's if left out.")
    String taskMemory;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "trace, debug, info, warn or error; info if left out.")
    String logLevel;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text for people or json for machines; text if left out.")
    String logFormat;

    @Spec CommandSpec spec;

    private final Terminal terminal;

    public AgentCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Agent agent = Agent.start(load())) {
            agent.leaveOnSignal();
            terminal.println(agent.readyLine());
            agent.awaitEnd();
            return ExitCode.DONE;
        } catch (StartException e) {
            throw new VerbFailedException(e.exitCode(), e.getMessage());
        }
    }

    private AgentSettings load() {
        try {
            return AgentSettings.load(given(), terminal.environment());
        } catch (IllegalArgumentException e) {
            throw new VerbFailedException(ExitCode.BAD_USAGE, e.getMessage());
        }
    }

    /** What was said on the command line, by the setting's name: the option's without dashes. */
    private Map<String, String> given() {
        Map<String, String> settings = new TreeMap<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            Object value = option.getValue();
            settings.put(
                    option.longestName().substring("--".length()),
                    value instanceof List<?> list
                            ? list.stream().map(Object::toString).collect(Collectors.joining(","))
                            : value.toString());
        }
        return settings;
    }
}
