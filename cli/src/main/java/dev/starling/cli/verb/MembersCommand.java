package dev.starling.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.starling.agent.api.MemberView;
import dev.starling.agent.api.Units;
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

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

@Command(
        name = "members",
        description = "List the members of the fleet as this host's agent sees them.",
        footer = {
            "",
            "AGE is how long a member has been in its state.",
            "",
            "Examples:",
            "  starling members",
            "  starling members --status=suspect,dead --format=json",
            "",
            ExitCode.FOOTER
        })
public final class MembersCommand implements Callable<Integer> {

    /** Named in small letters, here and in the API. */
    enum Status {
        ALIVE,
        SUSPECT,
        DEAD,
        LEFT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Table<MemberView> TABLE =
            new Table<>(
                    Column.of("NAME", MemberView::name),
                    Column.of("ADDRESS", MemberView::address),
                    Column.state("STATUS", MemberView::status),
                    Column.of("ZONE", MemberView::zone),
                    Column.of("AGE", member -> age(member.ageSeconds())));

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "Only members in these states: ${COMPLETION-CANDIDATES}.")
    List<Status> statuses = List.of(Status.values());

    private final Terminal terminal;

    public MembersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ArrayNode members = ofStatus(agent.client(terminal).get(ControlPath.of("members")));
        format.show(members, terminal, () -> table(Json.listOf(MemberView.class, members)));
        return members.isEmpty() ? ExitCode.NOTHING_MATCHED : ExitCode.DONE;
    }

    private ArrayNode ofStatus(JsonNode all) {
        List<String> asked = statuses.stream().map(Status::toString).toList();
        ArrayNode members = Json.list();
        for (JsonNode member : all) {
            if (asked.contains(member.path("status").asText())) members.add(member);
        }
        return members;
    }

    private void table(List<MemberView> members) {
        if (members.isEmpty()) {
            terminal.note("no member is " + statuses.toString().replaceAll("[\\[\\]]", ""));
            return;
        }
        print(members, terminal);
    }

    /** How members are shown to people, here and wherever else. */
    public static void print(List<MemberView> members, Terminal terminal) {
        Comparator<MemberView> byName = Comparator.comparing(MemberView::name);
        TABLE.print(
                members.stream().sorted(byName.thenComparing(MemberView::id)).toList(), terminal);
    }

    private static String age(double seconds) {
        return Units.describe(Duration.ofMillis(Math.round(seconds * 1_000)));
    }
}
