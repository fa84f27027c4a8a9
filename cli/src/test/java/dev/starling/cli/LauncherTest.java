package dev.starling.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the real script on a made-up machine: a folder stands for the roots where JDKs are looked
 * for, Java and Maven are scripts that write down how they were called.
 */
class LauncherTest {

    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "find",
                    "readlink",
                    "sed",
                    "grep",
                    "touch",
                    "mkdir",
                    "nice",
                    "mv",
                    "rm",
                    "cat",
                    "sleep",
                    "stty",
                    "tail",
                    "head",
                    "cut",
                    "flock");

    @TempDir Path machine;

    private Path project;
    private Path bin;

    @BeforeEach
    void prepare() throws IOException {
        machine = machine.toRealPath();
        project = Files.createDirectories(machine.resolve("a project"));
        bin = Files.createDirectories(machine.resolve("bin"));
        for (String tool : TOOLS) lend(tool);
        Path source = Files.createDirectories(project.resolve("agent/src/main/java"));
        Files.writeString(source.resolve("A.java"), "class A {}");
        for (String module : List.of("gossip", "dht", "simulator", "cli")) {
            Files.createDirectories(project.resolve(module));
        }
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        String script = Files.readString(root().resolve("starling"));
        executable(
                project.resolve("starling"),
                script.replace("/usr/", machine + "/usr/")
                        .replace("/opt/", machine + "/opt/")
                        .replace("/Library/", machine + "/Library/"));
        maven("mkdir -p cli/target/lib; echo jar > cli/target/starling.jar");
    }

    /** The cache is made in the background: its files must not appear while the folder goes. */
    @AfterEach
    void letTheBackgroundEnd() {
        Path cache = project.resolve("cli/target/starling.jsa");
        if (!Files.exists(Path.of(cache + ".tried"))) return;
        await().until(() -> Files.exists(cache));
    }

    @Test
    void the_script_is_one_that_any_sh_reads() throws Exception {
        Process check =
                new ProcessBuilder("sh", "-n", root().resolve("starling").toString())
                        .redirectErrorStream(true)
                        .start();

        assertThat(check.getInputStream().readAllBytes()).isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    @Test
    void the_first_start_builds_and_the_second_does_not() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");

        Ended first = start("members");
        Ended second = start("members");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).isEqualTo("building Starling (first use, about a minute)...\n");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        assertThat(second.out()).contains("-jar " + project + "/cli/target/starling.jar members");
    }

    @Test
    void maven_is_run_with_the_jdk_that_was_found() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");

        start("members");

        assertThat(Files.readString(machine.resolve("mvn.log")))
                .contains(machine + "/usr/lib/jvm/jdk-25", "-Dmaven.test.skip=true package");
    }

    @Test
    void newer_sources_and_poms_are_built_newer_tests_are_not() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        start("version");
        Path test = Files.createDirectories(project.resolve("agent/src/test/java"));

        touch(Files.writeString(test.resolve("ATest.java"), "class ATest {}"));
        assertThat(start("version").err()).isEmpty();

        touch(project.resolve("agent/src/main/java/A.java"));
        assertThat(start("version").err()).contains("its sources have changed");
    }

    @Test
    void what_was_edited_while_the_build_ran_is_built_the_next_time() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        maven(
                "sleep 1.1; touch agent/src/main/java/A.java; mkdir -p cli/target/lib;"
                        + " echo jar > cli/target/starling.jar");
        start("version");

        start("version");

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void two_starts_at_once_build_once() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        maven("sleep 1; mkdir -p cli/target/lib; echo jar > cli/target/starling.jar");

        Process one = launch(Map.of(), "members");
        Process two = launch(Map.of(), "members");

        assertThat(ended(one).exitCode()).isZero();
        assertThat(ended(two).exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void two_starts_at_once_build_once_where_there_is_no_flock() throws Exception {
        Files.delete(bin.resolve("flock"));

        two_starts_at_once_build_once();

        assertThat(project.resolve("cli/target/build.locked")).doesNotExist();
    }

    @Test
    void a_lock_whose_owner_died_does_not_hold() throws Exception {
        Files.delete(bin.resolve("flock"));
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        Path lock = Files.createDirectories(project.resolve("cli/target/build.locked"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

        assertThat(start("version").exitCode()).isZero();
    }

    @Test
    void no_jdk_is_said_plainly_with_what_there_is() throws Exception {
        jdk("usr/lib/jvm/jdk-17", "17.0.15");
        jdk("opt/java", "1.8.0_402");

        Ended ended = start("agent");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("starling: JDK 25 or newer is needed and none was found (found: 17 1)")
                .contains("JAVA_HOME=");
        assertThat(builds()).isZero();
    }

    @Test
    void a_java_home_that_is_too_old_is_passed_over_for_the_one_on_the_path() throws Exception {
        Path old = jdk("old", "17.0.15");
        Path young = jdk("young", "25.0.3");
        Files.createSymbolicLink(bin.resolve("java"), young.resolve("bin/java"));

        Ended ended = ended(launch(Map.of("JAVA_HOME", old.toString()), "version"));

        assertThat(ended.out()).startsWith(young.toString());
    }

    @Test
    void java_home_wins_and_a_change_of_it_is_noticed() throws Exception {
        Path one = jdk("one", "25.0.3");
        Path two = jdk("two", "26");

        assertThat(ended(launch(Map.of("JAVA_HOME", one.toString()), "version")).out())
                .startsWith(one.toString());
        assertThat(ended(launch(Map.of("JAVA_HOME", two.toString()), "version")).out())
                .startsWith(two.toString());
    }

    @Test
    void a_jdk_that_does_not_say_its_version_in_a_file_is_asked() throws Exception {
        Path jdk = jdk("usr/lib/jvm/jdk", "25.0.3");
        Files.delete(jdk.resolve("release"));

        assertThat(start("version").exitCode()).isZero();
    }

    @Test
    void no_maven_is_said_plainly() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        Files.delete(bin.resolve("mvn"));

        Ended ended = start("agent");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).startsWith("starling: Maven is needed").contains("install");
    }

    @Test
    void a_build_that_fails_shows_its_errors_and_its_log() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        maven("echo noise; echo '[ERROR] A.java:[1,1] no such thing'; exit 1");

        Ended ended = start("agent");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("[ERROR] A.java:[1,1] no such thing", "cli/target/build.log")
                .doesNotContain("noise");
    }

    @Test
    void a_build_without_a_network_says_so() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        maven("echo '[ERROR] Could not transfer artifact a:b:pom:1'; exit 1");

        assertThat(start("agent").err()).contains("is there a network");
    }

    @Test
    void it_works_through_links_from_anywhere_and_hands_on_every_word_as_it_is() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        Path elsewhere = Files.createDirectories(machine.resolve("elsewhere/bin"));
        Files.createSymbolicLink(elsewhere.resolve("one"), Path.of("../two"));
        Files.createSymbolicLink(machine.resolve("elsewhere/two"), project.resolve("starling"));

        Process process =
                builder(Map.of(), elsewhere.resolve("one").toString(), "run", "a b", "*", "")
                        .directory(elsewhere.toFile())
                        .start();

        assertThat(ended(process).out())
                .contains("starling.jar run a b * \n")
                .endsWith("4 words\n");
    }

    @Test
    void the_jvm_is_tuned_for_the_verb_and_more_options_can_be_given() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");

        assertThat(start("agent").out()).contains("-Xmx").doesNotContain("TieredStopAtLevel");
        assertThat(start("sim", "run").out()).contains("MaxRAMPercentage").doesNotContain("-Xmx");
        Ended ended = ended(launch(Map.of("STARLING_JAVA_OPTS", "-Da=b -Dc=d"), "jobs"));
        assertThat(ended.out()).contains("-XX:TieredStopAtLevel=1", " -Da=b -Dc=d -");
    }

    @Test
    void a_cache_of_classes_is_made_once_and_used_from_then_on() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        Path cache = project.resolve("cli/target/starling.jsa");

        assertThat(start("jobs").out()).doesNotContain("-XX:SharedArchiveFile=");
        await().until(() -> Files.exists(cache));

        assertThat(start("jobs").out()).contains("-XX:SharedArchiveFile=" + cache);
        assertThat(Files.readAllLines(machine.resolve("cache.log"))).hasSize(1);
    }

    /** What a start wrote and how it ended. */
    private record Ended(int exitCode, String out, String err) {}

    private Ended start(String... words) throws IOException, InterruptedException {
        return ended(launch(Map.of(), words));
    }

    private Process launch(Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(project.resolve("starling").toString()));
        command.addAll(List.of(words));
        return builder(environment, command.toArray(String[]::new)).start();
    }

    private ProcessBuilder builder(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOME", machine.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private static Ended ended(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private int builds() throws IOException {
        Path log = machine.resolve("mvn.log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /** A JDK that says how it was called, and how many words came behind the jar. */
    private Path jdk(String where, String version) throws IOException {
        Path home = machine.resolve(where);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "OS=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        executable(
                home.resolve("bin/java"),
                """
                #!/bin/sh
                for word in "$@"; do
                    case $word in
                        -version) echo 'openjdk version "%s" 2025-04-15' >&2; exit ;;
                        -XX:ArchiveClassesAtExit=*)
                            echo "$*" >> "%s/cache.log"
                            echo cache > "${word#*=}"
                            exit ;;
                    esac
                done
                echo "%s $*"
                while [ "$1" != -jar ]; do shift; done
                shift 2
                echo "$# words"
                """
                        .formatted(version, machine, home));
        return home;
    }

    private void maven(String commands) throws IOException {
        executable(
                bin.resolve("mvn"),
                "#!/bin/sh\necho \"$JAVA_HOME $*\" >> '%s/mvn.log'\n%s\n"
                        .formatted(machine, commands));
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A tool of the real machine. */
    private void lend(String tool) throws IOException {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path program = Path.of(folder, tool);
            if (!Files.exists(program)) continue;
            executable(bin.resolve(tool), "#!/bin/sh\nexec " + program + " \"$@\"\n");
            return;
        }
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("starling")))
                .findFirst()
                .orElseThrow();
    }
}
