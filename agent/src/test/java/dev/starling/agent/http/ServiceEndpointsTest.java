package dev.starling.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.Answer;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceInstance;
import dev.starling.agent.service.ServiceQuery;
import dev.starling.agent.service.TtlReport;
import dev.starling.dht.WriteResult;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class ServiceEndpointsTest {

    private static final Answer STORED = new Answer.Stored(new WriteResult(3, 3, 5));

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
    void a_service_is_registered_as_it_was_described() throws Exception {
        api.core.answerWith(STORED);
        String body =
                ApiFixture.quoted(
                        """
                        {'id':'web-1','name':'web','address':'10.0.0.7','port':8080,
                         'tags':['v1','blue'],'meta':{'b':'2','a':'1'},'checks':[
                          {'http':'http://10.0.0.7:8080/health','interval':'5s','timeout':'500ms'},
                          {'id':'port','tcp':'10.0.0.7:8080','interval':'1m30s'},
                          {'ttl':'30s'}]}
                        """);

        var response = api.send("PUT", "/services", body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(response.body()))
                .isEqualTo(
                        ApiFixture.json(
                                ApiFixture.quoted(
                                        "{'id':'web-1','acknowledged':true,'acks':3,'wanted':3,"
                                                + "'replicas':5}")));
        assertThat(api.core.commands)
                .containsExactly(new AgentCommand.Register(StandInCore.REQUEST_ID, described()));
    }

    private static ServiceDefinition described() {
        TreeMap<String, String> meta = new TreeMap<>();
        meta.put("a", "1");
        meta.put("b", "2");
        return new ServiceDefinition(
                "web-1",
                "web",
                "10.0.0.7",
                8_080,
                List.of("v1", "blue"),
                meta,
                List.of(
                        new CheckDefinition.Http(
                                "http", "http://10.0.0.7:8080/health", seconds(5), seconds(1) / 2),
                        new CheckDefinition.Tcp(
                                "port", "10.0.0.7", 8_080, seconds(90), seconds(10)),
                        new CheckDefinition.Ttl("ttl", seconds(30))));
    }

    @Test
    void a_name_and_a_port_are_enough() throws Exception {
        api.core.answerWith(STORED);

        var response = api.send("PUT", "/services", "{\"name\": \"db\", \"port\": 5432}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.Register(
                                StandInCore.REQUEST_ID,
                                new ServiceDefinition(
                                        "db",
                                        "db",
                                        "",
                                        5_432,
                                        List.of(),
                                        Collections.emptySortedMap(),
                                        List.of())));
    }

    @Test
    void a_registration_that_the_table_has_not_confirmed_is_no_error() throws Exception {
        api.core.answerWith(new Answer.Stored(new WriteResult(1, 3, 5)));

        var response = api.send("PUT", "/services", "{\"name\": \"db\", \"port\": 5432}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(response.body()).get("acknowledged").booleanValue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'port': 80} | name is missing",
                "{'name': 'web'} | service web needs a port from 1 to 65535, and has none",
                "{'name': 'web', 'port': 0}" + " | service web needs a port from 1 to 65535, not 0",
                "{'name': 'web', 'port': 80, 'checks': [{}]}"
                        + " | a check has exactly one of http, tcp and ttl",
                "{'name': 'web', 'port': 80, 'checks': [{'ttl': '1s', 'tcp': 'a:1'}]}"
                        + " | a check has exactly one of http, tcp and ttl",
                "{'name': 'web', 'port': 80, 'checks': [{'ttl': '1s'}, {'ttl': '2s'}]}"
                        + " | service web has two checks of one id",
                "{'name': 'web', 'port': 80, 'checks': [{'ttl': '1s', 'interval': '1s'}]}"
                        + " | a ttl check has neither interval nor timeout",
                "{'name': 'web', 'port': 80, 'checks': [{'ttl': 'soon'}]}"
                        + " | 'soon' is not a duration: write 500ms, 10s, 1m30s or 2h",
                "{'name': 'web', 'port': 80, 'checks': [{'tcp': 'a'}]}"
                        + " | 'a' is not HOST:PORT, such as 10.0.0.7:7946 or [fd00::7]:7946",
                "{'name': 'web', 'port': 80, 'checks': [{'tcp': 'a:1', 'interval': '1ms'}]}"
                        + " | a check's interval is 100ms or more, not 1ms",
                "{'name': 'web', 'port': 80, 'checks': [{'http': 'ftp://a/'}]}"
                        + " | 'ftp://a/' is not a URL that can be checked,"
                        + " such as http://127.0.0.1:8080/health",
            })
    void a_service_that_cannot_be_is_refused_in_one_line(String body, String line)
            throws Exception {
        var response = api.send("PUT", "/services", ApiFixture.quoted(body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body().replace("check's", "check`s"))
                .isEqualTo(ApiFixture.quoted(line.replace("check's", "check`s")) + "\n");
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void the_services_of_this_host_are_listed_with_their_checks() throws Exception {
        assertThat(ApiFixture.json(api.get("/services").body()))
                .isEqualTo(
                        ApiFixture.json(
                                ApiFixture.quoted(
                                        """
                                        [{'id':'web-1','name':'web','address':'127.0.0.1',
                                          'port':8080,'tags':['blue','v1'],
                                          'meta':{'owner':'ops'},'status':'critical','checks':[
                                          {'id':'http','kind':'http',
                                           'target':'http://127.0.0.1:8080/',
                                           'status':'critical','output':''},
                                          {'id':'tcp','kind':'tcp','target':'[::1]:8080',
                                           'status':'critical','output':''},
                                          {'id':'ttl','kind':'ttl','target':'1m30s',
                                           'status':'critical','output':''}]}]
                                        """)));
    }

    @Test
    void a_service_is_deregistered_by_an_id_with_any_character() throws Exception {
        api.core.answerWith(STORED);

        var response = api.send("DELETE", "/services/web%2Fv%201%2B%C3%A4+b", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(response.body()).get("id").textValue()).isEqualTo("web/v 1+ä+b");
        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.Deregister(StandInCore.REQUEST_ID, "web/v 1+ä+b"));
    }

    @Test
    void an_unknown_service_cannot_be_deregistered() throws Exception {
        api.core.answerWith(
                new Answer.Refused(Answer.Reason.NOT_FOUND, "there is no service \"web\" here"));

        var response = api.send("DELETE", "/services/web", "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("there is no service \"web\" here\n");
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("text/plain; charset=utf-8");
    }

    @Test
    void a_service_reports_itself() throws Exception {
        api.core.answerWith(new Answer.Done());

        var response =
                api.send("PUT", "/services/web-1/ttl?status=Warning&check=c&output=a%20b+%26", "");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(api.core.commands)
                .containsExactly(
                        new AgentCommand.ReportTtl(
                                new TtlReport(
                                        StandInCore.REQUEST_ID,
                                        "web-1",
                                        "c",
                                        CheckStatus.WARNING,
                                        "a b &")));
    }

    @Test
    void a_report_needs_a_status() throws Exception {
        var without = api.send("PUT", "/services/web-1/ttl", "");
        var wrong = api.send("PUT", "/services/web-1/ttl?status=ok", "");

        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body())
                .isEqualTo("status must be passing, warning or critical, not \"\"\n");
        assertThat(wrong.body())
                .isEqualTo("status must be passing, warning or critical, not \"ok\"\n");
        assertThat(api.core.commands).isEmpty();
    }

    @Test
    void a_lookup_says_what_it_is_worth_and_who_owns_what() throws Exception {
        NodeId stranger = NodeId.hashOf(new byte[] {9});
        api.core.answerWith(
                new Answer.Services(
                        new ServiceAnswer(
                                "web",
                                List.of(instance(StandInCore.SELF), instance(stranger)),
                                true,
                                2,
                                2,
                                1)));

        var response = api.get("/lookup/web");

        String row =
                """
                {'id':'web-1','node':'%s','nodeId':'%s','address':'10.0.0.7','port':80,
                 'tags':['v1'],'meta':{},'status':'passing','output':'200 OK'}
                """;
        assertThat(ApiFixture.json(response.body()))
                .isEqualTo(
                        ApiFixture.json(
                                ApiFixture.quoted(
                                        """
                                        {'name':'web','complete':true,
                                         'replicas':{'answered':2,'wanted':2},'rounds':1,
                                         'instances':[%s,%s]}
                                        """
                                                .formatted(
                                                        row.formatted(
                                                                "alpha", StandInCore.SELF.toHex()),
                                                        row.formatted(
                                                                stranger.toShortHex(),
                                                                stranger.toHex())))));
    }

    private static ServiceInstance instance(NodeId owner) {
        return new ServiceInstance(
                owner,
                "web-1",
                "web",
                "10.0.0.7",
                80,
                List.of("v1"),
                Collections.emptySortedMap(),
                CheckStatus.PASSING,
                "200 OK");
    }

    @Test
    void a_lookup_is_asked_as_the_path_and_the_filters_say() throws Exception {
        api.core.answerWith(
                new Answer.Services(new ServiceAnswer("a/b", List.of(), false, 1, 2, 3)));

        api.get("/lookup/a%2Fb");
        api.get("/lookup/a%2Fb?tag=x%26y&passing");
        api.get("/lookup/a%2Fb?passing=true");
        var response = api.get("/lookup/a%2Fb?passing=false");

        assertThat(api.core.commands)
                .containsExactly(
                        lookup(Optional.empty(), false),
                        lookup(Optional.of("x&y"), true),
                        lookup(Optional.empty(), true),
                        lookup(Optional.empty(), false));
        assertThat(ApiFixture.json(response.body()))
                .isEqualTo(
                        ApiFixture.json(
                                ApiFixture.quoted(
                                        "{'name':'a/b','complete':false,'replicas':{'answered':1,"
                                                + "'wanted':2},'rounds':3,'instances':[]}")));
    }

    private static AgentCommand lookup(Optional<String> tag, boolean isPassingOnly) {
        return new AgentCommand.Lookup(
                new ServiceQuery(StandInCore.REQUEST_ID, "a/b", tag, isPassingOnly));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
