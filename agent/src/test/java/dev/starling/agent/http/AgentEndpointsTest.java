package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;

class AgentEndpointsTest {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = new ApiFixture();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void an_agent_tells_about_itself() throws Exception {
        var response = api.get("/agent");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        ObjectNode agent = (ObjectNode) ApiFixture.json(response.body());
        assertThat(agent.remove("uptimeSeconds").doubleValue()).isBetween(0.0, 60.0);
        assertThat(agent)
                .isEqualTo(
                        ApiFixture.json(
                                ApiFixture.quoted(
                                        """
                                        {'id':'%s','epoch':3,'incarnation':0,'name':'alpha',
                                         'address':'127.0.0.1:7946','httpAddress':'127.0.0.1:%d',
                                         'zone':'eu-1','version':'1.2.3','state':'running',
                                         'members':1,'tasksEnabled':true,'cpuMillis':2000,
                                         'memoryBytes':1073741824,'pid':%d,
                                         'dataDir':'/var/lib/starling'}
                                        """
                                                .formatted(
                                                        StandInCore.SELF.toHex(),
                                                        api.port,
                                                        ProcessHandle.current().pid()))));
    }

    @Test
    void keys_come_in_the_order_of_the_record() throws Exception {
        JsonNode agent = ApiFixture.json(api.get("/agent").body());

        assertThat(agent.fieldNames())
                .toIterable()
                .startsWith("id", "epoch", "incarnation", "name", "address", "httpAddress")
                .endsWith("uptimeSeconds", "pid", "dataDir");
    }

    @Test
    void the_members_are_listed_with_their_age() throws Exception {
        JsonNode members = ApiFixture.json(api.get("/members").body());

        assertThat(members).hasSize(1);
        ObjectNode self = (ObjectNode) members.get(0);
        assertThat(self.remove("ageSeconds").doubleValue()).isBetween(0.0, 60.0);
        assertThat(self)
                .isEqualTo(
                        ApiFixture.json(
                                ApiFixture.quoted(
                                        """
                                        {'id':'%s','name':'alpha','address':'127.0.0.1:7946',
                                         'status':'alive','zone':'eu-1','epoch':3,'incarnation':0}
                                        """
                                                .formatted(StandInCore.SELF.toHex()))));
    }

    @Test
    void members_are_chosen_by_their_status() throws Exception {
        assertThat(ApiFixture.json(api.get("/members?status=alive").body())).hasSize(1);
        assertThat(ApiFixture.json(api.get("/members?status=SUSPECT,alive").body())).hasSize(1);
        assertThat(ApiFixture.json(api.get("/members?status=dead%2Cleft").body())).isEmpty();
    }

    @Test
    void an_unknown_status_is_refused() throws Exception {
        var response = api.get("/members?status=alive,lost");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("status \"lost\" is none of alive, suspect, dead and left\n");
    }

    @Test
    void join_hands_over_addresses_with_their_port() throws Exception {
        String body =
                """
                {"addresses": ["10.0.0.7:7000", "seed.example", "fd00::7", "[fd00::8]:7001"]}
                """;

        var response = api.send("POST", "/join", body);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        assertThat(api.joins)
                .containsExactly(
                        List.of(
                                "10.0.0.7:7000",
                                "seed.example:7946",
                                "[fd00::7]:7946",
                                "[fd00::8]:7001"));
    }

    @Test
    void one_bad_address_and_nobody_is_joined() throws Exception {
        String body = "{\"addresses\": [\"10.0.0.7\", \"http://10.0.0.8\"]}";

        var response = api.send("POST", "/join", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo(
                        "\"http://10.0.0.8\" is not HOST or HOST:PORT,"
                                + " such as 10.0.0.7:7946 or [fd00::7]:7946\n");
        assertThat(api.joins).isEmpty();
    }

    @Test
    void join_needs_some_addresses_and_not_too_many() throws Exception {
        String many = "\"10.0.0.7\",".repeat(64) + "\"10.0.0.8\"";

        assertThat(api.send("POST", "/join", "{}").body())
                .isEqualTo("addresses is missing: list HOST or HOST:PORT\n");
        assertThat(api.send("POST", "/join", "{\"addresses\": []}").statusCode()).isEqualTo(400);
        assertThat(api.send("POST", "/join", "{\"addresses\": [" + many + "]}").body())
                .isEqualTo("65 addresses to join, at most 64\n");
        assertThat(api.joins).isEmpty();
    }

    @Test
    void leave_is_answered_when_the_goodbye_was_heard() throws Exception {
        api.left = new CompletableFuture<>();

        var response =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return api.send("POST", "/leave", "");
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                });
        assertThat(api.get("/agent").statusCode()).isEqualTo(200);
        assertThat(response).isNotDone();
        api.left.complete(null);

        assertThat(response.get().statusCode()).isEqualTo(200);
    }
}
