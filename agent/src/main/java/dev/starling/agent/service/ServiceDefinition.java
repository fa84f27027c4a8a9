package dev.starling.agent.service;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service that this host offers, as it was registered.
 *
 * @param id unique on this host, 1 to {@value #ID_CHARACTERS} characters
 * @param name what it is looked up by, 1 to {@value #ID_CHARACTERS} characters
 * @param address where it listens; empty for the node's own address
 * @param port 1 to 65535
 * @param tags at most {@value #MOST_TAGS}, in the order given
 * @param meta at most {@value #MOST_META} pairs
 * @param checks at most {@value #MOST_CHECKS}, ids unique; without any it always passes
 */
public record ServiceDefinition(
        String id,
        String name,
        String address,
        int port,
        List<String> tags,
        SortedMap<String, String> meta,
        List<CheckDefinition> checks) {

    public static final int ID_CHARACTERS = 128;

    /** Bound on the UTF-8 of an id or name, so that an id fits a subkey of the table. */
    public static final int ID_BYTES = 256;

    public static final int MOST_TAGS = 32;
    public static final int MOST_META = 32;
    public static final int MOST_CHECKS = 16;

    /** Bound on the bytes of all texts together, so that a record fits where it is stored. */
    public static final int MOST_TEXT_BYTES = 4_096;

    public ServiceDefinition {
        requireName("id", id);
        requireName("name", name);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "service " + id + " needs a port from 1 to 65535, not " + port);
        }
        requireAtMost(id, "tags", tags.size(), MOST_TAGS);
        requireAtMost(id, "meta entries", meta.size(), MOST_META);
        requireAtMost(id, "checks", checks.size(), MOST_CHECKS);
        if (checks.stream().map(CheckDefinition::id).distinct().count() < checks.size()) {
            throw new IllegalArgumentException("service " + id + " has two checks of one id");
        }
        int texts = address.length() + tags.stream().mapToInt(String::length).sum();
        for (var pair : meta.entrySet()) {
            texts += pair.getKey().length() + pair.getValue().length();
        }
        requireAtMost(id, "characters in address, tags and meta", texts, MOST_TEXT_BYTES / 3);
        tags = List.copyOf(tags);
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
        checks = List.copyOf(checks);
    }

    private static void requireName(String what, String value) {
        if (value.isEmpty() || value.length() > ID_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a service's %s has 1 to %d characters: \"%s\""
                            .formatted(what, ID_CHARACTERS, value));
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > ID_BYTES) {
            throw new IllegalArgumentException(
                    "a service's %s has at most %d bytes in UTF-8, not %d: \"%s\""
                            .formatted(what, ID_BYTES, bytes, value));
        }
    }

    private static void requireAtMost(String id, String what, int count, int most) {
        if (count > most) {
            throw new IllegalArgumentException(
                    "service %s has %d %s, at most %d".formatted(id, count, what, most));
        }
    }
}
