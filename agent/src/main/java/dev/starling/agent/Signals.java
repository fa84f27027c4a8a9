package dev.starling.agent;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT: the first asks to end, the second ends the process at once.
 *
 * <p>A shutdown hook alone cannot do this: while one runs, the virtual machine takes no further
 * signal. {@code sun.misc.Signal}, which can, is reached by reflection because the compiler warns
 * of its name and offers no way to say that this is meant. Where it is missing, a shutdown hook
 * serves.
 */
final class Signals {

    private static final int SIGNALLED = 128;
    private static final Logger LOG = LogManager.getLogger(Signals.class);

    private final Runnable end;
    private final AtomicInteger received = new AtomicInteger();

    private Signals(Runnable end) {
        this.end = end;
    }

    /**
     * @param end runs on a thread of its own, once, and returns when all is said
     */
    static void handle(Runnable end) {
        Signals signals = new Signals(end);
        try {
            signals.take("TERM");
            signals.take("INT");
        } catch (ReflectiveOperationException | RuntimeException missing) {
            LOG.debug("no signals here, a shutdown hook instead", missing);
            Runtime.getRuntime().addShutdownHook(new Thread(end, "starling-end"));
        }
    }

    private void take(String name) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        InvocationHandler onCall =
                (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) onSignal(arguments[0]);
                    return null;
                };
        Object handler =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handlerType}, onCall);
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }

    private void onSignal(Object signal) throws ReflectiveOperationException {
        int number = (int) signal.getClass().getMethod("getNumber").invoke(signal);
        if (received.incrementAndGet() > 1) Runtime.getRuntime().halt(SIGNALLED + number);
        Thread.ofPlatform().name("starling-end").start(end);
    }
}
