package dev.starling.agent.http;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.api.LocalServiceView;
import dev.starling.agent.api.LookupView;
import dev.starling.agent.api.ServiceRequest;
import dev.starling.agent.api.StoredView;
import dev.starling.agent.api.Units;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.LocalService;
import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceInstance;
import dev.starling.dht.WriteResult;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Services between the words of the API and those of the core. */
final class ServiceMapping {

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration MOST_DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** A guess: checks more often than this would be most of what the agent does. */
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

    private ServiceMapping() {}

    static ServiceDefinition definition(ServiceRequest request) {
        if (request.name() == null) throw Problem.badRequest("name is missing");
        if (request.port() == null) {
            throw Problem.badRequest(
                    "service " + request.name() + " needs a port from 1 to 65535, and has none");
        }
        List<ServiceRequest.CheckRequest> checks = orEmpty(request.checks());
        return new ServiceDefinition(
                Objects.requireNonNullElse(request.id(), request.name()),
                request.name(),
                Objects.requireNonNullElse(request.address(), ""),
                request.port(),
                orEmpty(request.tags()),
                Objects.requireNonNullElse(request.meta(), Collections.emptySortedMap()),
                checks.stream().map(ServiceMapping::check).toList());
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private static CheckDefinition check(ServiceRequest.CheckRequest check) {
        if (Stream.of(check.http(), check.tcp(), check.ttl()).filter(Objects::nonNull).count()
                != 1) {
            throw Problem.badRequest("a check has exactly one of http, tcp and ttl");
        }
        if (check.ttl() != null) return ttl(check);
        Duration interval =
                check.interval() == null ? DEFAULT_INTERVAL : Units.duration(check.interval());
        if (interval.compareTo(LEAST_INTERVAL) < 0) {
            throw Problem.badRequest(
                    "a check's interval is 100ms or more, not " + check.interval());
        }
        Duration timeout =
                check.timeout() != null
                        ? Units.duration(check.timeout())
                        : Collections.min(List.of(interval, MOST_DEFAULT_TIMEOUT));
        if (check.http() != null) {
            String id = Objects.requireNonNullElse(check.id(), "http");
            String url = requireUrl(check.http());
            return new CheckDefinition.Http(id, url, interval.toNanos(), timeout.toNanos());
        }
        String id = Objects.requireNonNullElse(check.id(), "tcp");
        HostPort target = HostPort.parse(check.tcp());
        return new CheckDefinition.Tcp(
                id, target.host(), target.port(), interval.toNanos(), timeout.toNanos());
    }

    private static CheckDefinition ttl(ServiceRequest.CheckRequest check) {
        if (check.interval() != null || check.timeout() != null) {
            throw Problem.badRequest("a ttl check has neither interval nor timeout");
        }
        String id = Objects.requireNonNullElse(check.id(), "ttl");
        return new CheckDefinition.Ttl(id, Units.duration(check.ttl()).toNanos());
    }

    private static String requireUrl(String url) {
        try {
            URI uri = new URI(url);
            boolean isWeb = List.of("http", "https").contains(String.valueOf(uri.getScheme()));
            if (isWeb && uri.getHost() != null) return url;
        } catch (URISyntaxException notOne) {
            // Said below, as for other texts that cannot be asked.
        }
        throw Problem.badRequest(
                "\"%s\" is not a URL that can be checked, such as http://127.0.0.1:8080/health"
                        .formatted(url));
    }

    static StoredView view(String serviceId, WriteResult result) {
        return new StoredView(
                serviceId,
                result.isAcknowledged(),
                result.acks(),
                result.acksWanted(),
                result.replicas());
    }

    /**
     * @param ownAddress the node's, for a service that named none
     */
    static LocalServiceView view(LocalService service, String ownAddress) {
        ServiceDefinition definition = service.definition();
        return new LocalServiceView(
                definition.id(),
                definition.name(),
                definition.address().isEmpty() ? ownAddress : definition.address(),
                definition.port(),
                definition.tags(),
                definition.meta(),
                word(service.status()),
                service.checks().stream().map(ServiceMapping::view).toList());
    }

    private static LocalServiceView.CheckView view(LocalService.Check check) {
        String id = check.definition().id();
        String status = word(check.status());
        String output = check.output();
        return switch (check.definition()) {
            case CheckDefinition.Http http ->
                    new LocalServiceView.CheckView(id, "http", http.url(), status, output);
            case CheckDefinition.Tcp tcp -> {
                String target = new HostPort(tcp.host(), tcp.port()).toString();
                yield new LocalServiceView.CheckView(id, "tcp", target, status, output);
            }
            case CheckDefinition.Ttl ttl -> {
                String target = Units.describe(Duration.ofNanos(ttl.ttlNanos()));
                yield new LocalServiceView.CheckView(id, "ttl", target, status, output);
            }
        };
    }

    static LookupView view(ServiceAnswer answer, Names names) {
        return new LookupView(
                answer.name(),
                answer.isComplete(),
                new LookupView.Replicas(answer.replicasAnswered(), answer.replicasWanted()),
                answer.rounds(),
                answer.instances().stream().map(instance -> view(instance, names)).toList());
    }

    private static LookupView.Instance view(ServiceInstance instance, Names names) {
        return new LookupView.Instance(
                instance.id(),
                names.of(instance.owner()),
                instance.owner().toHex(),
                instance.address(),
                instance.port(),
                instance.tags(),
                instance.meta(),
                word(instance.status()),
                instance.output());
    }

    private static String word(CheckStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
