package dev.starling.cli;

import dev.starling.agent.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What every verb stands under. */
@Command(
        name = "starling",
        description = "One masterless agent on every host: membership, services, tasks.",
        versionProvider = StarlingCommand.Versions.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "",
        footer = {
            "",
            "starling VERB --help explains a verb. Start with: starling demo",
            "",
            "Exit codes: 0 done, 1 failed, 2 bad usage, 3 no agent answered, 4 nothing matched."
        })
final class StarlingCommand implements Runnable {

    /** The same as the verb {@code version} says, for those who ask by option. */
    static final class Versions implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"starling " + Version.text() + ", Java " + Runtime.version()};
        }
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explain, and do nothing.")
    boolean isHelp;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Say which Starling this is.")
    boolean isVersion;

    @Spec CommandSpec spec;

    /** Reached if no verb was named. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}
