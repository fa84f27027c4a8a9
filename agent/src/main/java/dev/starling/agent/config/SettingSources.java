package dev.starling.agent.config;

import dev.starling.agent.config.AgentSettings.LogFormat;
import dev.starling.agent.config.AgentSettings.LogLevel;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everywhere a setting can come from, laid over each other.
 *
 * <p>An unknown name in a file or among the flags is an error. In the environment it is one only if
 * it looks like a known one misspelt: variables that begin alike belong to others too, such as
 * those of a task, of the launcher, or of a container platform that has a service of this name.
 */
final class SettingSources {

    private static final String PREFIX = "STARLING_";

    private final GivenValues values = new GivenValues();
    private final Map<String, String> environment;

    SettingSources(Map<String, String> flags, Map<String, String> environment) {
        this.environment = environment;
        String file = flags.getOrDefault("config", environment.getOrDefault(PREFIX + "CONFIG", ""));
        if (!file.isBlank()) takeFile(Path.of(file.strip()).toAbsolutePath());
        takeEnvironment();
        takeFlags(flags);
    }

    private void takeFile(Path file) {
        SettingsFile.read(file)
                .forEach((key, text) -> values.put(known(key, "in " + file), text, "in " + file));
    }

    private void takeEnvironment() {
        new TreeMap<>(environment)
                .forEach((variable, text) -> {
                    if (!variable.startsWith(PREFIX) || text.isBlank()) return;
                    String name = variable.substring(PREFIX.length());
                    settingIn(variable, name)
                            .ifPresent(setting -> values.put(setting, text, variable));
                });
    }

    private static Optional<Setting> settingIn(String variable, String name) {
        Optional<Setting> exact = Setting.named(name);
        if (exact.isPresent() || isOthers(name)) return exact;
        Setting.mistypedAs(name)
                .ifPresent(meant -> {
                    throw new IllegalArgumentException(
                            "unknown setting %s in the environment; did you mean %s%s?"
                                    .formatted(variable, PREFIX, meant.name()));
                });
        return Optional.empty();
    }

    /** Variables that tasks, the command line and the launcher read. */
    private static boolean isOthers(String name) {
        return switch (name) {
            case "CONFIG", "HTTP_ADDR", "HOME", "JOB", "TASK", "INDEX", "ATTEMPT" -> true;
            default -> false;
        };
    }

    private void takeFlags(Map<String, String> flags) {
        flags.forEach((name, text) -> {
            if (name.equals("config")) return;
            Setting setting = known(name, "among the flags");
            values.put(setting, text, "--" + setting.key());
        });
    }

    private static Setting known(String name, String where) {
        return Setting.named(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "unknown setting \"%s\" %s; %s"
                                        .formatted(name, where, Setting.advice(name))));
    }

    AgentSettings settings() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetAddress bind = values.address(Setting.BIND).orElse(loopback);
        return new AgentSettings(
                values.text(Setting.NAME, 1, 64).orElseGet(HostFacts::name),
                values.path(Setting.DATA_DIR).orElseGet(this::defaultDataDir),
                bind,
                advertised(bind),
                values.port(Setting.PORT, AgentSettings.DEFAULT_PORT),
                values.address(Setting.HTTP_BIND).orElse(loopback),
                values.port(Setting.HTTP_PORT, 8500),
                values.seeds(Setting.JOIN),
                values.text(Setting.ZONE, 0, 32).orElse(""),
                values.text(Setting.CLUSTER, 1, 64).orElse("starling"),
                values.flag(Setting.TASKS),
                values.number(Setting.TASK_CPU, 1, 10_000_000).orElseGet(HostFacts::cpuMillis),
                values.size(Setting.TASK_MEMORY).orElseGet(() -> HostFacts.memoryBytes() / 2),
                values.choice(Setting.LOG_LEVEL, LogLevel.INFO),
                values.choice(Setting.LOG_FORMAT, LogFormat.TEXT));
    }

    private Path defaultDataDir() {
        return HostFacts.dataDir(environment, System.getProperty("user.name"));
    }

    private InetAddress advertised(InetAddress bind) {
        Optional<InetAddress> given = values.address(Setting.ADVERTISE);
        if (given.isPresent() && given.get().isAnyLocalAddress()) {
            throw values.wrong(Setting.ADVERTISE, ", not every address");
        }
        return given.orElseGet(
                () -> bind.isAnyLocalAddress() ? HostFacts.reachableAddress() : bind);
    }
}
