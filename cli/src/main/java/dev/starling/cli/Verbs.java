package dev.starling.cli;

import dev.starling.cli.demo.DemoCommand;
import dev.starling.cli.output.Terminal;
import dev.starling.cli.verb.AgentCommand;
import dev.starling.cli.verb.InfoCommand;
import dev.starling.cli.verb.JoinCommand;
import dev.starling.cli.verb.LeaveCommand;
import dev.starling.cli.verb.MembersCommand;
import dev.starling.cli.verb.SimCommand;
import dev.starling.cli.verb.SimRunCommand;
import dev.starling.cli.verb.VersionCommand;
import dev.starling.cli.verb.service.DeregisterCommand;
import dev.starling.cli.verb.service.LookupCommand;
import dev.starling.cli.verb.service.RegisterCommand;
import dev.starling.cli.verb.service.ServicesCommand;
import dev.starling.cli.verb.service.TtlCommand;
import dev.starling.cli.verb.task.JobCommand;
import dev.starling.cli.verb.task.JobStatusCommand;
import dev.starling.cli.verb.task.JobStopCommand;
import dev.starling.cli.verb.task.JobsCommand;
import dev.starling.cli.verb.task.RunCommand;
import dev.starling.cli.verb.task.TaskCommand;
import dev.starling.cli.verb.task.TaskLogsCommand;
import dev.starling.cli.verb.task.TaskStopCommand;
import dev.starling.cli.verb.task.TasksCommand;

import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * All verbs by name. A {@code switch} and no map of constructors, because each method reference
 * would be linked at every start.
 */
final class Verbs {

    private final Terminal terminal;

    Verbs(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command line with the one verb that the arguments name; with all if they name none. */
    CommandLine commandLine(String... arguments) {
        if (arguments.length > 0 && VerbList.NAMES.contains(arguments[0])) {
            return new CommandLine(new StarlingCommand())
                    .addSubcommand(arguments[0], verb(arguments[0]));
        }
        return completeCommandLine();
    }

    CommandLine completeCommandLine() {
        CommandLine root = new CommandLine(new StarlingCommand());
        VerbList.NAMES.forEach(name -> root.addSubcommand(name, verb(name)));
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new VerbList());
        return root;
    }

    private Object verb(String name) {
        return switch (name) {
            case "agent" -> new AgentCommand(terminal);
            case "members" -> new MembersCommand(terminal);
            case "info" -> new InfoCommand(terminal);
            case "join" -> new JoinCommand(terminal);
            case "leave" -> new LeaveCommand(terminal);
            case "register" -> new RegisterCommand(terminal);
            case "deregister" -> new DeregisterCommand(terminal);
            case "services" -> new ServicesCommand(terminal);
            case "lookup" -> new LookupCommand(terminal);
            case "ttl" -> new TtlCommand(terminal);
            case "run" -> new RunCommand(terminal);
            case "jobs" -> new JobsCommand(terminal);
            case "job" ->
                    new CommandLine(new JobCommand())
                            .addSubcommand(new JobStatusCommand(terminal))
                            .addSubcommand(new JobStopCommand(terminal));
            case "tasks" -> new TasksCommand(terminal);
            case "task" ->
                    new CommandLine(new TaskCommand())
                            .addSubcommand(new TaskLogsCommand(terminal))
                            .addSubcommand(new TaskStopCommand(terminal));
            case "sim" ->
                    new CommandLine(new SimCommand()).addSubcommand(new SimRunCommand(terminal));
            case "demo" -> new DemoCommand(terminal);
            case "version" -> new VersionCommand(terminal);
            case "completion" -> new CompletionCommand(terminal);
            default -> throw new IllegalStateException("a verb without a command: " + name);
        };
    }
}
