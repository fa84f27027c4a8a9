package dev.starling.wire;

/** Anything that one node says to another; each protocol seals its own. */
public interface Message {}
