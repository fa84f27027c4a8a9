package dev.starling.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.starling.agent.core.AgentCore;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;
import dev.starling.dht.Dht;
import dev.starling.gossip.Membership;
import dev.starling.simulator.scenario.Codec;
import dev.starling.simulator.scenario.Fault;
import dev.starling.simulator.scenario.HostModel;
import dev.starling.simulator.scenario.Scenario;
import dev.starling.simulator.scenario.Workload;

import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class DeterminismTest {

    @Test
    void the_same_seed_is_the_same_run_in_two_jvms_with_other_collectors_and_heaps()
            throws Exception {
        Process serial = start("-XX:+UseSerialGC", "-Xmx256m");
        Process parallel = start("-XX:+UseParallelGC", "-Xmx512m", "-XX:TieredStopAtLevel=1");

        String first = outputOf(serial);
        String second = outputOf(parallel);

        assertThat(first).contains("\"hash\"").isEqualTo(second);
        assertThat(first).isEqualTo(resultsWithoutPace(scenario(7)));
    }

    @Test
    void another_seed_is_another_run() {
        SimResults one = Simulation.run(scenario(7), progress -> {});
        SimResults other = Simulation.run(scenario(8), progress -> {});

        assertThat(one.trace().hash()).isNotEqualTo(other.trace().hash());
    }

    @Test
    void without_the_codec_the_same_happens() {
        SimResults encoded = Simulation.run(scenario(7), progress -> {});
        SimResults plain = Simulation.run(scenario(7).withCodec(Codec.NONE), progress -> {});

        assertThat(plain.trace().hash()).isEqualTo(encoded.trace().hash());
        assertThat(plain.traffic()).isEqualTo(encoded.traffic());
        assertThat(plain.codec()).isEqualTo(Codec.NONE);
    }

    private static Process start(String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath()));
        command.add(DeterminismTest.class.getName());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Where these classes came from, however the test was launched. */
    private static String classPath() {
        return Stream.of(
                        DeterminismTest.class,
                        Simulation.class,
                        AgentCore.class,
                        Membership.class,
                        Dht.class,
                        DigestUtils.class,
                        JsonMapper.class,
                        JsonFactory.class,
                        JsonProperty.class)
                .map(each -> each.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String outputOf(Process process) throws Exception {
        try {
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new String(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    /** What each of the JVMs runs. */
    public static void main(String[] arguments) {
        System.out.print(resultsWithoutPace(scenario(7)));
    }

    private static String resultsWithoutPace(Scenario scenario) {
        String json = Simulation.run(scenario, progress -> {}).toJson();
        return json.substring(0, json.indexOf("\"pace\""));
    }

    /** A little of everything that can happen. */
    private static Scenario scenario(long seed) {
        JobSpec job =
                new JobSpec(
                        "etl",
                        6,
                        List.of("work", "5s"),
                        new TreeMap<>(),
                        new Resources(1_000, 1 << 20),
                        0);
        return Scenario.defaults()
                .withSeed(seed)
                .withHosts(new HostModel(true, new Resources(4_000, 8L << 30)))
                .withNodes(16)
                .withLength(Duration.ofSeconds(40))
                .withLoss(0.03)
                .withFault(Fault.Crash.parse("2@12s"))
                .withFault(Fault.Partition.parse("6/10@18s..28s"))
                .withWorkload(
                        new Workload(
                                new Workload.Services(4, 16, seconds(3), seconds(20)),
                                new Workload.Lookups(10, seconds(5)),
                                List.of(new Workload.Job(job, seconds(10)))));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
