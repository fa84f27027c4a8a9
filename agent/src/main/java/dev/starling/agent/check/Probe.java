package dev.starling.agent.check;

import dev.starling.agent.service.CheckDefinition;

import java.io.IOException;

/** One way to ask a service whether it is well. */
@FunctionalInterface
interface Probe {

    /**
     * Asks once. May wait; an interrupt ends that.
     *
     * @throws IOException if the service could not be asked, which is critical
     */
    Finding ask(long timeoutNanos) throws IOException, InterruptedException;

    static Probe of(CheckDefinition.Polled check, Names names) {
        return switch (check) {
            case CheckDefinition.Http http -> new HttpProbe(http.url(), names);
            case CheckDefinition.Tcp tcp -> new TcpProbe(tcp.host(), tcp.port(), names);
        };
    }

    /** For the calls of the JDK that count in whole milliseconds and take 0 as for ever. */
    static int millis(long nanos) {
        return Math.clamp(nanos / 1_000_000, 1, Integer.MAX_VALUE);
    }
}
