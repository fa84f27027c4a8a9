package dev.starling.agent.check;

import dev.starling.agent.service.CheckStatus;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * GETs a URL: 2xx is passing, 429 warning, anything else critical, as Consul has it. Redirects are
 * answers and not followed; proxies of the agent's own environment are not used.
 */
record HttpProbe(String url, Names names) implements Probe {

    /** As much of a body as is worth a look. */
    private static final int BODY_BYTES = 4_096;

    @Override
    public Finding ask(long timeoutNanos) throws IOException, InterruptedException {
        URI uri = URI.create(url);
        if (uri.getHost() == null) throw new IOException("no host in " + url);
        // The client resolves by itself and finds the answer in the JVM's cache.
        names.resolve(uri.getHost());
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Probe.millis(timeoutNanos));
        connection.setReadTimeout(Probe.millis(timeoutNanos));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "Starling health check");
        connection.setRequestProperty("Accept", "text/plain, text/*, */*");
        connection.setRequestProperty("Connection", "close");
        try {
            return read(connection);
        } finally {
            connection.disconnect();
        }
    }

    private static Finding read(HttpURLConnection connection) throws IOException {
        int code = connection.getResponseCode();
        if (code < 0) throw new IOException("the answer is not HTTP");
        String body = body(connection, code);
        String line = code + " " + connection.getResponseMessage();
        return new Finding(statusOf(code), body.isEmpty() ? line : line + ": " + body);
    }

    private static CheckStatus statusOf(int code) {
        if (code >= 200 && code < 300) return CheckStatus.PASSING;
        return code == 429 ? CheckStatus.WARNING : CheckStatus.CRITICAL;
    }

    private static String body(HttpURLConnection connection, int code) throws IOException {
        try (InputStream body =
                code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return body == null
                    ? ""
                    : new String(body.readNBytes(BODY_BYTES), StandardCharsets.UTF_8);
        }
    }
}
