package dev.starling.agent.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A settings file, TOML or (if it ends in {@code .json}) JSON, as plain texts by key. Tables are
 * another way to write long keys: {@code [http]} with {@code port} is {@code http-port}.
 */
final class SettingsFile {

    private SettingsFile() {}

    /** Its values by key as written; mistakes are one line with the place in the file. */
    static Map<String, String> read(Path file) {
        try {
            String text = Files.readString(file);
            Map<String, String> values = new LinkedHashMap<>();
            JsonNode root = mapperFor(file).readTree(text);
            if (!root.isObject() && !text.isBlank()) {
                throw new IllegalArgumentException(file + " holds no settings, but " + root);
            }
            collect(root, "", values, file);
            return values;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(file + place(malformed) + reason(malformed));
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("there is no settings file " + file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "the settings file " + file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static ObjectMapper mapperFor(Path file) {
        if (!file.toString().endsWith(".json")) return new TomlMapper();
        return JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    }

    private static void collect(
            JsonNode table, String prefix, Map<String, String> values, Path file) {
        for (Map.Entry<String, JsonNode> field : table.properties()) {
            String key = prefix + field.getKey();
            if (field.getValue().isObject()) {
                collect(field.getValue(), key + "-", values, file);
            } else if (values.put(key, textOf(field.getValue(), key, file)) != null) {
                throw new IllegalArgumentException(file + " sets \"" + key + "\" twice");
            }
        }
    }

    private static String textOf(JsonNode value, String key, Path file) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(item -> textOf(item, key, file))
                    .collect(Collectors.joining(","));
        }
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalArgumentException(
                    file + ": \"" + key + "\" must be a text, a number, a flag or a list of them");
        }
        return value.asText();
    }

    private static String place(JsonProcessingException malformed) {
        JsonLocation at = malformed.getLocation();
        return at == null ? ": " : ", line " + at.getLineNr() + ": ";
    }

    private static String reason(JsonProcessingException malformed) {
        return malformed.getOriginalMessage().lines().findFirst().orElse("malformed");
    }
}
