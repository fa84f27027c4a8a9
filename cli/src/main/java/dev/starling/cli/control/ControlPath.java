package dev.starling.cli.control;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path below {@code /starling/v1}, every part of it encoded. */
public record ControlPath(String text) {

    public static ControlPath of(String... segments) {
        StringBuilder text = new StringBuilder("/starling/v1");
        for (String segment : segments) text.append('/').append(encoded(segment));
        return new ControlPath(text.toString());
    }

    public ControlPath with(String parameter, Object value) {
        return with(parameter + "=" + encoded(value.toString()));
    }

    public ControlPath with(String parameter) {
        return new ControlPath(text + (text.indexOf('?') < 0 ? "?" : "&") + parameter);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
