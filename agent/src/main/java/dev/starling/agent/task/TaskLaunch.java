package dev.starling.agent.task;

/** Everything that an executor needs to start a task, and to know it again after a restart. */
public record TaskLaunch(TaskKey key, JobSpec spec) {}
