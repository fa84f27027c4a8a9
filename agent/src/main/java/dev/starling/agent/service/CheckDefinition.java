package dev.starling.agent.service;

/** How a service is checked. {@code id} is unique within its service, 1 to 64 characters. */
public sealed interface CheckDefinition {

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
        }
    }

    /** Connect to {@code host:port}: accepted is passing, anything else critical. */
    record Tcp(String id, String host, int port, long intervalNanos, long timeoutNanos)
            implements Polled {
        public Tcp {
            requireTimes(id, intervalNanos, timeoutNanos);
        }
    }

    /** The service reports itself; critical when it has not for {@code ttlNanos}. */
    record Ttl(String id, long ttlNanos) implements CheckDefinition {
        public Ttl {
            requireTimes(id, ttlNanos, 1);
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
