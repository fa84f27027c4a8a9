package dev.starling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

class FleetVerbsTest {

    private static final String MEMBERS =
            """
            [{"id":"aa","name":"dan","address":"10.0.0.7:7946","status":"alive","zone":"rack-1",
              "epoch":3,"incarnation":1,"ageSeconds":200.4,"newer":"field"},
             {"id":"bb","name":"ann","address":"10.0.0.8:7946","status":"dead","zone":"",
              "epoch":1,"incarnation":0,"ageSeconds":0.2}]
            """;

    private StandIn agent;

    @BeforeEach
    void start() throws IOException {
        agent = new StandIn();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void members_are_listed_by_name() {
        agent.on("GET", "/members", 200, MEMBERS);

        Ran ran = Ran.verb(agent, "members");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .isEqualTo(
                        """
                        NAME  ADDRESS        STATUS  ZONE    AGE
                        ann   10.0.0.8:7946  dead            200ms
                        dan   10.0.0.7:7946  alive   rack-1  3m20s
                        """);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void members_as_json_are_what_the_api_says_fields_of_newer_agents_included() {
        agent.on("GET", "/members", 200, MEMBERS);

        Ran ran = Ran.verb(agent, "members", "--format=json", "--status=alive");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .isEqualTo(
                        """
                        [ {
                          "id" : "aa",
                          "name" : "dan",
                          "address" : "10.0.0.7:7946",
                          "status" : "alive",
                          "zone" : "rack-1",
                          "epoch" : 3,
                          "incarnation" : 1,
                          "ageSeconds" : 200.4,
                          "newer" : "field"
                        } ]
                        """);
    }

    @Test
    void members_as_yaml() {
        agent.on("GET", "/members", 200, MEMBERS);

        Ran ran = Ran.verb(agent, "members", "--format=yaml", "--status=dead");

        assertThat(ran.out())
                .isEqualTo(
                        """
                        - id: bb
                          name: ann
                          address: 10.0.0.8:7946
                          status: dead
                          zone: ""
                          epoch: 1
                          incarnation: 0
                          ageSeconds: 0.2
                        """);
    }

    @Test
    void a_state_that_nobody_is_in_ends_with_nothing_matched() {
        agent.on("GET", "/members", 200, MEMBERS);

        Ran ran = Ran.verb(agent, "members", "--status=suspect,left");

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isEqualTo("no member is suspect, left\n");
    }

    @Test
    void info_shows_an_agent_as_facts() {
        agent.on(
                "GET",
                "/agent",
                200,
                """
                {"id":"aa11","epoch":4,"incarnation":2,"name":"dan","address":"10.0.0.7:7946",
                 "httpAddress":"127.0.0.1:8500","zone":"z","version":"0.1","state":"running",
                 "members":5,"tasksEnabled":true,"cpuMillis":2000,"memoryBytes":1073741824,
                 "uptimeSeconds":61.5,"pid":77,"dataDir":"/var/lib/starling"}
                """);

        Ran ran = Ran.verb(agent, "info");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lines())
                .contains(
                        "id       aa11",
                        "life     epoch 4, incarnation 2",
                        "state    running for 1m1s",
                        "tasks    2000 millicores, 1G");
    }

    @Test
    void info_of_an_agent_without_tasks_says_how_to_switch_them_on() {
        agent.on("GET", "/agent", 200, "{\"name\":\"dan\",\"state\":\"running\"}");

        assertThat(Ran.verb(agent, "info").out())
                .contains("off; switch on with: starling agent --tasks");
    }

    @Test
    void join_hands_on_all_addresses() {
        agent.on("POST", "/join", 202, "");

        Ran ran = Ran.verb(agent, "join", "10.0.0.5", "b.example:7946");

        assertThat(ran.exitCode()).isZero();
        assertThat(agent.asked())
                .containsExactly(
                        new StandIn.Asked(
                                "POST",
                                "/join",
                                "{\"addresses\":[\"10.0.0.5\",\"b.example:7946\"]}"));
    }

    @Test
    void leave_tells_the_agent_once() {
        agent.on("POST", "/leave", 200, "");

        assertThat(Ran.verb(agent, "leave").exitCode()).isZero();
        assertThat(agent.asked()).containsExactly(new StandIn.Asked("POST", "/leave", ""));
    }
}
