package dev.starling.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.agent.api.NearestWord;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.util.List;
import java.util.stream.Stream;

/** Takes a request through gate, path, method, body and endpoint, and writes what comes of it. */
final class Dispatcher {

    private static final Logger LOG = LogManager.getLogger(Dispatcher.class);

    private final Gate gate;
    private final Intake intake;
    private final Router router;

    Dispatcher(Vertx vertx, Gate gate, Intake intake, List<Resource> resources) {
        this.gate = gate;
        this.intake = intake;
        this.router = router(vertx, resources);
    }

    private Router router(Vertx vertx, List<Resource> resources) {
        Router router = Router.router(vertx);
        for (Resource resource : resources) {
            router.route(Resource.ROOT + resource.path())
                    .handler(context -> serve(resource, context));
        }
        router.route().handler(context -> fail(context.request(), unknownPath(context)));
        router.route().failureHandler(context -> fail(context.request(), failure(context)));
        router.errorHandler(400, context -> fail(context.request(), unreadablePath(context)));
        return router;
    }

    void onRequest(HttpServerRequest request) {
        try {
            gate.check(request);
            router.handle(request);
        } catch (Problem refused) {
            fail(request, refused);
        }
    }

    /** What is not HTTP, or more of it than we read. Nothing behind it can be read either. */
    void onUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem =
                switch (cause) {
                    case TooLongHttpLineException line ->
                            new Problem(
                                    414,
                                    "the request line is longer than %d bytes"
                                            .formatted(HttpLimits.LINE_BYTES));
                    case TooLongHttpHeaderException header ->
                            new Problem(
                                    431,
                                    "the headers are longer than %d bytes"
                                            .formatted(HttpLimits.HEADER_BYTES));
                    default -> Problem.badRequest("not HTTP: " + cause.getMessage());
                };
        endConnection(request, problem);
    }

    private void serve(Resource resource, RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = request.response();
        String method = request.method().name();
        if (method.equals("OPTIONS")) {
            response.putHeader("Allow", resource.allowed()).setStatusCode(204).end();
            return;
        }
        Resource.Action action = resource.action(method).orElse(null);
        if (action == null) {
            response.putHeader("Allow", resource.allowed());
            fail(request, new Problem(405, wrongMethod(resource, request)));
            return;
        }
        requireKnownParameters(action, context);
        boolean isPretty = Call.isSet(context.queryParams(), Call.PRETTY);
        intake.read(request)
                .compose(body -> answer(action, new Call(context, body)))
                .compose(reply -> write(request, reply, isPretty))
                .onFailure(failure -> fail(request, failure));
    }

    private static Future<Reply> answer(Resource.Action action, Call call) {
        return action.handler().apply(call).map(reply -> reply);
    }

    private static void requireKnownParameters(Resource.Action action, RoutingContext context) {
        List<String> known =
                Stream.concat(action.parameters().stream(), Stream.of(Call.PRETTY)).toList();
        for (String name : context.queryParams().names()) {
            if (known.contains(name)) continue;
            String hint =
                    NearestWord.of(name, known)
                            .map(nearest -> "did you mean \"" + nearest + "\"?")
                            .orElse("known are " + String.join(", ", known));
            throw Problem.badRequest("unknown parameter \"" + name + "\": " + hint);
        }
    }

    private static String wrongMethod(Resource resource, HttpServerRequest request) {
        return "%s is not for %s: use %s"
                .formatted(request.path(), request.method(), resource.allowed());
    }

    private static Problem unknownPath(RoutingContext context) {
        return new Problem(
                404,
                "no path %s here; the API is below %s"
                        .formatted(context.request().path(), Resource.ROOT));
    }

    /** What was thrown; nothing if Vert.x Web itself found no path in the request. */
    private static Throwable failure(RoutingContext context) {
        return context.failure() == null ? unknownPath(context) : context.failure();
    }

    private static Problem unreadablePath(RoutingContext context) {
        return Problem.badRequest(context.request().uri() + " cannot be read as a path");
    }

    private static Future<Void> write(HttpServerRequest request, Reply reply, boolean isPretty) {
        HttpServerResponse response = request.response();
        return switch (reply) {
            case Reply.Empty empty -> response.setStatusCode(empty.status()).end();
            case Reply.Json json -> {
                byte[] body = Json.write(json.view(), isPretty);
                response.setStatusCode(json.status()).putHeader("Content-Type", "application/json");
                yield end(request, body);
            }
        };
    }

    /**
     * Answers with the one line that says what went wrong. What is still to come of the request is
     * read and dropped, so that its sender gets to read the line; only who is too slow, or waits to
     * be asked for what is too large, is not waited for.
     */
    private static void fail(HttpServerRequest request, Throwable failure) {
        if (request.response().ended() || request.response().closed()) return; // gone meanwhile
        Problem problem = Problem.of(failure);
        if (problem.status() == 500) LOG.error("{} {}", request.method(), request.uri(), failure);
        boolean isLast = problem.status() == 408 || problem.status() == 413;
        if (isLast && !request.isEnded()) endConnection(request, problem);
        else write(request, problem);
    }

    private static void endConnection(HttpServerRequest request, Problem problem) {
        request.response().putHeader("Connection", "close");
        write(request, problem).onComplete(end -> request.connection().close());
    }

    private static Future<Void> write(HttpServerRequest request, Problem problem) {
        request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8");
        return end(request, (problem.getMessage() + "\n").getBytes(UTF_8));
    }

    private static Future<Void> end(HttpServerRequest request, byte[] body) {
        HttpServerResponse response =
                request.response()
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("X-Content-Type-Options", "nosniff");
        boolean isHead = request.method().name().equals("HEAD");
        return isHead ? response.end() : response.end(Buffer.buffer(body));
    }
}
