package dev.starling.agent.service;

import java.util.List;

/** A service of this host with the state of its checks. */
public record LocalService(ServiceDefinition definition, CheckStatus status, List<Check> checks) {

    /**
     * @param output what it said last, cut to 256 characters
     */
    public record Check(CheckDefinition definition, CheckStatus status, String output) {}
}
