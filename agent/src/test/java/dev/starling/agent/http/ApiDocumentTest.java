package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.AgentView;
import dev.starling.agent.api.JobView;
import dev.starling.agent.api.JobsView;
import dev.starling.agent.api.LocalServiceView;
import dev.starling.agent.api.LogView;
import dev.starling.agent.api.LookupView;
import dev.starling.agent.api.MemberView;
import dev.starling.agent.api.StoredView;
import dev.starling.agent.api.TasksView;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What docs/API.md promises is what the code has: paths, parameters, and every key of an answer.
 */
class ApiDocumentTest {

    private static final Pattern SECTION =
            Pattern.compile("### `(\\w+ /\\S+)`\n(.*?)(?=\n##|\\z)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static final Map<String, Class<?>> ANSWERS =
            Map.ofEntries(
                    Map.entry("GET /starling/v1/agent", AgentView.class),
                    Map.entry("GET /starling/v1/members", MemberView[].class),
                    Map.entry("GET /starling/v1/services", LocalServiceView[].class),
                    Map.entry("PUT /starling/v1/services", StoredView.class),
                    Map.entry("DELETE /starling/v1/services/ID", StoredView.class),
                    Map.entry("GET /starling/v1/lookup/NAME", LookupView.class),
                    Map.entry("POST /starling/v1/jobs", JobView.class),
                    Map.entry("GET /starling/v1/jobs", JobsView.class),
                    Map.entry("GET /starling/v1/jobs/NAME", JobView.class),
                    Map.entry("DELETE /starling/v1/jobs/NAME", JobView.class),
                    Map.entry("GET /starling/v1/tasks", TasksView.class),
                    Map.entry("DELETE /starling/v1/tasks/ID", JobView.class),
                    Map.entry("GET /starling/v1/tasks/ID/logs", LogView.class));

    private static final Map<String, String> SECTIONS = new TreeMap<>();

    @BeforeAll
    static void readDocument() throws Exception {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/API.md"))) {
            folder = folder.getParent();
        }
        Matcher section = SECTION.matcher(Files.readString(folder.resolve("docs/API.md")));
        while (section.find()) {
            SECTIONS.put(section.group(1), section.group(2));
        }
    }

    /** By method and path, as the document writes them. */
    private static Map<String, Resource.Action> actions() {
        CoreQuestions core = new CoreQuestions(new StandInCore(), Duration.ofSeconds(1));
        AgentFacts facts = new AgentFacts("1", "/tmp", 0, seeds -> {}, () -> null);
        Map<String, Resource.Action> actions = new TreeMap<>();
        Stream.of(
                        new AgentEndpoints(core, facts, () -> "").resources(),
                        new ServiceEndpoints(core).resources(),
                        new JobEndpoints(core).resources())
                .flatMap(List::stream)
                .forEach(resource -> {
                    String path = resource.path().replace(":id", "ID");
                    for (Resource.Action action : resource.actions()) {
                        String full = Resource.ROOT + path.replace(":name", "NAME");
                        actions.put(action.method() + " " + full, action);
                    }
                });
        return actions;
    }

    @Test
    void every_path_is_described_and_nothing_else() {
        assertThat(SECTIONS.keySet()).isEqualTo(actions().keySet()).hasSize(16);
    }

    @Test
    void every_query_parameter_is_described() {
        actions()
                .forEach((name, action) -> {
                    if (!SECTIONS.get(name).contains("| parameter | |")) {
                        assertThat(action.parameters()).as(name).isEmpty();
                        return;
                    }
                    assertThat(
                                    PARAMETER
                                            .matcher(SECTIONS.get(name))
                                            .results()
                                            .map(row -> row.group(1)))
                            .as(name)
                            .containsExactlyElementsOf(action.parameters());
                });
    }

    @Test
    void every_answer_is_shown_with_all_its_keys() throws Exception {
        for (var answer : ANSWERS.entrySet()) {
            Matcher example = EXAMPLE.matcher(SECTIONS.get(answer.getKey()));
            assertThat(example.find()).as(answer.getKey()).isTrue();
            byte[] text = example.group(1).getBytes(StandardCharsets.UTF_8);

            Object view = Json.read(text, answer.getValue());

            JsonNode shown = ApiFixture.json(example.group(1));
            JsonNode real =
                    ApiFixture.json(new String(Json.write(view, false), StandardCharsets.UTF_8));
            assertThat(shown).as(answer.getKey()).isEqualTo(real);
        }
    }

    @Test
    void every_section_has_a_call_to_copy_and_its_statuses() {
        SECTIONS.forEach((name, text) -> {
            String path = name.substring(name.indexOf(' ') + 1);
            String fixed = path.replaceAll("/(ID|NAME)(?=/|$)", "/[\\\\w.]+");
            assertThat(text).as(name).containsPattern("    curl [^\n]*(\\\\\n[^\n]*)?" + fixed);
            assertThat(text).as(name).containsPattern("Statuses: 20[0124]");
        });
    }
}
