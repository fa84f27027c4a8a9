package dev.starling.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.agent.api.JobRequest;
import dev.starling.agent.api.ServiceRequest;
import dev.starling.cli.output.VerbFailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class RequestFileTest {

    @TempDir Path folder;

    @Test
    void toml_and_json_hold_the_same() throws IOException {
        JobRequest toml =
                job("a.toml", "name = \"a\"\ncount = 2\ncommand = [\"x\"]\n[env]\nK = \"v\"\n");
        JobRequest json =
                job(
                        "a.json",
                        "{\"name\":\"a\",\"count\":2,\"command\":[\"x\"],\"env\":{\"K\":\"v\"}}");

        assertThat(toml).isEqualTo(json);
        assertThat(toml.command()).isEqualTo(List.of("x"));
    }

    @Test
    void a_mistake_is_named_with_file_line_and_column() {
        assertRefused("a.toml", "name = \"a\"\ncount = = 2\n", "a.toml:2:9: ");
        assertRefused("a.json", "{\"name\": \"a\",\n \"count\": }", "a.json:2:");
    }

    @Test
    void an_unknown_key_is_named_with_the_known_ones() {
        assertRefused(
                "a.toml",
                "name = \"a\"\nkount = 2\n",
                "a.toml:2: unknown key \"kount\"; did you mean \"count\"?");
        assertRefused("a.json", "{\n\"colour\": 1}", "a.json:2:");
        assertRefused("a.toml", "colour = 1", "the keys here are command, count, cpu, env, kill");
        assertThatThrownBy(() ->
                        RequestFile.read(
                                write("s.toml", "name = \"s\"\n[[checks]]\nhtp = \"x\"\n"),
                                ServiceRequest.class))
                .hasMessageContaining("s.toml:3: unknown key \"htp\"; did you mean \"http\"?");
    }

    @Test
    void a_value_of_the_wrong_kind_is_named_with_its_key() {
        assertRefused(
                "a.toml", "name = \"a\"\ncount = \"many\"\n", "a.toml:2: \"count\" has a value");
        assertRefused("a.json", "{\"command\": {}}", "\"command\" has a value");
        assertRefused("a.json", "[]", "a.json:1:1: ");
    }

    @Test
    void what_cannot_be_read_at_all_is_said_too() throws IOException {
        assertThatThrownBy(() -> RequestFile.read(folder.resolve("no.toml"), JobRequest.class))
                .hasMessageContaining("no.toml: no such file");
        assertThatThrownBy(() -> RequestFile.read(folder, JobRequest.class))
                .hasMessageContaining("cannot be read");
        assertRefused("a.json", "null", "a.json: it is empty");
        assertRefused("a.json", "{} {}", "a.json:1:");
        Path noise = Files.write(folder.resolve("noise.toml"), new byte[] {(byte) 0xff, 1, 2});
        assertThatThrownBy(() -> RequestFile.read(noise, JobRequest.class))
                .hasMessageContaining("no UTF-8");
    }

    private void assertRefused(String file, String content, String part) {
        assertThatThrownBy(() -> job(file, content))
                .isInstanceOf(VerbFailedException.class)
                .hasMessageContaining(part)
                .message()
                .hasLineCount(1);
    }

    private JobRequest job(String file, String content) throws IOException {
        return RequestFile.read(write(file, content), JobRequest.class);
    }

    private Path write(String file, String content) throws IOException {
        return Files.writeString(folder.resolve(file), content);
    }
}
