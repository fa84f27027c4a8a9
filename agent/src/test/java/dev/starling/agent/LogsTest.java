package dev.starling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class LogsTest {

    private static final String TOLD = "name \"x\"\nis\tüber \\ all";

    @Test
    void a_line_for_machines_is_one_json_object_whatever_it_says() throws Exception {
        String line = line(Logs.JSON, event(null));

        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(line.strip()).doesNotContain("\n");
        assertThat(json.get("message").asText()).isEqualTo(TOLD);
        assertThat(json.get("level").asText()).isEqualTo("WARN");
        assertThat(json.get("logger").asText()).isEqualTo("Agent");
        assertThat(json.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
        assertThat(json.has("error")).isFalse();
    }

    @Test
    void an_exception_is_a_field_of_its_own() throws Exception {
        String line = line(Logs.JSON, event(new IllegalStateException("quite \"bad\"")));

        assertThat(line.strip()).doesNotContain("\n");
        assertThat(new ObjectMapper().readTree(line).get("error").asText())
                .startsWith("java.lang.IllegalStateException: quite \"bad\"")
                .contains("LogsTest");
    }

    @Test
    void a_line_for_people_begins_with_when_and_how_bad() {
        assertThat(line(Logs.TEXT, event(null)))
                .matches("(?s)\\d{4}-\\d\\d-\\d\\d [\\d:.]+ WARN  Agent: name .*");
    }

    private static LogEvent event(Throwable thrown) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName(Agent.class.getName())
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(TOLD))
                .setThrown(thrown)
                .setTimeMillis(1_700_000_000_000L)
                .build();
    }

    private static String line(String pattern, LogEvent event) {
        return PatternLayout.newBuilder()
                .setPattern(pattern)
                .setAlwaysWriteExceptions(false)
                .build()
                .toSerializable(event);
    }
}
