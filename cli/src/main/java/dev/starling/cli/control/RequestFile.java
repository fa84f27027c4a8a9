package dev.starling.cli.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import dev.starling.agent.api.NearestWord;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.VerbFailedException;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A request of the API in a file: JSON if its name ends so, else TOML, with the keys that the API
 * has. A mistake in it is one line with file and position.
 */
public final class RequestFile {

    private final Path file;
    private final String text;

    private RequestFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    public static <T> T read(Path file, Class<T> type) {
        try {
            return new RequestFile(file, Files.readString(file)).as(type);
        } catch (NoSuchFileException e) {
            throw refused(file + ": no such file");
        } catch (MalformedInputException e) {
            throw refused(file + ": it is no UTF-8 text");
        } catch (IOException e) {
            throw refused(file + ": it cannot be read (" + e.getMessage() + ")");
        }
    }

    private <T> T as(Class<T> type) {
        try {
            T request = mapper().readValue(text, type);
            if (request == null) throw refused(file + ": it is empty");
            return request;
        } catch (UnrecognizedPropertyException e) {
            throw refused(position(e) + unknownKey(e));
        } catch (JsonMappingException e) {
            throw refused(position(e) + "\"" + key(e) + "\" has a value of the wrong kind");
        } catch (JsonProcessingException e) {
            throw refused(position(e) + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private ObjectMapper mapper() {
        MapperBuilder<?, ?> builder =
                file.toString().endsWith(".json") ? JsonMapper.builder() : TomlMapper.builder();
        return builder.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    }

    private String position(JsonProcessingException e) {
        if (e.getLocation() != null && e.getLocation().getLineNr() > 0) {
            return "%s:%d:%d: "
                    .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        }
        int line = e instanceof JsonMappingException mapping ? lineOf(key(mapping)) : 0;
        return line > 0 ? file + ":" + line + ": " : file + ": ";
    }

    /** Where a TOML key is first set: its reader forgets that once the text was read. */
    private int lineOf(String key) {
        Pattern setting =
                Pattern.compile("\\s*\\[*\\s*\"?" + Pattern.quote(key) + "\"?\\s*[\\]=].*");
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (setting.matcher(lines.get(i)).matches()) return i + 1;
        }
        return 0;
    }

    private static String unknownKey(UnrecognizedPropertyException e) {
        List<String> known =
                e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
        return "unknown key \"%s\"; %s"
                .formatted(
                        e.getPropertyName(),
                        NearestWord.of(e.getPropertyName(), known)
                                .map(word -> "did you mean \"" + word + "\"?")
                                .orElse("the keys here are " + String.join(", ", known)));
    }

    /** The innermost key on the way to the mistake. */
    private static String key(JsonMappingException e) {
        return e.getPath().reversed().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .findFirst()
                .orElse("");
    }

    private static VerbFailedException refused(String line) {
        return new VerbFailedException(ExitCode.BAD_USAGE, line);
    }
}
