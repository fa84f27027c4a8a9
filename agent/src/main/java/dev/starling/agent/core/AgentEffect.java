package dev.starling.agent.core;

import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.wire.Carrier;

import java.util.List;

/**
 * What the core wants done; the shell does it in order. What is saved is on disk before anything
 * that was asked for later in the same turn leaves the host.
 */
public sealed interface AgentEffect {

    record Transmit(Endpoint to, Carrier carrier, Packet packet) implements AgentEffect {}

    record Reply(long requestId, Answer answer) implements AgentEffect {}

    /** Run this check every interval, the first time at once, until {@link StopCheck}. */
    record StartCheck(CheckRef ref, CheckDefinition.Polled check) implements AgentEffect {}

    record StopCheck(CheckRef ref) implements AgentEffect {}

    /** Answered with {@code TaskStarted} or {@code TaskNotStarted}, later {@code TaskExited}. */
    record StartTask(TaskLaunch launch) implements AgentEffect {}

    /** Ask it to end, kill it when {@code graceNanos} are over. Harmless if it has ended. */
    record StopTask(TaskKey task, long graceNanos) implements AgentEffect {}

    /** Answered with {@code LogRead} or {@code LogUnreadable}. */
    record ReadLog(long readId, TaskKey task, LogStream stream, long offset, int mostBytes)
            implements AgentEffect {}

    /** Replace what is stored of this host's services. */
    record SaveServices(List<ServiceDefinition> services) implements AgentEffect {}

    /** Store an entry held for the fleet, in place of the one with its subkey. */
    record SaveReplica(Key key, Entry entry) implements AgentEffect {}

    record DropReplica(Key key, Bytes subkey) implements AgentEffect {}

    /** Store a task that this host has accepted. Before it is started. */
    record SaveTask(TaskLaunch launch) implements AgentEffect {}

    /**
     * This host owes nobody anything for this task any more: forget it, and its files with time.
     */
    record ForgetTask(TaskKey task) implements AgentEffect {}

    /** Replace the stored addresses to rejoin by. */
    record SavePeers(List<MemberRecord> peers) implements AgentEffect {}

    /** The next start must use a higher epoch than this. */
    record SaveEpoch(long epoch) implements AgentEffect {}

    /** This node's belief about another has changed: for logs, for streams, for measurement. */
    record MemberChanged(Member member) implements AgentEffect {}

    /** Something that people should read in the log. */
    record Note(Level level, String text) implements AgentEffect {}

    /** How much a note matters. */
    enum Level {
        INFO,
        WARN,
        ERROR
    }
}
