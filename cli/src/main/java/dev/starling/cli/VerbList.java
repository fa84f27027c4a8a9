package dev.starling.cli;

import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

import java.util.List;

/** The verbs in the help of the program: by what they are about, in the order of need. */
final class VerbList implements IHelpSectionRenderer {

    private record Group(String about, List<String> verbs) {}

    private static final List<Group> GROUPS =
            List.of(
                    new Group("The fleet", List.of("agent", "members", "info", "join", "leave")),
                    new Group(
                            "Services",
                            List.of("register", "deregister", "services", "lookup", "ttl")),
                    new Group("Jobs", List.of("run", "jobs", "job", "tasks", "task")),
                    new Group("And", List.of("demo", "sim", "version", "completion")));

    static final List<String> NAMES =
            GROUPS.stream().flatMap(group -> group.verbs().stream()).toList();

    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        for (Group group : GROUPS) {
            text.append(System.lineSeparator())
                    .append(help.createHeading("@|bold " + group.about() + "|@%n"));
            for (String verb : group.verbs()) text.append(line(help, verb));
        }
        return text.toString();
    }

    private static String line(Help help, String verb) {
        Help subcommand = help.subcommands().get(verb);
        String about = subcommand.commandSpec().usageMessage().description()[0];
        return "  %-11s %s%n".formatted(verb, about);
    }
}
