/**
 * Bounded bytes: how values are laid out in packets, and the refusal of bytes that are not. Knows
 * no protocol.
 */
package dev.starling.wire;
