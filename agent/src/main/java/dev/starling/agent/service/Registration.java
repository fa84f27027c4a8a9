package dev.starling.agent.service;

import dev.starling.gossip.MemberRecord;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One service of this host and what its checks say.
 *
 * <p>A check is critical until it has said something, as Consul has it: a service that was never
 * seen well gets no traffic. A service without checks always passes.
 */
final class Registration {

    /**
     * @param deadlineNanos when a TTL check turns critical unless it is renewed; {@link
     *     Long#MAX_VALUE} for others
     */
    private record CheckState(
            CheckDefinition definition, CheckStatus status, String output, long deadlineNanos) {

        static CheckState untried(CheckDefinition definition) {
            return new CheckState(definition, CheckStatus.CRITICAL, "", Long.MAX_VALUE);
        }
    }

    private final ServiceDefinition definition;
    private final long generation;
    private final LinkedHashMap<String, CheckState> checks = new LinkedHashMap<>();

    Registration(ServiceDefinition definition, long generation) {
        this.definition = definition;
        this.generation = generation;
        for (CheckDefinition check : definition.checks()) {
            checks.put(check.id(), CheckState.untried(check));
        }
    }

    /**
     * Takes over what the checks of the former registration said, as far as they are the same: to
     * register a healthy service once more must not take it out of service.
     */
    void inheritFrom(Registration former) {
        for (CheckState state : former.checks.values()) {
            checks.computeIfPresent(
                    state.definition().id(),
                    (id, untried) ->
                            untried.definition().equals(state.definition()) ? state : untried);
        }
    }

    ServiceDefinition definition() {
        return definition;
    }

    Slot slot() {
        return new Slot(definition.name(), definition.id());
    }

    void startChecks(Consumer<ServiceEffect> out) {
        for (CheckDefinition check : definition.checks()) {
            if (check instanceof CheckDefinition.Polled polled) {
                out.accept(new ServiceEffect.StartCheck(refOf(check.id()), polled));
            }
        }
    }

    void stopChecks(Consumer<ServiceEffect> out) {
        for (CheckDefinition check : definition.checks()) {
            if (check instanceof CheckDefinition.Polled) {
                out.accept(new ServiceEffect.StopCheck(refOf(check.id())));
            }
        }
    }

    /** Takes a result in; results of checks that are not this registration's are dropped. */
    void onResult(CheckResult result, long nowNanos) {
        CheckRef ref = result.check();
        CheckState state = checks.get(ref.checkId());
        if (state == null || ref.generation() != generation) return;
        long deadlineNanos =
                state.definition() instanceof CheckDefinition.Ttl ttl
                        ? nowNanos + ttl.ttlNanos()
                        : Long.MAX_VALUE;
        checks.put(
                ref.checkId(),
                new CheckState(
                        state.definition(), result.status(), result.output(), deadlineNanos));
    }

    /** Turns TTL checks critical whose time is over. */
    void expire(long nowNanos) {
        for (var check : checks.entrySet()) {
            CheckState state = check.getValue();
            if (nowNanos < state.deadlineNanos()) continue;
            String output = "no report in time; the last said: " + state.output();
            CheckResult expired =
                    new CheckResult(refOf(check.getKey()), CheckStatus.CRITICAL, output);
            check.setValue(
                    new CheckState(
                            state.definition(),
                            expired.status(),
                            expired.output(),
                            Long.MAX_VALUE));
        }
    }

    long nextDeadlineNanos() {
        long earliest = Long.MAX_VALUE;
        for (CheckState state : checks.values()) {
            earliest = Math.min(earliest, state.deadlineNanos());
        }
        return earliest;
    }

    /**
     * The TTL check that a report means.
     *
     * @param checkId empty for the only one
     */
    Optional<CheckRef> ttlCheck(String checkId) {
        List<String> candidates =
                checks.values().stream()
                        .map(CheckState::definition)
                        .filter(CheckDefinition.Ttl.class::isInstance)
                        .map(CheckDefinition::id)
                        .filter(id -> checkId.isEmpty() || id.equals(checkId))
                        .toList();
        return candidates.size() == 1
                ? Optional.of(refOf(candidates.getFirst()))
                : Optional.empty();
    }

    /** The worst of the checks. */
    CheckStatus status() {
        CheckStatus worst = CheckStatus.PASSING;
        for (CheckState state : checks.values()) {
            worst = worst.worse(state.status());
        }
        return worst;
    }

    ServiceInstance instance(MemberRecord self) {
        String address = definition.address();
        return new ServiceInstance(
                self.id(),
                definition.id(),
                definition.name(),
                address.isEmpty() ? self.endpoint().address().getHostAddress() : address,
                definition.port(),
                definition.tags(),
                definition.meta(),
                status(),
                outputOfTheWorst());
    }

    LocalService view() {
        List<LocalService.Check> views =
                checks.values().stream()
                        .map(state ->
                                new LocalService.Check(
                                        state.definition(), state.status(), state.output()))
                        .toList();
        return new LocalService(definition, status(), views);
    }

    private String outputOfTheWorst() {
        CheckStatus worst = status();
        for (CheckState state : checks.values()) {
            if (state.status() == worst) return state.output();
        }
        return "";
    }

    private CheckRef refOf(String checkId) {
        return new CheckRef(definition.id(), checkId, generation);
    }
}
