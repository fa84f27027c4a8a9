package dev.starling.agent.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import dev.starling.agent.api.NearestWord;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Says in one line what is wrong with a JSON text, and where. */
final class JsonComplaint {

    private JsonComplaint() {}

    static String line(IOException wrong) {
        return switch (wrong) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case InvalidNullException missing -> path(missing) + " must not be null";
            case InvalidFormatException format ->
                    path(format)
                            + " must be "
                            + kind(format.getTargetType())
                            + ", not \""
                            + format.getValue()
                            + "\"";
            case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
                    path(mismatch) + " must be " + kind(mismatch.getTargetType());
            case JsonProcessingException malformed ->
                    "cannot read the JSON"
                            + position(malformed.getLocation())
                            + ": "
                            + firstLine(malformed.getOriginalMessage());
            default -> "cannot read the JSON: " + firstLine(wrong.getMessage());
        };
    }

    private static String unknown(UnrecognizedPropertyException unknown) {
        List<String> known =
                Arrays.stream(unknown.getReferringClass().getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList();
        String hint =
                NearestWord.of(unknown.getPropertyName(), known)
                        .map(nearest -> "did you mean \"" + nearest + "\"?")
                        .orElse("known are " + String.join(", ", known));
        return "unknown key \"" + path(unknown) + "\": " + hint;
    }

    /** Where in the body: {@code checks[0].ttl}. */
    private static String path(JsonMappingException wrong) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String kind(Class<?> type) {
        if (type == Integer.class) return "a whole number";
        if (type == String.class) return "a text";
        if (List.class.isAssignableFrom(type)) return "a list";
        if (Map.class.isAssignableFrom(type)) return "an object of texts";
        return "an object";
    }

    private static String position(JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
