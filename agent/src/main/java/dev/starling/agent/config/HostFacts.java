package dev.starling.agent.config;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** What this host says of itself, from which defaults are made. */
final class HostFacts {

    private HostFacts() {}

    /** The host's own name, cut to what a member's name may have. */
    static String name() {
        String name = kernelName();
        while (name.getBytes(StandardCharsets.UTF_8).length > 64) {
            name = name.substring(0, name.length() - 1);
        }
        return name.isEmpty() ? "localhost" : name;
    }

    private static String kernelName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            return resolvedName();
        }
    }

    private static String resolvedName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "";
        }
    }

    /** The usual place for the state of a service, or of a person's own programs. */
    static Path dataDir(Map<String, String> environment, String user) {
        if (user.equals("root")) return Path.of("/var/lib/starling");
        Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        if (state.isAbsolute()) return state.resolve("starling");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(home, ".local", "state", "starling").toAbsolutePath();
    }

    /**
     * The first address that others may reach: IPv4 before IPv6, private before public, so that a
     * fleet in one network meets there. Loopback if there is no other.
     */
    static InetAddress reachableAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(HostFacts::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .filter(address -> !address.isLinkLocalAddress())
                    .min(
                            Comparator.comparing((InetAddress a) -> !(a instanceof Inet4Address))
                                    .thenComparing(a -> !a.isSiteLocalAddress()))
                    .orElse(InetAddress.getLoopbackAddress());
        } catch (SocketException noInterfaces) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }

    static long cpuMillis() {
        return Runtime.getRuntime().availableProcessors() * 1_000L;
    }

    /** Of the host, or of the container that limits this process. */
    static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }
}
