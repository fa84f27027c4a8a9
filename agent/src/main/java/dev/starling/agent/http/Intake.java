package dev.starling.agent.http;

import dev.starling.agent.api.Units;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads the bodies of requests, up to a size and within a time each, and up to a size together.
 *
 * <p>Our own instead of Vert.x Web's, which takes what {@code curl -d} sends by default for a form
 * and parses it as one, and waits as long as a client likes. On the event loop only.
 */
final class Intake {

    private final Vertx vertx;
    private final HttpLimits limits;
    private long heldBytes;

    Intake(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /**
     * Fails with a {@link Problem}: 413 if the body is too large, 408 if it does not come in time,
     * 503 if too many large ones come at once.
     */
    Future<Buffer> read(HttpServerRequest request) {
        boolean isAnnounced = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
        if (isAnnounced && declaredBytes(request) > limits.bodyBytes()) {
            return Future.failedFuture(tooLarge());
        }
        if (isAnnounced) request.response().writeContinue();
        return new Arrival(request).body();
    }

    private static long declaredBytes(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private Problem tooLarge() {
        return new Problem(413, "the body is larger than " + limits.bodyBytes() + " bytes");
    }

    private Problem tooSlow() {
        return new Problem(
                408, "the request did not arrive within " + Units.describe(limits.arrival()));
    }

    /**
     * One body on its way. What cannot be taken is read to its end and dropped, because a client
     * that is cut off while it writes does not get to read why.
     */
    private final class Arrival {

        private final Promise<Buffer> whole = Promise.promise();
        private final Buffer taken = Buffer.buffer();
        private Problem refusal;

        Arrival(HttpServerRequest request) {
            request.handler(this::onPiece);
            request.endHandler(end -> onEnd());
            request.exceptionHandler(broken ->
                    fail(Problem.badRequest("the body broke off: " + broken.getMessage())));
        }

        Future<Buffer> body() {
            long timer = vertx.setTimer(limits.arrival().toMillis(), late -> fail(tooSlow()));
            return whole.future()
                    .onComplete(end -> {
                        vertx.cancelTimer(timer);
                        heldBytes -= taken.length();
                    });
        }

        private void onPiece(Buffer piece) {
            if (refusal != null || whole.future().isComplete()) return;
            if (taken.length() + piece.length() > limits.bodyBytes()) {
                refusal = tooLarge();
            } else if (heldBytes + piece.length() > limits.heldBytes()) {
                refusal = new Problem(503, "too many large requests at once: try again");
            } else {
                heldBytes += piece.length();
                taken.appendBuffer(piece);
            }
        }

        private void onEnd() {
            if (refusal == null) whole.tryComplete(taken);
            else whole.tryFail(refusal);
        }

        private void fail(Problem problem) {
            whole.tryFail(refusal == null ? problem : refusal);
        }
    }
}
