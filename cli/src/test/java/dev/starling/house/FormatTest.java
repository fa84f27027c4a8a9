package dev.starling.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every source is laid out as google-java-format's AOSP style lays it out. Repair with
 *
 * <pre>
 * mvn -pl cli -am test -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false -Dformat=apply
 * </pre>
 */
class FormatTest {

    private final Formatter formatter =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    @Test
    void every_source_is_laid_out_by_the_formatter() throws IOException {
        boolean isRepair = "apply".equals(System.getProperty("format"));
        List<Path> crooked = Sources.all().stream().filter(this::isCrooked).toList();

        for (Path file : isRepair ? crooked : List.<Path>of()) {
            Files.writeString(file, straight(Sources.read(file)));
        }

        assertThat(isRepair ? List.of() : crooked.stream().map(Sources::shown).toList())
                .as("repair with -Dformat=apply, see the documentation of this test")
                .isEmpty();
    }

    @Test
    void a_crooked_source_is_seen() {
        assertThat(straight("class A{int  a;}")).isNotEqualTo("class A{int  a;}");
        assertThat(straight("import java.util.List;\nclass A {}\n")).doesNotContain("List");
    }

    private boolean isCrooked(Path file) {
        String source = Sources.read(file);
        return !straight(source).equals(source);
    }

    private String straight(String source) {
        try {
            return formatter.formatSourceAndFixImports(
                    RemoveUnusedImports.removeUnusedImports(source));
        } catch (FormatterException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
