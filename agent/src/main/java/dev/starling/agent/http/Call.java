package dev.starling.agent.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import java.util.List;
import java.util.Optional;

/** One request that has arrived whole, as the endpoints read it. */
final class Call {

    /** Asks for indented JSON; every path knows it. */
    static final String PRETTY = "pretty";

    private final RoutingContext context;
    private final Buffer body;

    Call(RoutingContext context, Buffer body) {
        this.context = context;
        this.body = body;
    }

    /** The part of the path that varies under this name, percent-decoded. */
    String part(String name) {
        return context.pathParam(name);
    }

    /** A query parameter, decoded; the first if it is given twice. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(context.queryParams().get(name));
    }

    /** Whether the parameter is there and does not say no. */
    boolean isSet(String name) {
        return isSet(context.queryParams(), name);
    }

    static boolean isSet(MultiMap parameters, String name) {
        String value = parameters.get(name);
        return value != null && !List.of("false", "0", "no").contains(value);
    }

    <T> T body(Class<T> type) {
        return Json.read(body.getBytes(), type);
    }
}
