package dev.starling.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;

import java.util.List;
import java.util.Set;

/** What code that must run the same twice may touch, and what it may not. */
final class PureCode {

    private static final Set<String> PACKAGES =
            Set.of(
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.nio",
                    "java.nio.charset");

    private static final Set<String> CLASSES =
            Set.of(
                    "java.io.ByteArrayOutputStream",
                    "java.io.Serializable",
                    "java.net.InetAddress",
                    "java.net.UnknownHostException",
                    "java.time.Duration",
                    "org.apache.commons.codec.digest.DigestUtils");

    private static final Set<String> OWN_NOT_PURE =
            Set.of("api", "loop", "net", "http", "dns", "check", "exec", "store", "config");

    private static final Set<String> HIDDEN_METHODS =
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.identityHashCode",
                    "java.lang.System.getProperty",
                    "java.lang.System.getenv",
                    "java.lang.Math.random",
                    "java.lang.Math.log",
                    "java.lang.Math.log10",
                    "java.lang.Math.exp",
                    "java.lang.Math.pow",
                    "java.util.UUID.randomUUID",
                    "java.util.Collections.shuffle",
                    "java.util.Set.of",
                    "java.util.Set.copyOf",
                    "java.util.Map.of",
                    "java.util.Map.ofEntries",
                    "java.util.Map.copyOf",
                    "java.util.stream.Collectors.toSet",
                    "java.util.stream.Collectors.toUnmodifiableSet",
                    "java.util.stream.Collectors.toUnmodifiableMap",
                    "java.lang.Runtime.getRuntime");

    private static final Set<String> HIDDEN_CLASSES =
            Set.of(
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.ref.Cleaner",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.Timer",
                    "java.util.HashMap",
                    "java.util.HashSet",
                    "java.util.IdentityHashMap",
                    "java.util.WeakHashMap");

    private static final List<String> CLOCKS_AND_THREADS =
            List.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.time.Instant.now",
                    "java.lang.Thread.",
                    "java.util.concurrent.Executors.");

    private PureCode() {}

    static DescribedPredicate<JavaClass> mayUse() {
        return describe("are pure or on the short list", PureCode::isPure);
    }

    private static boolean isPure(JavaClass type) {
        JavaClass plain = type.getBaseComponentType();
        if (plain.isPrimitive() || CLASSES.contains(plain.getFullName())) return true;
        String home = plain.getPackageName();
        if (!home.startsWith("dev.starling.")) return PACKAGES.contains(home);
        String[] parts = home.split("\\.");
        if (parts[2].equals("agent")) return parts.length > 3 && !OWN_NOT_PURE.contains(parts[3]);
        return !parts[2].equals("cli") && !parts[2].equals("simulator");
    }

    /** Sees method references too, which rules about calls do not. */
    static DescribedPredicate<JavaAccess<?>> hiddenInput() {
        return describe(
                "is a clock, a global generator, the environment, a thread or an accidental order",
                access -> {
                    String owner = access.getTargetOwner().getFullName();
                    String target = owner + "." + access.getTarget().getName();
                    return HIDDEN_CLASSES.contains(owner)
                            || HIDDEN_METHODS.contains(target)
                            || isUnordered(access, owner);
                });
    }

    static DescribedPredicate<JavaAccess<?>> clockOrThread() {
        return describe(
                "is a clock or a thread",
                access -> {
                    String target =
                            access.getTargetOwner().getFullName()
                                    + "."
                                    + access.getTarget().getName();
                    return CLOCKS_AND_THREADS.stream().anyMatch(target::startsWith);
                });
    }

    /** {@code toMap} and {@code groupingBy} collect into hash maps unless told otherwise. */
    private static boolean isUnordered(JavaAccess<?> access, String owner) {
        if (!owner.equals("java.util.stream.Collectors")) return false;
        String name = access.getTarget().getName();
        if (!name.equals("toMap") && !name.startsWith("groupingBy")) return false;
        return !access.getTarget().getFullName().contains("java.util.function.Supplier");
    }
}
