package dev.starling.agent.config;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.api.Units;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The values that an operator gave, later sources over earlier ones, read as what they mean. */
final class GivenValues {

    /**
     * @param origin where it was given, as people would look for it: {@code --port}
     */
    private record Given(String text, String origin) {}

    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

    /** Takes a value in place of one from an earlier source. */
    void put(Setting setting, String text, String origin) {
        given.put(setting, new Given(text.strip(), origin));
    }

    boolean isGiven(Setting setting) {
        return given.containsKey(setting);
    }

    Optional<String> text(Setting setting, int leastBytes, int mostBytes) {
        String text = given(setting);
        if (text == null) return Optional.empty();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < leastBytes || bytes > mostBytes) throw wrong(setting, "");
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw wrong(setting, " without control characters");
        }
        return Optional.of(text);
    }

    Optional<Path> path(Setting setting) {
        String text = given(setting);
        if (text == null) return Optional.empty();
        try {
            if (text.isEmpty()) throw wrong(setting, "");
            return Optional.of(Path.of(text).toAbsolutePath().normalize());
        } catch (InvalidPathException notAPath) {
            throw wrong(setting, "");
        }
    }

    Optional<InetAddress> address(Setting setting) {
        String text = given(setting);
        if (text == null) return Optional.empty();
        try {
            if (text.isEmpty()) throw wrong(setting, "");
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException unknown) {
            throw wrong(setting, "");
        }
    }

    int port(Setting setting, int fallback) {
        return (int) number(setting, 0, 65_535).orElse((long) fallback).longValue();
    }

    Optional<Long> number(Setting setting, long least, long most) {
        String text = given(setting);
        if (text == null) return Optional.empty();
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) return Optional.of(number);
        } catch (NumberFormatException notANumber) {
            // Refused below, like a number out of range.
        }
        throw wrong(setting, "");
    }

    Optional<Long> size(Setting setting) {
        String text = given(setting);
        if (text == null) return Optional.empty();
        try {
            return Optional.of(Units.bytes(text));
        } catch (IllegalArgumentException notASize) {
            throw wrong(setting, "");
        }
    }

    boolean flag(Setting setting) {
        String text = given(setting);
        if (text == null || text.equalsIgnoreCase("false")) return false;
        if (text.equalsIgnoreCase("true")) return true;
        throw wrong(setting, "");
    }

    <E extends Enum<E>> E choice(Setting setting, E fallback) {
        String text = given(setting);
        if (text == null) return fallback;
        return Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
                .filter(choice -> choice.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(setting, ""));
    }

    List<HostPort> seeds(Setting setting) {
        String text = given(setting);
        if (text == null) return List.of();
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .map(part -> HostPort.parse(part, AgentSettings.DEFAULT_PORT))
                    .toList();
        } catch (IllegalArgumentException malformed) {
            throw wrong(setting, "; " + malformed.getMessage());
        }
    }

    /** One line: the setting, its value, where it was given, what would be right. */
    IllegalArgumentException wrong(Setting setting, String more) {
        Given value = given.get(setting);
        return new IllegalArgumentException(
                "%s = \"%s\" (%s): must be %s%s"
                        .formatted(
                                setting.key(),
                                value.text(),
                                value.origin(),
                                setting.wanted(),
                                more));
    }

    private String given(Setting setting) {
        Given value = given.get(setting);
        return value == null ? null : value.text();
    }
}
