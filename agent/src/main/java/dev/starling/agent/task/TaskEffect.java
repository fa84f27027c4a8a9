package dev.starling.agent.task;

import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;

import java.util.List;

/** What {@link Tasks} wants done; the caller does it in order. */
public sealed interface TaskEffect {

    /** Send this; by stream if it does not fit a datagram. */
    record Send(Endpoint to, TaskMessage message) implements TaskEffect {}

    /** Answered with {@link Tasks#onWritten}. */
    record Write(long token, Key key, List<Entry> entries) implements TaskEffect {}

    /** Answered with {@link Tasks#onRead}. */
    record Read(long token, Key key) implements TaskEffect {}

    /** Let gossip carry this as this node's notice of {@code topic}. */
    record Publish(int topic, Bytes payload) implements TaskEffect {}

    /** Answered with {@link Tasks#onStarted} or {@link Tasks#onNotStarted}. */
    record StartTask(TaskLaunch launch) implements TaskEffect {}

    /** Ask it to end, kill it when {@code graceNanos} are over. */
    record StopTask(TaskKey task, long graceNanos) implements TaskEffect {}

    /** Answered with {@link Tasks#onLogRead} or {@link Tasks#onLogUnreadable}. */
    record ReadLog(long readId, TaskKey task, LogStream stream, long offset, int mostBytes)
            implements TaskEffect {}

    /** Store a task that this host has accepted; always before it is started. */
    record SaveTask(TaskLaunch launch) implements TaskEffect {}

    /** This host owes nobody anything for this task any more. */
    record ForgetTask(TaskKey task) implements TaskEffect {}

    /** The answer to submit, find, stop and stopTask. */
    record JobAnswered(long requestId, JobStatus job) implements TaskEffect {}

    /** The answer to survey: {@code answered} of {@code asked} members answered in full. */
    record JobsAnswered(long requestId, List<JobStatus> jobs, int asked, int answered)
            implements TaskEffect {}

    /** The answer to readLog; {@code isEnded} means that no more output comes. */
    record LogAnswered(long requestId, LogPiece piece, boolean isEnded) implements TaskEffect {}

    /** The answer to any request that cannot be met: one line for people. */
    record Refused(long requestId, Refusal why, String message) implements TaskEffect {}

    /** Something that people should read in the log. */
    record Noted(String text) implements TaskEffect {}
}
