package dev.starling.agent.service;

/** What a health check says, in rising order of worry: a service is as bad as its worst check. */
public enum CheckStatus {
    PASSING,
    WARNING,
    CRITICAL;

    public CheckStatus worse(CheckStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
