package dev.starling.agent.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last inputs of the core, to tell what led to a bug. */
final class Recorder {

    static final int MOST_INPUTS = 256;

    /** What the packets among them may have taken on the wire: what is kept stays in memory. */
    static final int MOST_BYTES = 1 << 20;

    private static final int LINE_CHARACTERS = 16_384;

    private record Input(long atNanos, Object subject, int sizeBytes) {}

    private final ArrayDeque<Input> inputs = new ArrayDeque<>();
    private int bytes;

    void note(long atNanos, Object subject, int sizeBytes) {
        inputs.add(new Input(atNanos, subject, sizeBytes));
        bytes += sizeBytes;
        while (inputs.size() > MOST_INPUTS || bytes > MOST_BYTES && inputs.size() > 1) {
            bytes -= inputs.poll().sizeBytes();
        }
    }

    /** Oldest first, one line each: nanoseconds since the start, then the input. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Input input : inputs) {
            lines.add(input.atNanos() + " " + describe(input.subject(), LINE_CHARACTERS));
        }
        return lines;
    }

    /** One line of at most {@code most} characters; what cannot even be told is named. */
    static String describe(Object subject, int most) {
        String text;
        try {
            text = subject.toString();
        } catch (RuntimeException untold) {
            text = subject.getClass().getName();
        }
        String cut = text.length() <= most ? text : text.substring(0, most) + "…";
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
