package dev.starling.agent.http;

import java.time.Duration;

/**
 * What a client may cost.
 *
 * @param arrival a request must be here within this: its head from the start of the connection, its
 *     body from the end of its head
 * @param idle a connection may rest this long between two requests, or while a reader is stuck
 * @param answer the core may take this long; the client is told so then
 * @param bodyBytes of one request
 * @param heldBytes of all bodies on their way together
 * @param connections at once; further ones are closed as they come
 */
record HttpLimits(
        Duration arrival,
        Duration idle,
        Duration answer,
        int bodyBytes,
        int heldBytes,
        int connections) {

    /** Bound on the request line, so that names and reports fit and nothing much larger does. */
    static final int LINE_BYTES = 8_192;

    /** Bound on all headers of a request. */
    static final int HEADER_BYTES = 16_384;

    static final HttpLimits DEFAULT =
            new HttpLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    1_048_576,
                    8 * 1_048_576,
                    512);
}
