package dev.starling.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sizes and words, counted from the sources themselves. */
class TidyTest {

    private static final int MOST_TYPES_IN_A_PACKAGE = 20;

    @Test
    void no_source_is_untidy() {
        List<String> findings = new ArrayList<>();
        for (Path file : Sources.all()) {
            String shown = Sources.shown(file);
            for (String finding : Tidy.findings(shown, Sources.read(file), Sources.isTest(file))) {
                findings.add(shown + finding);
            }
        }

        assertThat(findings).isEmpty();
    }

    @Test
    void no_package_holds_more_types_than_a_reader_does() {
        Map<String, Integer> types = new TreeMap<>();
        for (Path file : Sources.all()) {
            if (Sources.isTest(file) || file.endsWith("package-info.java")) continue;
            types.merge(Sources.shown(file.getParent()), 1, Integer::sum);
        }

        types.values().removeIf(count -> count <= MOST_TYPES_IN_A_PACKAGE);

        assertThat(types).as("split by idea into sub-packages").isEmpty();
    }

    @Test
    void every_main_package_says_what_it_is() {
        List<String> silent =
                Sources.all().stream()
                        .filter(file -> !Sources.isTest(file))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !folder.resolve("package-info.java").toFile().exists())
                        .map(Sources::shown)
                        .toList();

        assertThat(silent).as("packages without package-info.java").isEmpty();
    }

    /** Each rule bites on what it forbids, and only on that. */
    @Nested
    class Bites {

        @Test
        void on_a_long_line() {
            assertThat(found("class A {} // " + "x".repeat(100))).contains("line of");
        }

        @Test
        void on_a_long_file_and_lets_tests_be_longer() {
            String long450 = "class A {}\n".repeat(450);

            assertThat(found(long450)).contains("450 lines");
            assertThat(Tidy.findings("A.java", long450, true)).isEmpty();
        }

        @Test
        void on_a_long_method_unless_it_is_a_switch_over_types() {
            String body = "int x;\n".repeat(45);
            String cases = "case String s -> {}\n".repeat(45);

            assertThat(found("class A { void m() {\n" + body + "} }")).contains("method m");
            assertThat(found("class A { void m(Object o) { switch (o) {\n" + cases + "} } }"))
                    .isEmpty();
        }

        @Test
        void on_six_parameters_but_not_in_records() {
            String six = "(int a, int b, int c, int d, int e, int f)";

            assertThat(found("class A { void m" + six + " {} }")).contains("6 parameters");
            assertThat(found("record A" + six + " { A { if (a < 0) throw new Error(); } }"))
                    .isEmpty();
        }

        @Test
        void on_names_that_say_nothing() {
            Stream.of("TaskManager", "StringUtil", "DhtImpl", "AbstractNode", "INode", "Helper")
                    .forEach(name -> assertThat(found("class " + name + " {}")).contains(name));
            assertThat(found("class Implication { } class Identity { } class Ping { }")).isEmpty();
        }

        @Test
        void on_marks_that_were_meant_to_go() {
            assertThat(found("// TODO later")).contains("TODO");
            assertThat(found("// FIXME")).contains("FIXME");
            assertThat(
                            Tidy.findings(
                                    "A.java",
                                    "class A { void m() { Thread" + ".sleep(1); } }",
                                    true))
                    .isNotEmpty();
            assertThat(Tidy.findings("A.java", "@Dis" + "abled class A {}", true)).isNotEmpty();
        }

        @Test
        void on_tabs_and_markdown_comments() {
            assertThat(found("class A {\tint a; }")).contains("tab");
            assertThat(found("//" + "/ Says what it is.\nclass A {}")).contains("/**");
        }

        private String found(String source) {
            return String.join("\n", Tidy.findings("A.java", source, false));
        }
    }
}
