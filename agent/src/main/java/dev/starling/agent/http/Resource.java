package dev.starling.agent.http;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A path and what it does.
 *
 * @param path below {@link #ROOT}, parts that vary with a colon in front
 */
record Resource(String path, List<Action> actions) {

    static final String ROOT = "/starling/v1";

    /**
     * What one method does on it.
     *
     * @param parameters the query parameters it knows; others are refused, so that a mistyped
     *     filter does not widen an answer
     */
    record Action(
            String method,
            List<String> parameters,
            Function<Call, Future<? extends Reply>> handler) {}

    static Resource of(String path, Action... actions) {
        return new Resource(path, List.of(actions));
    }

    /** HEAD is a GET whose body is left out. */
    Optional<Action> action(String method) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return actions.stream().filter(action -> action.method().equals(asked)).findFirst();
    }

    /** The methods there are, as the Allow header lists them. */
    String allowed() {
        return actions.stream()
                .flatMap(action ->
                        action.method().equals("GET")
                                ? Stream.of("GET", "HEAD")
                                : Stream.of(action.method()))
                .collect(Collectors.joining(", ", "", ", OPTIONS"));
    }
}
