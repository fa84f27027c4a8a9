package dev.starling.agent.task;

import dev.starling.node.Bytes;

/**
 * A part of a task's output.
 *
 * @param offset where {@code content} begins, in bytes from the start
 * @param sizeBytes how long the output is by now
 */
public record LogPiece(long offset, long sizeBytes, Bytes content) {}
