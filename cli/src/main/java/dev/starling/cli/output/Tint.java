package dev.starling.cli.output;

/** What a colour means in a table. */
public enum Tint {
    NONE(""),
    TITLE("1"),
    GOOD("32"),
    WORRYING("33"),
    BAD("31");

    private final String code;

    Tint(String code) {
        this.code = code;
    }

    /** The tint of a member's, a check's, a job's or a task's state, by the API's word for it. */
    public static Tint of(String state) {
        return switch (state) {
            case "alive", "passing", "running", "finished" -> GOOD;
            case "suspect", "warning", "pending", "awarded" -> WORRYING;
            case "dead", "critical", "failed" -> BAD;
            default -> NONE;
        };
    }

    String paint(String text) {
        return this == NONE || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
