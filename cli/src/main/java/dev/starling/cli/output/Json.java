package dev.starling.cli.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The API's JSON as trees and as records. What a newer agent adds is no reason to fail. */
public final class Json {

    private static final JsonInclude.Value ONLY_WHAT_IS_SAID =
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL);

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .defaultPropertyInclusion(ONLY_WHAT_IS_SAID)
                    .build();

    private Json() {}

    /** Reads an answer; what is no JSON is a failure of whoever answered. */
    public static JsonNode read(byte[] answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (IOException e) {
            throw new VerbFailedException(
                    ExitCode.FAILED, "the answer is no JSON; is that a Starling agent?");
        }
    }

    public static <T> T as(Class<T> type, JsonNode tree) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new VerbFailedException(
                    ExitCode.FAILED,
                    "the answer is no " + type.getSimpleName() + "; is the agent of this version?");
        }
    }

    public static <T> List<T> listOf(Class<T> type, JsonNode tree) {
        List<T> values = new ArrayList<>();
        tree.forEach(element -> values.add(as(type, element)));
        return values;
    }

    /** A list to fill. */
    public static ArrayNode list() {
        return MAPPER.createArrayNode();
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that is no JSON: " + value, e);
        }
    }

    static String pretty(JsonNode tree) {
        return tree.toPrettyString();
    }
}
