package dev.starling.agent.http;

import dev.starling.agent.api.AgentView;
import dev.starling.agent.api.HostPort;
import dev.starling.agent.api.JoinRequest;
import dev.starling.agent.api.MemberView;
import dev.starling.agent.core.AgentCore;
import dev.starling.agent.task.TaskConfig;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;

import io.vertx.core.Future;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The agent itself and the members that it knows. */
final class AgentEndpoints {

    private static final int DEFAULT_PORT = 7946;
    private static final int MOST_ADDRESSES = 64;

    private final CoreQuestions core;
    private final AgentFacts facts;
    private final Supplier<String> httpAddress;

    AgentEndpoints(CoreQuestions core, AgentFacts facts, Supplier<String> httpAddress) {
        this.core = core;
        this.facts = facts;
        this.httpAddress = httpAddress;
    }

    List<Resource> resources() {
        return List.of(
                Resource.of("/agent", new Resource.Action("GET", List.of(), this::describe)),
                Resource.of(
                        "/members", new Resource.Action("GET", List.of("status"), this::members)),
                Resource.of("/join", new Resource.Action("POST", List.of(), this::join)),
                Resource.of("/leave", new Resource.Action("POST", List.of(), this::leave)));
    }

    private record Look(MemberRecord self, boolean isLeaving, int present, TaskConfig tasks) {

        static Look at(AgentCore core) {
            return new Look(
                    core.self(), core.isLeaving(), core.presentCount(), core.config().task());
        }
    }

    private Future<Reply> describe(Call call) {
        return core.look(Look::at).map(look -> Reply.ok(view(look)));
    }

    private AgentView view(Look look) {
        MemberRecord self = look.self();
        boolean isExecutor = look.tasks().isExecutor();
        return new AgentView(
                self.id().toHex(),
                self.epoch(),
                self.incarnation(),
                self.name(),
                self.endpoint().toString(),
                httpAddress.get(),
                self.zone(),
                facts.version(),
                look.isLeaving() ? "leaving" : "running",
                look.present(),
                isExecutor,
                isExecutor ? look.tasks().capacity().cpuMillis() : 0,
                isExecutor ? look.tasks().capacity().memoryBytes() : 0,
                seconds(nowNanos()),
                ProcessHandle.current().pid(),
                facts.dataDir());
    }

    private Future<Reply> members(Call call) {
        Set<MemberStatus> wanted =
                call.parameter("status")
                        .map(AgentEndpoints::statuses)
                        .orElse(EnumSet.allOf(MemberStatus.class));
        return core.look(agent -> List.copyOf(agent.members()))
                .map(members ->
                        Reply.ok(
                                members.stream()
                                        .filter(it -> wanted.contains(it.status()))
                                        .map(this::view)
                                        .toList()));
    }

    private MemberView view(Member member) {
        MemberRecord record = member.record();
        return new MemberView(
                record.id().toHex(),
                record.name(),
                record.endpoint().toString(),
                member.status().name().toLowerCase(Locale.ROOT),
                record.zone(),
                record.epoch(),
                record.incarnation(),
                seconds(nowNanos() - member.sinceNanos()));
    }

    private static Set<MemberStatus> statuses(String list) {
        Set<MemberStatus> statuses = EnumSet.noneOf(MemberStatus.class);
        for (String word : list.split(",", -1)) {
            statuses.add(
                    Arrays.stream(MemberStatus.values())
                            .filter(status -> status.name().equalsIgnoreCase(word.strip()))
                            .findFirst()
                            .orElseThrow(() -> unknownStatus(word)));
        }
        return statuses;
    }

    private static Problem unknownStatus(String word) {
        return Problem.badRequest(
                "status \"" + word + "\" is none of alive, suspect, dead and left");
    }

    private Future<Reply> join(Call call) {
        List<String> addresses = call.body(JoinRequest.class).addresses();
        if (addresses == null || addresses.isEmpty()) {
            throw Problem.badRequest("addresses is missing: list HOST or HOST:PORT");
        }
        if (addresses.size() > MOST_ADDRESSES) {
            throw Problem.badRequest(
                    "%d addresses to join, at most %d".formatted(addresses.size(), MOST_ADDRESSES));
        }
        facts.join()
                .accept(
                        addresses.stream()
                                .map(address -> HostPort.parse(address, DEFAULT_PORT).toString())
                                .toList());
        return Future.succeededFuture(new Reply.Empty(202));
    }

    private Future<Reply> leave(Call call) {
        return core.here(facts.leave().get()).map(heard -> new Reply.Empty(200));
    }

    /** Since the node started, as the core counts. */
    private long nowNanos() {
        return System.nanoTime() - facts.startedAtNanos();
    }

    /** To the millisecond: more is noise to people. */
    private static double seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos)) / 1_000.0;
    }
}
