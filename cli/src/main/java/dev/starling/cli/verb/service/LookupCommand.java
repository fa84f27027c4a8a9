package dev.starling.cli.verb.service;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.LookupView;
import dev.starling.agent.api.LookupView.Instance;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.Column;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.OutputFormat;
import dev.starling.cli.output.Table;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "lookup",
        description = "Find who in the fleet offers a service.",
        footer = {
            "",
            "Examples:",
            "  starling lookup web",
            "  starling lookup web --passing --tag=blue --format=json",
            "",
            ExitCode.FOOTER
        })
public final class LookupCommand implements Callable<Integer> {

    private static final Table<Instance> TABLE =
            new Table<>(
                    Column.of("ID", Instance::id),
                    Column.of("NODE", Instance::node),
                    Column.of("ADDRESS", instance -> instance.address() + ":" + instance.port()),
                    Column.state("STATUS", Instance::status),
                    Column.of("TAGS", instance -> String.join(",", instance.tags())),
                    Column.of("OUTPUT", LookupCommand::trouble));

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    @Parameters(paramLabel = "NAME", description = "The service's name.")
    String name;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only instances with this tag.")
    String tag = "";

    @Option(names = "--passing", description = "Only instances whose checks all pass.")
    boolean isPassingOnly;

    private final Terminal terminal;

    public LookupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ControlPath path = ControlPath.of("lookup", name);
        if (!tag.isEmpty()) path = path.with("tag", tag);
        if (isPassingOnly) path = path.with("passing");
        JsonNode answer = agent.client(terminal).get(path);
        LookupView found = Json.as(LookupView.class, answer);
        format.show(answer, terminal, () -> table(found));
        return found.instances().isEmpty() ? ExitCode.NOTHING_MATCHED : ExitCode.DONE;
    }

    private void table(LookupView found) {
        if (found.instances().isEmpty()) {
            boolean isFiltered = isPassingOnly || !tag.isEmpty();
            terminal.note("no " + (isFiltered ? "such " : "") + "instance of " + name);
        } else {
            print(found.instances(), terminal);
        }
        if (!found.complete()) {
            terminal.note(
                    "instances may be missing: %d of %d replicas answered"
                            .formatted(found.replicas().answered(), found.replicas().wanted()));
        }
    }

    /** How instances are shown to people, here and wherever else. */
    public static void print(List<Instance> instances, Terminal terminal) {
        Comparator<Instance> byNode = Comparator.comparing(Instance::node);
        TABLE.print(
                instances.stream().sorted(byNode.thenComparing(Instance::id)).toList(), terminal);
    }

    /** Why an instance does not pass; what passing checks write is of no interest here. */
    private static String trouble(Instance instance) {
        return instance.status().equals("passing") ? "" : instance.output();
    }
}
