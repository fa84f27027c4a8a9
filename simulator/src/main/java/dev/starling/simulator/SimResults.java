package dev.starling.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.starling.simulator.measure.CarrierLoad;
import dev.starling.simulator.measure.Detected;
import dev.starling.simulator.measure.LookupFigures;
import dev.starling.simulator.measure.RegistrationFigures;
import dev.starling.simulator.measure.Settled;
import dev.starling.simulator.measure.TaskFigures;
import dev.starling.simulator.scenario.Checking;
import dev.starling.simulator.scenario.Codec;

import java.util.List;

/**
 * What a run has shown. All but {@link #pace} is the same in every run of the same scenario.
 *
 * @param falseDeaths how often a node came to hold dead what was up and in reach
 * @param falseSuspicions the same for suspicions, most of which are refuted
 * @param warnings notes that an operator would have found in the logs
 */
public record SimResults(
        String scenario,
        long seed,
        int nodes,
        long simulatedNanos,
        Codec codec,
        Trace trace,
        List<Settled> settled,
        List<Detected> crashes,
        long falseDeaths,
        long falseSuspicions,
        List<CarrierLoad> traffic,
        RegistrationFigures registrations,
        LookupFigures lookups,
        TaskFigures tasks,
        long warnings,
        Invariants invariants,
        Pace pace) {

    /**
     * What proves that two runs were the same.
     *
     * @param hash of every event, the same with and without codec; 16 hexadecimal digits
     * @param contentHash of every byte sent; zero if packets were not encoded
     */
    public record Trace(long events, String hash, String contentHash) {}

    /**
     * @param checks how often one was looked at; a broken one would have ended the run
     */
    public record Invariants(Checking checking, long checks) {}

    /** How fast this machine was; the only figures that depend on it. */
    public record Pace(long wallNanos, double eventsPerSecond, double speed) {}

    /** For people: at most 80 columns. */
    public String toText() {
        return new Report(this).text();
    }

    public String toJson() {
        try {
            return JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records can be written", impossible);
        }
    }
}
