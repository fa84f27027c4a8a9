package dev.starling.simulator.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.starling.agent.api.Units;
import dev.starling.agent.core.CoreConfig;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** The YAML form of a {@link Scenario}: what it leaves out is as in the default scenario. */
final class ScenarioFile {

    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ScenarioFile() {}

    static Scenario load(Path file) {
        try {
            return parse(Files.readString(file), nameOf(file));
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(file + ": " + refused.getMessage(), refused);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(file + ": there is no such scenario file", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    /** Reads the text of a file. */
    static Scenario parse(String yaml, String name) {
        try {
            return read(Fields.of(YAML.readTree(yaml)), name);
        } catch (JsonProcessingException refused) {
            String firstLine = refused.getOriginalMessage().lines().findFirst().orElse("");
            throw new IllegalArgumentException(
                    "line %d: is not YAML: %s"
                            .formatted(refused.getLocation().getLineNr(), firstLine),
                    refused);
        }
    }

    private static Scenario read(Fields root, String fileName) {
        Scenario otherwise = Scenario.defaults();
        String name = root.text("name", fileName);
        String about = root.text("about", "");
        long seed = root.number("seed", otherwise.seed());
        int nodes = root.count("nodes", otherwise.nodes(), 1, Scenario.MOST_NODES);
        long lengthNanos = root.nanos("for", otherwise.lengthNanos());
        Codec codec = root.choice("codec", otherwise.codec());
        Checking checking = root.choice("invariants", otherwise.checking());
        Joining joining = joining(root.table("join"), otherwise.joining());
        NetworkModel network = network(root.table("network"), otherwise.network());
        HostModel hosts = hosts(root.table("hosts"), otherwise.hosts());
        CoreConfig config = config(root.table("agent"), Scenario.configOf(hosts));
        List<Fault> faults = root.tables("faults").stream().map(ScenarioFile::fault).toList();
        Workload workload = workload(root.table("workload"), otherwise.workload());
        root.done();
        return root.within(
                "for",
                () ->
                        new Scenario(
                                name,
                                about,
                                seed,
                                nodes,
                                lengthNanos,
                                codec,
                                checking,
                                joining,
                                network,
                                hosts,
                                config,
                                faults,
                                workload));
    }

    private static Joining joining(Fields fields, Joining otherwise) {
        int seeds = fields.count("seeds", otherwise.seeds(), 1, Scenario.MOST_NODES);
        long overNanos = fields.nanos("over", otherwise.overNanos());
        fields.done();
        return new Joining(seeds, overNanos);
    }

    private static NetworkModel network(Fields fields, NetworkModel otherwise) {
        double loss = fields.chance("loss", otherwise.loss());
        double duplication = fields.chance("duplication", otherwise.duplication());
        Latency latency = latency(fields, otherwise.latency());
        fields.done();
        return new NetworkModel(latency, loss, duplication);
    }

    /** Either a base, to which the rest is in proportion, or all three. */
    private static Latency latency(Fields network, Latency otherwise) {
        if (!network.has("latency")) return otherwise;
        if (!network.isTable("latency")) return Latency.around(network.nanos("latency", 0));
        Fields fields = network.table("latency");
        Latency around = Latency.around(fields.nanos("base", otherwise.baseNanos()));
        long spread = fields.nanos("spread", around.spreadNanos());
        long jitter = fields.nanos("jitter", around.jitterNanos());
        fields.done();
        return new Latency(around.baseNanos(), spread, jitter);
    }

    private static HostModel hosts(Fields fields, HostModel otherwise) {
        boolean isExecutor = fields.flag("tasks", otherwise.isExecutor());
        Resources capacity = resources(fields, otherwise.capacity());
        fields.done();
        return new HostModel(isExecutor, capacity);
    }

    private static CoreConfig config(Fields fields, CoreConfig otherwise) {
        List<String> ofHosts = List.of("isExecutor", "capacity");
        CoreConfig config =
                new CoreConfig(
                        Settings.changed(otherwise.gossip(), fields.table("gossip"), List.of()),
                        Settings.changed(otherwise.dht(), fields.table("dht"), List.of()),
                        Settings.changed(otherwise.task(), fields.table("tasks"), ofHosts));
        fields.done();
        return config;
    }

    private static Fault fault(Fields fields) {
        Fault fault = faultOf(fields, fields.read("at", ScenarioFile::nanos));
        fields.done();
        return fault;
    }

    private static Fault faultOf(Fields fields, long at) {
        if (fields.has("crash")) {
            boolean isPowerLost = fields.flag("powerLost", false);
            long until = fields.nanos("until", Fault.NEVER);
            return fields.read(
                    "crash", text -> new Fault.Crash(Share.parse(text), at, until, isPowerLost));
        }
        if (fields.has("leave")) {
            return new Fault.Leave(fields.read("leave", Share::parse), at);
        }
        if (fields.has("partition")) {
            long until = fields.read("until", ScenarioFile::nanos);
            return fields.read("partition", sides -> Fault.Partition.between(sides, at, until));
        }
        fields.done();
        throw fields.refused("must say what happens: crash, leave or partition");
    }

    private static Workload workload(Fields fields, Workload otherwise) {
        Workload.Services services = services(fields.table("services"), otherwise.services());
        Fields lookups = fields.table("lookups");
        double perSecond = lookups.decimal("perSecond", otherwise.lookups().perSecond(), 1e6);
        long lookupsNanos = lookups.nanos("at", otherwise.lookups().atNanos());
        lookups.done();
        List<Workload.Job> jobs = fields.tables("jobs").stream().map(ScenarioFile::job).toList();
        fields.done();
        return new Workload(services, new Workload.Lookups(perSecond, lookupsNanos), jobs);
    }

    private static Workload.Services services(Fields fields, Workload.Services otherwise) {
        int names = fields.count("names", otherwise.names(), 1, Integer.MAX_VALUE);
        int instances = fields.count("instances", otherwise.instances(), 0, Integer.MAX_VALUE);
        long at = fields.nanos("at", otherwise.atNanos());
        long over = fields.nanos("over", otherwise.overNanos());
        fields.done();
        return new Workload.Services(names, instances, at, over);
    }

    private static Workload.Job job(Fields fields) {
        String name = fields.read("name", text -> text);
        int tasks = fields.count("tasks", 1, 1, JobSpec.MOST_TASKS);
        long runs = fields.read("runs", ScenarioFile::nanos);
        Resources resources = resources(fields, new Resources(100, 64 << 20));
        long grace = Duration.ofSeconds(5).toNanos();
        long at = fields.read("at", ScenarioFile::nanos);
        fields.done();
        return fields.within(
                "name",
                () ->
                        new Workload.Job(
                                new JobSpec(
                                        name,
                                        tasks,
                                        List.of("work", runs + "ns"),
                                        new TreeMap<>(),
                                        resources,
                                        grace),
                                at));
    }

    private static Resources resources(Fields fields, Resources otherwise) {
        double cores = fields.decimal("cores", otherwise.cpuMillis() / 1e3, 1e6);
        long memory = fields.bytes("memory", otherwise.memoryBytes());
        return new Resources(Math.round(cores * 1e3), memory);
    }

    private static long nanos(String text) {
        return Units.duration(text).toNanos();
    }
}
