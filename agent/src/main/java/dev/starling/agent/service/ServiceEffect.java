package dev.starling.agent.service;

import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.WriteResult;

import java.util.List;

/** What {@link Services} wants done; the caller does it in order. */
public sealed interface ServiceEffect {

    /** Write to the table. Answered by {@link Services#onWritten} with this token, always. */
    record Write(long token, Key key, List<Entry> entries) implements ServiceEffect {}

    /** Read from the table. Answered by {@link Services#onRead} with this token, always. */
    record Read(long token, Key key) implements ServiceEffect {}

    /** Make this check every interval, the first time at once, until {@link StopCheck}. */
    record StartCheck(CheckRef ref, CheckDefinition.Polled check) implements ServiceEffect {}

    record StopCheck(CheckRef ref) implements ServiceEffect {}

    /** Replace what is stored of this host's services. */
    record Save(List<ServiceDefinition> services) implements ServiceEffect {}

    /** The answer to a registration or deregistration: how far its first write came. */
    record Registered(long requestId, WriteResult result) implements ServiceEffect {}

    /** The answer to a lookup. */
    record Found(long requestId, ServiceAnswer answer) implements ServiceEffect {}

    /** The answer to a TTL report. */
    record Reported(long requestId) implements ServiceEffect {}

    /** The service or check that a request names is not on this host; nothing was changed. */
    record NotFound(long requestId, String message) implements ServiceEffect {}

    /** A bound of this host is reached; nothing was changed, later it may work. */
    record Refused(long requestId, String message) implements ServiceEffect {}
}
