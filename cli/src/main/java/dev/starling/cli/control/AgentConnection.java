package dev.starling.cli.control;

import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;
import dev.starling.cli.output.VerbFailedException;

import picocli.CommandLine.Option;

import java.net.URI;

/** Which agent a verb asks: {@code --http-addr}, else the environment, else this host's. */
public final class AgentConnection {

    static final String USUAL_ADDRESS = "127.0.0.1:8500";
    private static final int USUAL_PORT = 8500;

    @Option(
            names = "--http-addr",
            paramLabel = "HOST:PORT",
            description = {
                "The agent to ask. If left out: STARLING_HTTP_ADDR, then CONSUL_HTTP_ADDR, then "
                        + USUAL_ADDRESS
                        + "."
            })
    String address = "";

    public ControlClient client(Terminal terminal) {
        return new ControlClient(base(terminal));
    }

    URI base(Terminal terminal) {
        if (!address.isEmpty()) return parse("--http-addr", address);
        for (String variable : new String[] {"STARLING_HTTP_ADDR", "CONSUL_HTTP_ADDR"}) {
            String value = terminal.variable(variable);
            if (!value.isEmpty()) return parse(variable, value);
        }
        return parse("", USUAL_ADDRESS);
    }

    private static URI parse(String source, String text) {
        String address = text.startsWith("http://") ? text.substring("http://".length()) : text;
        if (!address.contains("://")) {
            try {
                URI uri = new URI("http://" + address);
                int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
                if (uri.getHost() != null && port <= 65_535 && uri.getPath().length() <= 1) {
                    return new URI("http", null, uri.getHost(), port, null, null, null);
                }
            } catch (java.net.URISyntaxException e) {
                // Said below, with what would be right.
            }
        }
        throw new VerbFailedException(
                ExitCode.BAD_USAGE,
                source
                        + ": \""
                        + text
                        + "\" is no agent's address; write HOST:PORT, as in 127.0.0.1:8500");
    }
}
