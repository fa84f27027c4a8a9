package dev.starling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.starling.agent.loop.Poison;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Three real agents in one process, over real sockets, each with its own directory. */
@Timeout(120)
class ThreeAgentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;

    private final List<Agent> running = new ArrayList<>();
    private Agent one;
    private Agent two;
    private Agent three;

    @BeforeEach
    void start() {
        one = start("one");
        two = start("two", "join", one.endpoint().toString());
        three = start("three", "join", one.endpoint().toString());
        for (Agent agent : List.of(one, two, three)) {
            await().atMost(SOON).until(() -> alive(agent).size() == 3);
        }
    }

    @AfterEach
    void close() {
        running.reversed().forEach(Agent::close);
    }

    @Test
    void what_one_registers_another_finds() {
        register(one, "web-1");

        JsonNode found = lookup(three);

        assertThat(found.at("/complete").asBoolean()).isTrue();
        assertThat(found.at("/instances")).hasSize(1);
        assertThat(found.at("/instances/0/id").asText()).isEqualTo("web-1");
        assertThat(found.at("/instances/0/node").asText()).isEqualTo("one");
        assertThat(found.at("/instances/0/status").asText()).isEqualTo("passing");
    }

    @Test
    void an_agent_that_vanishes_takes_its_services_along_and_brings_them_back() {
        register(two, "web-2");
        register(three, "web-3");
        NodeId id = two.id();
        long epoch = two.epoch();
        assertThat(instances(one)).containsExactlyInAnyOrder("web-2", "web-3");

        two.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> instances(one).equals(List.of("web-3")));

        Agent again = start("two", "join", three.endpoint().toString());
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.epoch()).isGreaterThan(epoch);
        for (Agent agent : List.of(one, three, again)) {
            await().atMost(SOON).until(() -> alive(agent).size() == 3);
            await().atMost(SOON).until(() -> instances(agent).size() == 2);
        }
    }

    @Test
    void an_agent_without_seeds_comes_back_by_the_members_it_remembers() throws IOException {
        Agent four = start("four", "join", one.endpoint().toString());
        Path store = folder.resolve("four/store.mv");
        FileTime asStarted = Files.getLastModifiedTime(store);
        await().atMost(SOON).until(() -> !Files.getLastModifiedTime(store).equals(asStarted));
        four.close();

        Agent again = start("four");

        await().atMost(SOON).until(() -> alive(again).size() == 4);
    }

    @Test
    void a_core_that_falls_twice_is_built_anew_and_lives_on_as_itself() throws IOException {
        register(two, "web-2");
        long epoch = two.epoch();

        Poison.give(two.loop());
        assertThat(alive(two)).as("one bug costs one input").hasSize(3);
        Poison.give(two.loop());

        await().atMost(SOON).until(() -> epochOf("two", one) == epoch + 1);
        await().atMost(SOON).until(() -> alive(two).size() == 3);
        for (Agent agent : List.of(one, two, three)) {
            await().atMost(SOON).until(() -> instances(agent).equals(List.of("web-2")));
        }
        assertThat(folder.resolve("two/epoch")).hasContent(Long.toString(epoch + 1));
        assertThat(folder.resolve("two/recordings")).isDirectoryContaining("glob:**/bug-*");
    }

    @Test
    void a_goodbye_is_heard_at_once_and_the_service_goes_with_it() throws InterruptedException {
        register(two, "web-2");

        assertThat(Agents.post(two, "/leave", "")).isEmpty();
        two.awaitEnd();

        assertThat(alive(one)).containsExactlyInAnyOrder("one", "three");
        await().atMost(SOON).until(() -> instances(three).isEmpty());
    }

    private Agent start(String name, String... more) {
        Agent agent = Agents.start(folder.resolve(name), more);
        running.add(agent);
        return agent;
    }

    private static void register(Agent agent, String id) {
        JsonNode stored =
                json(
                        Agents.put(
                                agent,
                                "/services",
                                "{\"id\":\"%s\",\"name\":\"web\",\"port\":8080}".formatted(id)));
        assertThat(stored.at("/acknowledged").asBoolean()).as(stored.toString()).isTrue();
    }

    private static JsonNode lookup(Agent agent) {
        return json(Agents.get(agent, "/lookup/web"));
    }

    private static List<String> instances(Agent agent) {
        return texts(lookup(agent).at("/instances"), "id");
    }

    private static List<String> alive(Agent agent) {
        return texts(json(Agents.get(agent, "/members?status=alive")), "name");
    }

    private static long epochOf(String name, Agent asked) {
        return StreamSupport.stream(json(Agents.get(asked, "/members")).spliterator(), false)
                .filter(member -> member.get("name").asText().equals(name))
                .mapToLong(member -> member.get("epoch").asLong())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(field).asText())
                .sorted()
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            throw new UncheckedIOException(text, notJson);
        }
    }
}
