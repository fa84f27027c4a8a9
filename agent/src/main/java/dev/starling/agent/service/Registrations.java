package dev.starling.agent.service;

import dev.starling.gossip.MemberRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The services that this host offers, by id, and the one agenda of their TTL checks. */
final class Registrations {

    /** A guess: far more than one host runs, and their instances still fit every bound. */
    static final int MOST_SERVICES = 4_096;

    private final TreeMap<String, Registration> registrations = new TreeMap<>();
    private final Agenda<String> expiries = new Agenda<>();
    private long lastGeneration;

    boolean hasRoomFor(String serviceId) {
        return registrations.size() < MOST_SERVICES || registrations.containsKey(serviceId);
    }

    Optional<Registration> find(String serviceId) {
        return Optional.ofNullable(registrations.get(serviceId));
    }

    /** Puts a definition in place of the one of its id, and its checks in place of theirs. */
    Registration put(ServiceDefinition definition, Consumer<ServiceEffect> out) {
        Registration registration = new Registration(definition, ++lastGeneration);
        Registration former = registrations.put(definition.id(), registration);
        if (former != null) {
            registration.inheritFrom(former);
            former.stopChecks(out);
        }
        expiries.set(definition.id(), registration.nextDeadlineNanos());
        registration.startChecks(out);
        return registration;
    }

    void remove(Registration registration, Consumer<ServiceEffect> out) {
        String id = registration.definition().id();
        registrations.remove(id);
        expiries.clear(id);
        registration.stopChecks(out);
    }

    /** Answers with the service if its status is another one now. */
    Optional<Registration> onResult(CheckResult result, long nowNanos) {
        Registration registration = registrations.get(result.check().serviceId());
        if (registration == null) return Optional.empty();
        CheckStatus former = registration.status();
        registration.onResult(result, nowNanos);
        expiries.set(registration.definition().id(), registration.nextDeadlineNanos());
        return registration.status() == former ? Optional.empty() : Optional.of(registration);
    }

    /** Answers with the services whose status is another one now. */
    List<Registration> expire(long nowNanos) {
        List<Registration> changed = new ArrayList<>();
        Optional<String> due = expiries.takeDue(nowNanos);
        while (due.isPresent()) {
            Registration registration = registrations.get(due.get());
            CheckStatus former = registration.status();
            registration.expire(nowNanos);
            if (registration.status() != former) changed.add(registration);
            expiries.set(due.get(), registration.nextDeadlineNanos());
            due = expiries.takeDue(nowNanos);
        }
        return changed;
    }

    long nextDeadlineNanos() {
        return expiries.earliestNanos();
    }

    /** What stands in this slot now; empty if nothing does. */
    Optional<ServiceInstance> instanceIn(Slot slot, MemberRecord self) {
        return find(slot.serviceId())
                .filter(registration -> registration.slot().equals(slot))
                .map(registration -> registration.instance(self));
    }

    /** This host's own instances of a service. */
    List<ServiceInstance> instancesOf(String name, MemberRecord self) {
        return registrations.values().stream()
                .filter(registration -> registration.definition().name().equals(name))
                .map(registration -> registration.instance(self))
                .toList();
    }

    /** In the order of ids. */
    List<Registration> all() {
        return List.copyOf(registrations.values());
    }

    List<ServiceDefinition> definitions() {
        return registrations.values().stream().map(Registration::definition).toList();
    }

    void checkInvariants() {
        expiries.checkInvariants();
        if (registrations.size() > MOST_SERVICES) {
            throw new IllegalStateException(registrations.size() + " services");
        }
        long earliest = Long.MAX_VALUE;
        for (var entry : registrations.entrySet()) {
            if (!entry.getKey().equals(entry.getValue().definition().id())) {
                throw new IllegalStateException("service " + entry.getKey() + " under another id");
            }
            earliest = Math.min(earliest, entry.getValue().nextDeadlineNanos());
        }
        if (earliest != nextDeadlineNanos()) {
            throw new IllegalStateException("a TTL check that nobody will expire");
        }
    }
}
