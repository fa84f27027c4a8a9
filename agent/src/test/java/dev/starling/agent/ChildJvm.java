package dev.starling.agent;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another process with the code under test, to be killed or to compete. */
public final class ChildJvm {

    private ChildJvm() {}

    /** Runs the {@code main} of a class; what it prints, errors included, is the output. */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /**
     * @param wrapper command that is given the Java command to run
     */
    public static Process start(List<String> wrapper, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What this process has, by its start or by a class loader that a test runner made. */
    private static String classPath() {
        ClassLoader loader = ChildJvm.class.getClassLoader();
        Stream<String> loaded =
                loader instanceof URLClassLoader urls
                        ? Arrays.stream(urls.getURLs()).map(ChildJvm::pathOf)
                        : Stream.of();
        return Stream.concat(loaded, Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String pathOf(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException notAFile) {
            throw new IllegalStateException(notAFile);
        }
    }
}
