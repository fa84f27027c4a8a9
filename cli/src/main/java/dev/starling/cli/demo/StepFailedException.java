package dev.starling.cli.demo;

import java.util.List;

/** The play does not go as it should. */
final class StepFailedException extends RuntimeException {

    private final List<String> evidence;

    /**
     * @param evidence lines that may say why, such as the end of a log
     */
    StepFailedException(String line, List<String> evidence) {
        super(line);
        this.evidence = List.copyOf(evidence);
    }

    List<String> evidence() {
        return evidence;
    }
}
