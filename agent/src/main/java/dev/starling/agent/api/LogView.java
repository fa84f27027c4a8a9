package dev.starling.agent.api;

/**
 * A piece of a task's output: {@code GET /starling/v1/tasks/ID/logs}.
 *
 * @param offset where {@code content} begins, in bytes
 * @param next the offset to ask for next
 * @param size how long the output is by now
 * @param ended whether the task has ended, so that no more comes
 * @param content base64, because tasks write what they like
 */
public record LogView(long offset, long next, long size, boolean ended, String content) {}
