package dev.starling.agent.api;

import java.util.List;

/** {@code POST /starling/v1/join}: {@code HOST:PORT} or {@code HOST}, which means port 7946. */
public record JoinRequest(List<String> addresses) {}
