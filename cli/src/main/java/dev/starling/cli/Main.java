package dev.starling.cli;

import dev.starling.agent.api.NearestWord;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;
import dev.starling.cli.output.VerbFailedException;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The program: {@code starling VERB}. */
public final class Main {

    private static final int NARROWEST_HELP = 55;
    private static final int WIDEST_HELP = 100;

    private Main() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        int exitCode = run(terminal, arguments);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(exitCode);
    }

    /** Runs one verb to its end and returns its exit code. */
    public static int run(Terminal terminal, String... words) {
        String[] arguments = withoutHelpVerb(words);
        return new Verbs(terminal)
                .commandLine(arguments)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                terminal.isColoured() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(terminal.columns(), NARROWEST_HELP, WIDEST_HELP))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, ignored) -> misused(terminal, e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e))
                .execute(arguments);
    }

    /** {@code help run} means {@code run --help}. */
    private static String[] withoutHelpVerb(String... words) {
        if (words.length == 0 || !words[0].equals("help")) return words;
        String[] arguments = Arrays.copyOfRange(words, 1, words.length + 1);
        arguments[words.length - 1] = "--help";
        return arguments;
    }

    private static int misused(Terminal terminal, ParameterException e) {
        CommandLine command = e.getCommandLine();
        terminal.note(
                "starling: %s (see: %s --help)"
                        .formatted(
                                e instanceof UnmatchedArgumentException unmatched
                                        ? unknown(unmatched)
                                        : firstLine(e.getMessage()),
                                command.getCommandSpec().qualifiedName()));
        return ExitCode.BAD_USAGE;
    }

    private static String unknown(UnmatchedArgumentException e) {
        String word = e.getUnmatched().getFirst();
        boolean isVerb = e.getCommandLine().getParent() == null && !e.isUnknownOption();
        Optional<String> meant =
                isVerb
                        ? NearestWord.of(word, VerbList.NAMES)
                        : e.getSuggestions().stream().filter(s -> s.startsWith("-")).findFirst();
        return (isVerb ? "there is no verb \"" + word + "\"" : firstLine(e.getMessage()))
                + meant.map(known -> "; did you mean " + known + "?").orElse("");
    }

    private static int failed(Terminal terminal, Exception e) {
        if (e instanceof VerbFailedException failed) {
            terminal.note("starling: " + failed.getMessage());
            return failed.exitCode();
        }
        terminal.note("starling: a bug of ours: " + e);
        if (!terminal.variable("STARLING_DEBUG").isEmpty()) {
            for (StackTraceElement frame : e.getStackTrace()) terminal.note("  at " + frame);
        }
        return ExitCode.FAILED;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
