package dev.starling.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class NearestWordTest {

    private static final List<String> KNOWN =
            List.of("port", "http-port", "data-dir", "name", "address", "checks", "ttl");

    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "por, port",
        "ports, port",
        "http_port, http-port",
        "datadir, data-dir",
        "adress, address",
        "NAME, name",
        "cheks, checks",
        "tll, ttl"
    })
    void a_mistyped_word_is_recognized(String written, String meant) {
        assertThat(NearestWord.of(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"zone", "x", "''", "interval"})
    void a_word_unlike_all_others_has_no_neighbour(String written) {
        assertThat(NearestWord.of(written, KNOWN)).isEmpty();
    }

    @Test
    void the_first_of_equals_is_taken() {
        assertThat(NearestWord.of("cat", List.of("bat", "car"))).contains("bat");
    }

    @Test
    void a_text_is_not_a_word() {
        assertThat(NearestWord.of("a".repeat(100_000), KNOWN)).isEmpty();
    }
}
