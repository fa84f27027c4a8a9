package dev.starling.dht;

/**
 * Which of two writes of one entry is newer: the higher epoch, then the higher sequence; unsigned.
 */
public record Version(long epoch, long sequence) implements Comparable<Version> {

    @Override
    public int compareTo(Version other) {
        int order = Long.compareUnsigned(epoch, other.epoch);
        return order != 0 ? order : Long.compareUnsigned(sequence, other.sequence);
    }
}
