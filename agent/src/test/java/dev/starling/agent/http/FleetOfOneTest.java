package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The whole way from HTTP through a real core and back, without a network. */
class FleetOfOneTest {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.over(new LoneCore(StandInCore.fleetOfOne(List.of())));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode ok(String method, String path, String body) throws Exception {
        var response = api.send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
        return ApiFixture.json(response.body());
    }

    @Test
    void a_service_is_there_from_its_registration_to_its_end() throws Exception {
        String web = "{\"name\": \"web\", \"port\": 8080, \"tags\": [\"v1\"]}";

        JsonNode stored = ok("PUT", "/services", web);
        JsonNode found = ok("GET", "/lookup/web", "");
        JsonNode otherTag = ok("GET", "/lookup/web?tag=v2", "");
        JsonNode local = ok("GET", "/services", "");
        ok("DELETE", "/services/web", "");
        JsonNode after = ok("GET", "/lookup/web", "");

        assertThat(stored.get("acknowledged").booleanValue()).isTrue();
        assertThat(found.get("complete").booleanValue()).isTrue();
        assertThat(found.at("/instances/0/node").textValue()).isEqualTo("alpha");
        assertThat(found.at("/instances/0/address").textValue()).isEqualTo("127.0.0.1");
        assertThat(found.at("/instances/0/status").textValue()).isEqualTo("passing");
        assertThat(otherTag.get("instances")).isEmpty();
        assertThat(local).hasSize(1);
        assertThat(after.get("instances")).isEmpty();
    }

    @Test
    void a_service_that_reports_itself_passes() throws Exception {
        String web = "{\"name\": \"web\", \"port\": 8080, \"checks\": [{\"ttl\": \"30s\"}]}";
        ok("PUT", "/services", web);
        JsonNode silent = ok("GET", "/lookup/web?passing", "");

        var report = api.send("PUT", "/services/web/ttl?status=passing&output=fine", "");
        JsonNode heard = ok("GET", "/lookup/web?passing", "");

        assertThat(silent.get("instances")).isEmpty();
        assertThat(report.statusCode()).isEqualTo(204);
        assertThat(heard.at("/instances/0/output").textValue()).isEqualTo("fine");
    }

    @Test
    void what_is_not_there_is_said_in_one_line() throws Exception {
        for (var response :
                List.of(
                        api.send("DELETE", "/services/web", ""),
                        api.send("PUT", "/services/web/ttl?status=passing", ""),
                        api.get("/jobs/etl"),
                        api.send("DELETE", "/jobs/etl", ""),
                        api.send("DELETE", "/tasks/etl.0", ""),
                        api.get("/tasks/etl.0/logs"))) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
            assertThat(response.body()).containsAnyOf("web", "etl").endsWith("\n");
            assertThat(response.body().lines()).hasSize(1);
        }
        assertThat(ok("GET", "/lookup/web", "").get("instances")).isEmpty();
    }

    @Test
    void a_job_is_accepted_listed_and_stopped() throws Exception {
        String etl = "{\"name\": \"etl\", \"command\": [\"true\"], \"count\": 2}";

        var submitted = api.send("POST", "/jobs", etl);
        JsonNode found = ok("GET", "/jobs/etl", "");
        JsonNode jobs = ok("GET", "/jobs", "");
        JsonNode tasks = ok("GET", "/tasks", "");
        JsonNode stopped = ok("DELETE", "/jobs/etl", "");

        assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(201);
        assertThat(found.get("tasks")).hasSize(2);
        assertThat(jobs.get("complete").booleanValue()).isTrue();
        assertThat(jobs.at("/jobs/0/name").textValue()).isEqualTo("etl");
        assertThat(tasks.get("tasks")).hasSize(2);
        assertThat(stopped.get("name").textValue()).isEqualTo("etl");
    }

    @Test
    void a_job_larger_than_any_host_can_never_work() throws Exception {
        String huge = "{\"name\": \"etl\", \"command\": [\"true\"], \"memory\": \"999T\"}";

        var response = api.send("POST", "/jobs", huge);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body().lines()).hasSize(1);
    }

    @Test
    void a_node_on_its_own_is_its_only_member() throws Exception {
        assertThat(ok("GET", "/members?status=alive", "")).hasSize(1);
        assertThat(ok("GET", "/agent", "").get("members").intValue()).isEqualTo(1);
    }
}
