package dev.starling.agent.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Arrays;

/**
 * The API's records as JSON. Strict in what it reads, because a key that nobody knows is a setting
 * that somebody believes in; keys are written in the order of the record, nulls too.
 */
final class Json {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                    .build();

    private Json() {}

    /** Reads a request's body; what is wrong with it is a {@link Problem} of status 400. */
    static <T> T read(byte[] body, Class<T> type) {
        if (body.length == 0) throw Problem.badRequest("the body is empty: send a JSON object");
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) throw Problem.badRequest("the body is null: send a JSON object");
            return value;
        } catch (IOException wrong) {
            throw Problem.badRequest(JsonComplaint.line(wrong));
        }
    }

    /** One line, or several if {@code isPretty}, with a line break at the end. */
    static byte[] write(Object view, boolean isPretty) {
        try {
            byte[] json =
                    isPretty
                            ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(view)
                            : MAPPER.writeValueAsBytes(view);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot be written as JSON: " + view.getClass(), bug);
        }
    }
}
