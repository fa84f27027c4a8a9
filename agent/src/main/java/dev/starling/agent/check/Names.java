package dev.starling.agent.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves host names on a few threads of the operating system, because the resolver holds on to
 * the thread that calls it: on virtual threads, a name server that hangs would hang every check.
 */
final class Names implements AutoCloseable {

    private static final int THREADS = 4;

    private final ThreadPoolExecutor resolvers =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("name resolution ", 0).factory());

    Names() {
        resolvers.allowCoreThreadTimeOut(true);
    }

    /** The address of a host, or of an address in writing. May wait; an interrupt ends that. */
    InetAddress resolve(String host) throws IOException, InterruptedException {
        try {
            return InetAddress.ofLiteral(host.replace("[", "").replace("]", ""));
        } catch (IllegalArgumentException isName) {
            return lookUp(host);
        }
    }

    private InetAddress lookUp(String name) throws IOException, InterruptedException {
        FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(name));
        try {
            resolvers.execute(lookup);
            return lookup.get();
        } catch (ExecutionException unknown) {
            throw new UnknownHostException("cannot resolve " + name);
        } catch (RejectedExecutionException closed) {
            throw new IOException("the agent is ending");
        } finally {
            // Whoever gave up waiting must not leave work behind, or a queue would grow.
            lookup.cancel(true);
            resolvers.remove(lookup);
        }
    }

    @Override
    public void close() {
        resolvers.shutdownNow();
    }
}
