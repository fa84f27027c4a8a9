package dev.starling.agent.http;

import dev.starling.agent.api.LocalServiceView;
import dev.starling.agent.api.ServiceRequest;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.core.Answer;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.LocalService;
import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceInstance;
import dev.starling.agent.service.ServiceQuery;
import dev.starling.agent.service.TtlReport;

import io.vertx.core.Future;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The services of this host, and what the fleet knows of a service. */
final class ServiceEndpoints {

    private final CoreQuestions core;

    ServiceEndpoints(CoreQuestions core) {
        this.core = core;
    }

    List<Resource> resources() {
        return List.of(
                Resource.of(
                        "/services",
                        new Resource.Action("GET", List.of(), this::list),
                        new Resource.Action("PUT", List.of(), this::register)),
                Resource.of(
                        "/services/:id",
                        new Resource.Action("DELETE", List.of(), this::deregister)),
                Resource.of(
                        "/services/:id/ttl",
                        new Resource.Action(
                                "PUT", List.of("status", "check", "output"), this::report)),
                Resource.of(
                        "/lookup/:name",
                        new Resource.Action("GET", List.of("tag", "passing"), this::lookup)));
    }

    private record Look(String address, List<LocalService> services) {

        static Look at(AgentCore core) {
            return new Look(
                    core.self().endpoint().address().getHostAddress(),
                    List.copyOf(core.localServices()));
        }
    }

    private Future<Reply> list(Call call) {
        return core.look(Look::at).map(look -> Reply.ok(views(look)));
    }

    private static List<LocalServiceView> views(Look look) {
        return look.services().stream()
                .map(service -> ServiceMapping.view(service, look.address()))
                .toList();
    }

    private Future<Reply> register(Call call) {
        ServiceDefinition service = ServiceMapping.definition(call.body(ServiceRequest.class));
        return core.ask(Answer.Stored.class, id -> new AgentCommand.Register(id, service))
                .map(stored -> Reply.ok(ServiceMapping.view(service.id(), stored.result())));
    }

    private Future<Reply> deregister(Call call) {
        String service = call.part("id");
        return core.ask(Answer.Stored.class, id -> new AgentCommand.Deregister(id, service))
                .map(stored -> Reply.ok(ServiceMapping.view(service, stored.result())));
    }

    private Future<Reply> report(Call call) {
        String service = call.part("id");
        CheckStatus status = status(call.parameter("status").orElse(""));
        String check = call.parameter("check").orElse("");
        String output = call.parameter("output").orElse("");
        return core.ask(
                        Answer.Done.class,
                        id ->
                                new AgentCommand.ReportTtl(
                                        new TtlReport(id, service, check, status, output)))
                .map(done -> new Reply.Empty(204));
    }

    private static CheckStatus status(String word) {
        return Arrays.stream(CheckStatus.values())
                .filter(status -> status.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() ->
                        Problem.badRequest(
                                "status must be passing, warning or critical, not \""
                                        + word
                                        + "\""));
    }

    private Future<Reply> lookup(Call call) {
        String name = call.part("name");
        Optional<String> tag = call.parameter("tag");
        boolean isPassingOnly = call.isSet("passing");
        return core.ask(
                        Answer.Services.class,
                        id ->
                                new AgentCommand.Lookup(
                                        new ServiceQuery(id, name, tag, isPassingOnly)))
                .compose(found -> named(found.answer()));
    }

    private Future<Reply> named(ServiceAnswer answer) {
        return core.names(answer.instances().stream().map(ServiceInstance::owner).toList())
                .map(names -> Reply.ok(ServiceMapping.view(answer, names)));
    }
}
