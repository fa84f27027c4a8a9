package dev.starling.agent.config;

import dev.starling.agent.api.HostPort;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything an operator can say about one agent, with its defaults filled in.
 *
 * @param name for people, unique in the fleet; the host's name unless given
 * @param dataDir where identity, services, replicas and tasks are kept; one agent each
 * @param bind where members are heard, UDP and TCP
 * @param advertise where other members reach this one
 * @param port of both; 0 takes any that is free
 * @param httpBind where the control API listens
 * @param httpPort its port; 0 takes any that is free
 * @param join whom to ask to be let in, until one does
 * @param zone failure domain; empty if unknown
 * @param cluster which fleet; packets of others are refused
 * @param tasks whether this host runs tasks
 * @param taskCpuMillis thousandths of a core that it gives to them
 * @param taskMemoryBytes memory that it gives to them
 */
public record AgentSettings(
        String name,
        Path dataDir,
        InetAddress bind,
        InetAddress advertise,
        int port,
        InetAddress httpBind,
        int httpPort,
        List<HostPort> join,
        String zone,
        String cluster,
        boolean tasks,
        long taskCpuMillis,
        long taskMemoryBytes,
        LogLevel logLevel,
        LogFormat logFormat) {

    /** Where members listen unless told otherwise. */
    public static final int DEFAULT_PORT = 7946;

    public AgentSettings {
        join = List.copyOf(join);
    }

    /** How much is logged. */
    public enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** Lines for people, or one JSON object per line for machines. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /**
     * Settings from all sources, in rising order: defaults, the file that {@code config} names,
     * environment variables {@code STARLING_…}, flags.
     *
     * @param flags by name without dashes, such as {@code http-port}; lists separated by commas
     * @throws IllegalArgumentException one line that names the setting, its value and what is right
     */
    public static AgentSettings load(Map<String, String> flags, Map<String, String> environment) {
        return new SettingSources(flags, environment).settings();
    }
}
