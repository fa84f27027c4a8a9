package dev.starling.agent.service;

/**
 * What one check said.
 *
 * @param output for people: one line, cut to {@value ServiceInstance#OUTPUT_CHARACTERS} characters
 */
public record CheckResult(CheckRef check, CheckStatus status, String output) {

    public CheckResult {
        output = line(output);
    }

    /** Control characters would break the tables and logs that show it. */
    private static String line(String text) {
        int length = Math.min(text.length(), ServiceInstance.OUTPUT_CHARACTERS);
        if (length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) length--;
        StringBuilder line = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            line.append(Character.isISOControl(next) ? ' ' : next);
        }
        return line.toString().strip();
    }
}
