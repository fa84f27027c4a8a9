package dev.starling.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.starling.agent.api.Units;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A table of a scenario file. What is asked for becomes known, so that {@link #done} can refuse the
 * rest; every refusal is one line that names the field, its value and what is right.
 */
final class Fields {

    private final String path;
    private final JsonNode table;
    private final TreeSet<String> known = new TreeSet<>();

    private Fields(String path, JsonNode table) {
        this.path = path;
        this.table = table;
    }

    /** The whole file. */
    static Fields of(JsonNode root) {
        return table("", root);
    }

    boolean has(String key) {
        known.add(key);
        return table.has(key);
    }

    String text(String key, String otherwise) {
        return has(key) ? read(key, text -> text) : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        return has(key) ? read(key, Fields::parseFlag) : otherwise;
    }

    long number(String key, long otherwise) {
        return has(key) ? read(key, Fields::parseNumber) : otherwise;
    }

    /** A whole number from {@code least} to {@code most}. */
    int count(String key, int otherwise, int least, int most) {
        if (!has(key)) return otherwise;
        long count = read(key, Fields::parseNumber);
        if (count >= least && count <= most) return (int) count;
        throw refused(key, "must be " + least + " to " + most + ", not " + count);
    }

    /** A number from 0 to {@code most}. */
    double decimal(String key, double otherwise, double most) {
        if (!has(key)) return otherwise;
        double value = read(key, Fields::parseDecimal);
        if (value >= 0 && value <= most) return value;
        String range = "must be from 0 to " + new BigDecimal(most).toPlainString();
        throw refused(key, range + ", not " + value);
    }

    /** A number from 0 to 1, or a percentage. */
    double chance(String key, double otherwise) {
        double value = has(key) ? read(key, Fields::parseChance) : otherwise;
        if (value >= 0 && value <= 1) return value;
        throw refused(key, "must be from 0 to 1 or to 100%, not " + table.get(key).asText());
    }

    long nanos(String key, long otherwise) {
        return has(key) ? read(key, text -> Units.duration(text).toNanos()) : otherwise;
    }

    long bytes(String key, long otherwise) {
        return has(key) ? read(key, Units::bytes) : otherwise;
    }

    <E extends Enum<E>> E choice(String key, E otherwise) {
        return has(key) ? read(key, text -> parseChoice(text, otherwise)) : otherwise;
    }

    /** What {@code parser} makes of a value that must be there. */
    <T> T read(String key, Function<String, T> parser) {
        if (!has(key)) throw refused(key, "is missing");
        JsonNode value = table.get(key);
        if (!value.isValueNode() || value.isNull()) {
            throw refused(key, "must be a single value, not " + kindOf(value));
        }
        return within(key, () -> parser.apply(value.asText()));
    }

    /** Does {@code work} and says of what it refuses that it concerns {@code key}. */
    <T> T within(String key, Supplier<T> work) {
        known.add(key);
        try {
            return work.get();
        } catch (IllegalArgumentException refused) {
            throw refused(key, refused.getMessage());
        }
    }

    /** Whether the value is a table of its own, rather than a single value. */
    boolean isTable(String key) {
        return has(key) && table.get(key).isObject();
    }

    /** An inner table; an empty one if it is not there. */
    Fields table(String key) {
        return has(key)
                ? table(pathOf(key), table.get(key))
                : new Fields(pathOf(key), JsonNodeFactory.instance.objectNode());
    }

    /** The tables of a list; none if it is not there. */
    List<Fields> tables(String key) {
        List<Fields> tables = new ArrayList<>();
        if (!has(key)) return tables;
        JsonNode list = table.get(key);
        if (!list.isArray()) throw refused(key, "must be a list, not " + kindOf(list));
        for (JsonNode item : list) {
            tables.add(table(pathOf(key) + "[" + tables.size() + "]", item));
        }
        return tables;
    }

    /** Refuses keys that nobody has asked for. */
    void done() {
        for (Iterator<String> keys = table.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (known.contains(key)) continue;
            String hint =
                    Nearest.to(key, known)
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("known here: " + String.join(", ", known));
            throw refused(key, "is not known; " + hint);
        }
    }

    /** A refusal that concerns the whole table. */
    IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(path + ": " + why);
    }

    /** A refusal that concerns {@code key}. */
    IllegalArgumentException refused(String key, String why) {
        return new IllegalArgumentException(pathOf(key) + ": " + why);
    }

    private static Fields table(String path, JsonNode node) {
        if (node.isObject()) return new Fields(path, node);
        String what = path.isEmpty() ? "a scenario" : path;
        throw new IllegalArgumentException(
                what + ": must be a table of keys and values, not " + kindOf(node));
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "a table";
            case ARRAY -> "a list";
            case NULL, MISSING -> "nothing";
            default -> "\"" + node.asText() + "\"";
        };
    }

    private static boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is not true or false");
        };
    }

    private static long parseNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException refused) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", refused);
        }
    }

    private static double parseDecimal(String text) {
        if (text.matches("\\d{1,9}(\\.\\d{1,15})?")) return Double.parseDouble(text);
        throw new IllegalArgumentException("\"" + text + "\" is not a number such as 0.05");
    }

    private static double parseChance(String text) {
        if (!text.endsWith("%")) return parseDecimal(text);
        return parseDecimal(text.substring(0, text.length() - 1)) / 100;
    }

    private static <E extends Enum<E>> E parseChoice(String text, E example) {
        List<String> choices = new ArrayList<>();
        for (E choice : example.getDeclaringClass().getEnumConstants()) {
            String written = choice.name().toLowerCase(Locale.ROOT);
            if (written.equals(text)) return choice;
            choices.add(written);
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not one of " + String.join(", ", choices));
    }
}
