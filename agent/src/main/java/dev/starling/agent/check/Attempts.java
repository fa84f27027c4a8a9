package dev.starling.agent.check;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The tries of one check, one at a time, each within a time limit that holds whatever the other
 * side does.
 *
 * <p>A try has a thread of its own because a limit per read is no limit: a service may answer byte
 * by byte. When time is over the thread is interrupted, which closes the socket it waits on.
 */
final class Attempts {

    private final Probe probe;
    private final long timeoutNanos;
    private Thread last = Thread.ofVirtual().unstarted(() -> {});

    Attempts(Probe probe, long timeoutNanos) {
        this.probe = probe;
        this.timeoutNanos = timeoutNanos;
    }

    Finding next() throws InterruptedException {
        if (last.isAlive()) return Finding.critical("the last try still hangs");
        FutureTask<Finding> attempt = new FutureTask<>(() -> probe.ask(timeoutNanos));
        last = Thread.ofVirtual().name("try of a check").start(attempt);
        try {
            return attempt.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLong) {
            return Finding.critical(
                    "no complete answer within "
                            + Duration.ofNanos(timeoutNanos).toMillis()
                            + " ms");
        } catch (ExecutionException failed) {
            return Finding.critical(reason(failed.getCause()));
        } finally {
            attempt.cancel(true);
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
