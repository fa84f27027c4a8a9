package dev.starling.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import picocli.CommandLine.Option;

import java.util.Locale;

/** The {@code --format} of every listing: a table for people, the API's JSON, or that as YAML. */
public final class OutputFormat {

    /** Named in small letters on the command line. */
    enum Format {
        TABLE,
        JSON,
        YAML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, json or yaml; ${DEFAULT-VALUE} if left out.")
    Format format = Format.TABLE;

    public boolean isTable() {
        return format == Format.TABLE;
    }

    /** Shows an answer as it came, or lets {@code table} show it to people. */
    public void show(JsonNode answer, Terminal terminal, Runnable table) {
        switch (format) {
            case TABLE -> table.run();
            case JSON -> terminal.println(Json.pretty(answer));
            case YAML -> terminal.println(yaml(answer));
        }
    }

    private static String yaml(JsonNode answer) {
        YAMLMapper mapper =
                YAMLMapper.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .disable(YAMLGenerator.Feature.SPLIT_LINES)
                        .build();
        try {
            return mapper.writeValueAsString(answer).stripTrailing();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that is no YAML", e);
        }
    }
}
