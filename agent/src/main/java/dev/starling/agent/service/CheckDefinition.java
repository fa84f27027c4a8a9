package dev.starling.agent.service;

/** How a service is checked. {@code id} is unique within its service, 1 to 64 characters. */
public sealed interface CheckDefinition {

    int URL_CHARACTERS = 2_048;

    /** As many as a domain name may have. */
    int HOST_CHARACTERS = 255;

    String id();

    /**
     * A check that the agent makes itself, every {@code intervalNanos}, waiting that long at most.
     */
    sealed interface Polled extends CheckDefinition {
        long intervalNanos();

        long timeoutNanos();
    }

    /** GET {@code url}: 2xx passing, 429 warning, anything else critical. */
    record Http(String id, String url, long intervalNanos, long timeoutNanos) implements Polled {
        public Http {
            requireTimes(id, intervalNanos, timeoutNanos);
            if (!url.startsWith("http://") && !url.startsWith("https://")) {
                throw new IllegalArgumentException(
                        "check " + id + " needs a URL of http or https, not \"" + url + "\"");
            }
            requireAtMost(id, "URL", url.length(), URL_CHARACTERS);
        }
    }

    /** Connect to {@code host:port}: accepted is passing, anything else critical. */
    record Tcp(String id, String host, int port, long intervalNanos, long timeoutNanos)
            implements Polled {
        public Tcp {
            requireTimes(id, intervalNanos, timeoutNanos);
            if (host.isEmpty() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "check %s needs a host and a port from 1 to 65535, not \"%s:%d\""
                                .formatted(id, host, port));
            }
            requireAtMost(id, "host", host.length(), HOST_CHARACTERS);
        }
    }

    /** The service reports itself; critical when it has not for {@code ttlNanos}. */
    record Ttl(String id, long ttlNanos) implements CheckDefinition {
        public Ttl {
            requireTimes(id, ttlNanos, 1);
        }
    }

    private static void requireAtMost(String id, String what, int characters, int most) {
        if (characters > most) {
            throw new IllegalArgumentException(
                    "check %s has a %s of %d characters, at most %d"
                            .formatted(id, what, characters, most));
        }
    }

    private static void requireTimes(String id, long interval, long timeout) {
        if (id.isEmpty() || id.length() > 64) {
            throw new IllegalArgumentException(
                    "a check's id has 1 to 64 characters: \"" + id + "\"");
        }
        if (interval < 1 || timeout < 1) {
            throw new IllegalArgumentException("check " + id + ": durations must be positive");
        }
    }
}
