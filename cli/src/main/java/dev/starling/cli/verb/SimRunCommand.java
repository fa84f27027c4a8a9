package dev.starling.cli.verb;

import dev.starling.agent.api.Units;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.OutputFormat;
import dev.starling.cli.output.Terminal;
import dev.starling.cli.output.VerbFailedException;
import dev.starling.simulator.BrokenRun;
import dev.starling.simulator.Progress;
import dev.starling.simulator.SimResults;
import dev.starling.simulator.Simulation;
import dev.starling.simulator.scenario.Codec;
import dev.starling.simulator.scenario.Fault;
import dev.starling.simulator.scenario.Scenario;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

@Command(
        name = "run",
        description = "Play a scenario in virtual time: the real protocol in a made-up network.",
        footer = {
            "",
            "The options win over the file. The same scenario and seed give the same run, on "
                    + "any host; the results show its hash.",
            "",
            "Examples:",
            "  starling sim run --nodes=1000 --for=60s",
            "  starling sim run --nodes=100 --crash=10%%@20s --loss=5%%",
            "  starling sim run --nodes=100 --partition=40/60@20s..50s --for=2m",
            "  starling sim run split.yaml --seed=7 --format=json",
            "",
            "Exit codes: 0 done, 1 an invariant broke, 2 bad usage."
        })
public final class SimRunCommand implements Callable<Integer> {

    /** Clears what is left of a longer line before it. */
    private static final String OVER_THE_LAST_LINE = "\r\033[K";

    @Mixin OutputFormat format;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A scenario, YAML; a quiet fleet of 100 if left out.")
    Path file;

    @Option(names = "--nodes", paramLabel = "COUNT", description = "How many nodes.")
    Integer nodes;

    @Option(names = "--for", paramLabel = "DURATION", description = "How much simulated time.")
    String length;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Of everything that is drawn.")
    Long seed;

    @Option(
            names = "--loss",
            paramLabel = "CHANCE",
            description = "Of each datagram to disappear: 5%% or 0.05.")
    String loss;

    @Option(
            names = "--latency",
            paramLabel = "DURATION",
            description = "From node to node, one way, about.")
    String latency;

    @Option(
            names = "--crash",
            paramLabel = "NODES@TIME",
            description = "So many die without a word, as in 3@20s or 10%%@1m. Repeatable.")
    List<String> crashes = List.of();

    @Option(
            names = "--partition",
            paramLabel = "A/B@FROM..UNTIL",
            description = "Nothing passes between two groups, as in 40/60@20s..50s. Repeatable.")
    List<String> partitions = List.of();

    @Option(
            names = "--codec",
            paramLabel = "WHEN",
            description = {
                "Whether packets cross the network as bytes: always or none, which is faster and"
                        + " counts the same sizes.",
                "None if left out and no file says otherwise."
            })
    String codec;

    private final Terminal terminal;

    public SimRunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            SimResults results = Simulation.run(scenario(), this::tell);
            if (terminal.isInteractive()) terminal.err().print(OVER_THE_LAST_LINE);
            terminal.err().flush();
            show(results);
            return ExitCode.DONE;
        } catch (BrokenRun e) {
            throw new VerbFailedException(ExitCode.FAILED, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new VerbFailedException(ExitCode.BAD_USAGE, e.getMessage());
        }
    }

    private Scenario scenario() {
        Scenario scenario =
                file == null ? Scenario.defaults().withCodec(Codec.NONE) : Scenario.load(file);
        if (codec != null)
            scenario = scenario.withCodec(read("--codec", codec, SimRunCommand::when));
        if (nodes != null) scenario = scenario.withNodes(nodes);
        if (seed != null) scenario = scenario.withSeed(seed);
        if (length != null) scenario = scenario.withLength(read("--for", length, Units::duration));
        if (loss != null) scenario = scenario.withLoss(read("--loss", loss, SimRunCommand::chance));
        if (latency != null) {
            scenario = scenario.withLatency(read("--latency", latency, Units::duration));
        }
        for (String crash : crashes) {
            scenario = scenario.withFault(read("--crash", crash, Fault.Crash::parse));
        }
        for (String partition : partitions) {
            scenario = scenario.withFault(read("--partition", partition, Fault.Partition::parse));
        }
        return scenario;
    }

    private static <T> T read(String option, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static Codec when(String text) {
        return switch (text) {
            case "always" -> Codec.ALWAYS;
            case "none" -> Codec.NONE;
            default -> throw new IllegalArgumentException("\"" + text + "\" is not always or none");
        };
    }

    private static double chance(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d+)?%|\\d(\\.\\d+)?")) {
            throw new IllegalArgumentException("\"" + text + "\" is no chance: write 5% or 0.05");
        }
        if (!text.endsWith("%")) return Double.parseDouble(text);
        return Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
    }

    /** One line that is written over and over; nothing if nobody looks. */
    private void tell(Progress progress) {
        if (!terminal.isInteractive()) return;
        terminal.err().print(OVER_THE_LAST_LINE + progress.line());
        terminal.err().flush();
    }

    private void show(SimResults results) {
        if (format.isTable()) {
            terminal.println(results.toText().stripTrailing());
            return;
        }
        byte[] json = results.toJson().getBytes(StandardCharsets.UTF_8);
        format.show(Json.read(json), terminal, () -> {});
    }
}
