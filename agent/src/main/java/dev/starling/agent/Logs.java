package dev.starling.agent;

import dev.starling.agent.config.AgentSettings.LogFormat;
import dev.starling.agent.config.AgentSettings.LogLevel;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Where log lines go: to standard error, through a bounded queue whose lines are lost rather than
 * waited for, since whoever reads them may be slower than the fleet is loud.
 *
 * <p>A configuration of the operator's own, named as Log4j wants it ({@code
 * -Dlog4j2.configurationFile}), takes the place of all this.
 */
final class Logs {

    static final String TEXT = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p %c{1}: %m%n%xEx";

    static final String JSON =
            "{\"time\":\"%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}\",\"level\":\"%p\",\"logger\":\"%c{1}\","
                    + "\"message\":\"%enc{%m}{JSON}\""
                    + "%notEmpty{,\"error\":\"%enc{%xEx}{JSON}\"}}%n";

    private static final int QUEUED_LINES = 4_096;

    private Logs() {}

    static void configure(LogLevel level, LogFormat format) {
        if (isConfiguredByOperator()) return;
        ConfigurationBuilder<BuiltConfiguration> logs =
                ConfigurationBuilderFactory.newConfigurationBuilder();
        logs.setStatusLevel(Level.ERROR);
        logs.add(console(logs, format));
        logs.add(
                logs.newAppender("queue", "Async")
                        .addAttribute("blocking", false)
                        .addAttribute("bufferSize", QUEUED_LINES)
                        .addComponent(logs.newAppenderRef("console")));
        // What libraries say below this is about themselves.
        logs.add(logs.newLogger("io.netty", Level.WARN));
        logs.add(logs.newLogger("io.vertx", Level.WARN));
        logs.add(logs.newRootLogger(Level.valueOf(level.name())).add(logs.newAppenderRef("queue")));
        Configurator.reconfigure(logs.build());
    }

    private static AppenderComponentBuilder console(
            ConfigurationBuilder<BuiltConfiguration> logs, LogFormat format) {
        return logs.newAppender("console", "Console")
                .addAttribute("target", "SYSTEM_ERR")
                .add(
                        logs.newLayout("PatternLayout")
                                .addAttribute("alwaysWriteExceptions", false)
                                .addAttribute("pattern", format == LogFormat.JSON ? JSON : TEXT));
    }

    private static boolean isConfiguredByOperator() {
        return System.getProperty("log4j2.configurationFile") != null
                || System.getProperty("log4j.configurationFile") != null
                || System.getenv("LOG4J_CONFIGURATION_FILE") != null;
    }
}
