package dev.starling.agent.service;

import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The services of this host, published to the table, and the lookup of everybody's.
 *
 * <pre>
 *  register --> Registrations --status changed--> Publications --Write--> the table
 *  checks, TTL ------^                                                       |
 *  lookup --> Lookups --Read--> the table --onRead, members' presence--> Found
 * </pre>
 *
 * <p>Not thread-safe. Time is nanoseconds since this node started and never falls.
 */
public final class Services {

    /** The space of the table in which instances stand. */
    public static final int SPACE = 1;

    private final Registrations registrations = new Registrations();
    private final Lookups lookups;
    private final Publications publications;
    private MemberRecord self;
    private long lastToken;

    /** Where the instances of a service are kept. */
    public static Key keyOf(String serviceName) {
        return Key.of(SPACE, serviceName);
    }

    /**
     * @param leaseNanos what an entry is written with; it is renewed three times as often
     */
    public Services(MemberRecord self, long leaseNanos, long seed) {
        this.self = self;
        this.lookups = new Lookups(self.id());
        this.publications =
                new Publications(
                        self,
                        leaseNanos,
                        slot -> registrations.instanceIn(slot, this.self),
                        () -> ++lastToken,
                        Chance.stream(seed, "service.publications"));
    }

    /** Offers again what this host offered in its former life, under the new epoch. */
    public void start(
            List<ServiceDefinition> restored, long nowNanos, Consumer<ServiceEffect> out) {
        for (ServiceDefinition definition : restored) {
            if (!registrations.hasRoomFor(definition.id())) break;
            publications.plan(registrations.put(definition, out).slot(), nowNanos);
        }
    }

    /** Answered with {@code Registered} or {@code Refused}. */
    public void register(
            long requestId, ServiceDefinition service, long nowNanos, Consumer<ServiceEffect> out) {
        if (!registrations.hasRoomFor(service.id())) {
            out.accept(
                    new ServiceEffect.Refused(
                            requestId,
                            "this host has %d services, the most it may have; deregister some"
                                    .formatted(Registrations.MOST_SERVICES)));
            return;
        }
        Slot slot = new Slot(service.name(), service.id());
        Optional<Registration> former = registrations.find(service.id());
        if (former.isEmpty() || !former.get().definition().equals(service)) {
            registrations.put(service, out);
            out.accept(new ServiceEffect.Save(registrations.definitions()));
        }
        publications.publishFor(requestId, slot, nowNanos, out);
        former.map(Registration::slot)
                .filter(left -> !left.equals(slot))
                .ifPresent(left -> publications.publish(left, nowNanos, out));
    }

    /** Answered with {@code Registered} or {@code NotFound}. */
    public void deregister(
            long requestId, String serviceId, long nowNanos, Consumer<ServiceEffect> out) {
        Optional<Registration> found = registrations.find(serviceId);
        if (found.isEmpty()) {
            out.accept(new ServiceEffect.NotFound(requestId, noService(serviceId)));
            return;
        }
        registrations.remove(found.get(), out);
        out.accept(new ServiceEffect.Save(registrations.definitions()));
        publications.publishFor(requestId, found.get().slot(), nowNanos, out);
    }

    /** Answered with {@code Reported} or {@code NotFound}. */
    public void report(TtlReport report, long nowNanos, Consumer<ServiceEffect> out) {
        Optional<Registration> found = registrations.find(report.serviceId());
        Optional<CheckRef> check = found.flatMap(it -> it.ttlCheck(report.checkId()));
        if (check.isEmpty()) {
            String message = found.isEmpty() ? noService(report.serviceId()) : noTtlCheck(report);
            out.accept(new ServiceEffect.NotFound(report.requestId(), message));
            return;
        }
        onCheck(new CheckResult(check.get(), report.status(), report.output()), nowNanos, out);
        out.accept(new ServiceEffect.Reported(report.requestId()));
    }

    /** Takes the result of a check in; one of a check that has been stopped is dropped. */
    public void onCheck(CheckResult result, long nowNanos, Consumer<ServiceEffect> out) {
        registrations
                .onResult(result, nowNanos)
                .ifPresent(changed -> publications.publish(changed.slot(), nowNanos, out));
    }

    /** Answered with {@code Found} or {@code Refused}. */
    public void lookup(ServiceQuery query, long nowNanos, Consumer<ServiceEffect> out) {
        if (lookups.isFull()) {
            out.accept(
                    new ServiceEffect.Refused(
                            query.requestId(),
                            "%d lookups are under way, the most there may be; try again"
                                    .formatted(Lookups.MOST_LOOKUPS)));
            return;
        }
        long token = ++lastToken;
        lookups.begin(token, query);
        out.accept(new ServiceEffect.Read(token, keyOf(query.name())));
    }

    /**
     * Answers the lookup that this read was for.
     *
     * @param members this node's own view, itself included
     */
    public void onRead(
            long token,
            ReadResult result,
            Function<NodeId, Optional<Member>> members,
            Consumer<ServiceEffect> out) {
        Optional<ServiceQuery> query = lookups.end(token);
        if (query.isEmpty()) return;
        List<ServiceInstance> own = registrations.instancesOf(query.get().name(), self);
        ServiceAnswer answer = lookups.answer(query.get(), result, own, members);
        out.accept(new ServiceEffect.Found(query.get().requestId(), answer));
    }

    /** How a {@code Write} ended. */
    public void onWritten(
            long token, WriteResult result, long nowNanos, Consumer<ServiceEffect> out) {
        publications.onWritten(token, result, nowNanos, out);
    }

    /** Publishes everything anew, as {@code self} of a later epoch than before. */
    public void epochRaised(MemberRecord self, long nowNanos, Consumer<ServiceEffect> out) {
        this.self = self;
        publications.epochRaised(self, nowNanos);
        publications.tick(nowNanos, out);
    }

    /** The names under which this host's services can be looked up. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        for (Registration registration : registrations.all()) {
            names.add(registration.slot().name());
        }
        return names;
    }

    /** Writes the instances of these names again, soon: other nodes keep them now. */
    public void rewrite(SortedSet<String> names, long nowNanos, Consumer<ServiceEffect> out) {
        for (Registration registration : registrations.all()) {
            Slot slot = registration.slot();
            if (names.contains(slot.name())) publications.rewrite(slot, nowNanos);
        }
        publications.tick(nowNanos, out);
    }

    public void tick(long nowNanos, Consumer<ServiceEffect> out) {
        for (Registration changed : registrations.expire(nowNanos)) {
            publications.publish(changed.slot(), nowNanos, out);
        }
        publications.tick(nowNanos, out);
    }

    /** When to {@link #tick} next; {@link Long#MAX_VALUE} if nothing is due. */
    public long nextDeadlineNanos() {
        return Math.min(registrations.nextDeadlineNanos(), publications.nextDeadlineNanos());
    }

    /** The services of this host in the order of their ids. */
    public List<LocalService> local() {
        return registrations.all().stream().map(Registration::view).toList();
    }

    /** An {@link IllegalStateException} if a state that must not be has come about. */
    public void checkInvariants() {
        registrations.checkInvariants();
        publications.checkInvariants();
        for (Registration registration : registrations.all()) {
            publications.requireTended(registration.slot());
        }
    }

    private static String noService(String serviceId) {
        return "this host has no service of id \"" + serviceId + "\"";
    }

    private static String noTtlCheck(TtlReport report) {
        return report.checkId().isEmpty()
                ? "service " + report.serviceId() + " has not exactly one TTL check; name one"
                : "service %s has no TTL check of id \"%s\""
                        .formatted(report.serviceId(), report.checkId());
    }
}
