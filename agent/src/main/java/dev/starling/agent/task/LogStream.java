package dev.starling.agent.task;

/** Which output of a task. */
public enum LogStream {
    STDOUT,
    STDERR
}
