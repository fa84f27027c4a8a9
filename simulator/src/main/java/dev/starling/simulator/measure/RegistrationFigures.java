package dev.starling.simulator.measure;

/**
 * How registrations went.
 *
 * @param answered the others' nodes ended before
 * @param acknowledged by enough replicas
 */
public record RegistrationFigures(int asked, int answered, int acknowledged, Spread nanos) {}
