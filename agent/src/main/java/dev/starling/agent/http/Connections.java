package dev.starling.agent.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Closes connections that are too many, or that wait for the head of a request for too long: Vert.x
 * only closes those on which nothing moves, so a client that sends a byte now and then could hold
 * one for ever. On the event loop only.
 */
final class Connections {

    private final Vertx vertx;
    private final HttpLimits limits;
    private final Map<HttpConnection, Long> timers = new IdentityHashMap<>();

    Connections(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    void onOpened(HttpConnection connection) {
        if (timers.size() >= limits.connections()) {
            connection.close();
            return;
        }
        timers.put(connection, closeAfter(connection, limits.arrival()));
        connection.closeHandler(closed -> vertx.cancelTimer(timers.remove(connection)));
    }

    /** The head of a request is here; the next may take its time once this one is answered. */
    void onRequest(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        if (!timers.containsKey(connection)) return;
        vertx.cancelTimer(timers.get(connection));
        request.response()
                .endHandler(answered ->
                        timers.replace(connection, closeAfter(connection, limits.idle())));
    }

    private long closeAfter(HttpConnection connection, Duration wait) {
        return vertx.setTimer(wait.toMillis(), late -> connection.close());
    }
}
