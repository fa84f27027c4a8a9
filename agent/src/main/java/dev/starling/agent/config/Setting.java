package dev.starling.agent.config;

import dev.starling.agent.api.NearestWord;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings by name, and what each accepts. */
enum Setting {
    NAME("a name of 1 to 64 bytes"),
    DATA_DIR("a folder"),
    BIND("an address of this host"),
    ADVERTISE("an address at which other members reach this host"),
    PORT("a port from 0 to 65535"),
    HTTP_BIND("an address of this host"),
    HTTP_PORT("a port from 0 to 65535"),
    JOIN("HOST or HOST:PORT, several separated by commas"),
    ZONE("a name of at most 32 bytes"),
    CLUSTER("a name of 1 to 64 bytes"),
    TASKS("true or false"),
    TASK_CPU("thousandths of a core, such as 1500"),
    TASK_MEMORY("a size such as 512M or 2G"),
    LOG_LEVEL("trace, debug, info, warn or error"),
    LOG_FORMAT("text or json");

    private final String wanted;

    Setting(String wanted) {
        this.wanted = wanted;
    }

    /** How it is written in files and on the command line: {@code http-port}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What would be right. */
    String wanted() {
        return wanted;
    }

    /** Knows {@code http-port}, {@code http.port} and {@code HTTP_PORT} as the same. */
    static Optional<Setting> named(String name) {
        String key = normalized(name);
        return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** What to tell somebody whose name for a setting is not known. */
    static String advice(String name) {
        return mistypedAs(name)
                .map(meant -> "did you mean \"" + meant.key() + "\"?")
                .orElse("settings are " + String.join(", ", keys()));
    }

    /** The setting whose name this probably is, mistyped. */
    static Optional<Setting> mistypedAs(String name) {
        return NearestWord.of(normalized(name), keys()).flatMap(Setting::named);
    }

    private static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    private static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }
}
