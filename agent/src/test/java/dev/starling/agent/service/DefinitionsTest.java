package dev.starling.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

class DefinitionsTest {

    @Test
    void a_service_without_a_port_is_refused_by_name() {
        assertThatThrownBy(() -> service("web", 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("service web needs a port from 1 to 65535, not 0");
    }

    @Test
    void an_id_that_would_not_fit_the_table_is_refused() {
        String longInBytes = "語".repeat(100);

        assertThatThrownBy(() -> service(longInBytes, 80, List.of()))
                .hasMessageContaining("at most 256 bytes in UTF-8, not 300");
        assertThatThrownBy(() -> service("", 80, List.of())).hasMessageContaining("1 to 128");
    }

    @Test
    void tags_are_bounded() {
        assertThatThrownBy(() -> service("web", 80, Collections.nCopies(33, "t")))
                .hasMessage("service web has 33 tags, at most 32");
        assertThatThrownBy(() -> service("web", 80, List.of("x".repeat(1_400))))
                .hasMessageContaining("1400 characters in address, tags and meta");
    }

    @Test
    void a_check_that_can_never_work_is_refused_with_what_it_needs() {
        assertThatThrownBy(() -> new CheckDefinition.Http("up", "ftp://host/", 1, 1))
                .hasMessage("check up needs a URL of http or https, not \"ftp://host/\"");
        assertThatThrownBy(
                        () -> new CheckDefinition.Http("up", "http://" + "x".repeat(2_048), 1, 1))
                .hasMessageContaining("at most 2048");
        assertThatThrownBy(() -> new CheckDefinition.Tcp("up", "", 70_000, 1, 1))
                .hasMessage("check up needs a host and a port from 1 to 65535, not \":70000\"");
        assertThatThrownBy(() -> new CheckDefinition.Ttl("up", 0))
                .hasMessage("check up: durations must be positive");
    }

    @Test
    void the_output_of_a_check_is_one_line_of_bounded_length() {
        CheckRef ref = new CheckRef("web", "http", 1);

        assertThat(new CheckResult(ref, CheckStatus.PASSING, "\tone\nand\u0000two\r\n").output())
                .isEqualTo("one and two");
        String cut = new CheckResult(ref, CheckStatus.PASSING, "x".repeat(255) + "😀").output();
        assertThat(cut).isEqualTo("x".repeat(255));
    }

    private static ServiceDefinition service(String id, int port, List<String> tags) {
        return new ServiceDefinition(id, "web", "", port, tags, new TreeMap<>(), List.of());
    }
}
