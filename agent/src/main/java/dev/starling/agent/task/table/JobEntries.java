package dev.starling.agent.task.table;

import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.agent.task.table.JobRecord.StopAsk;
import dev.starling.dht.Entry;
import dev.starling.dht.Version;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns records into entries and back. Subkeys, versions and payloads are listed in the package's
 * documentation.
 *
 * @param writer in whose name entries are written
 * @param leaseNanos the life that they are given
 */
public record JobEntries(NodeId writer, long leaseNanos) {

    private static final String SPEC = "spec";
    private static final String PLACE = "place/";
    private static final String STATE = "state/";
    private static final String STOP = "stop/";

    /** 0 to 999, written one way only. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,2}");

    public Entry of(Spec spec) {
        WireWriter payload = WireWriter.upTo(Entry.PAYLOAD_BYTES);
        payload.bool(spec.isStopped());
        JobLayout.writeSpec(spec.spec(), payload);
        Version version = new Version(spec.generation(), spec.isStopped() ? 2 : 1);
        return entry(SPEC, version, payload);
    }

    /**
     * @param sequence from {@link JobRecords#nextPlaceSequence}
     */
    public Entry of(Place place, long sequence) {
        WireWriter payload = WireWriter.upTo(Entry.PAYLOAD_BYTES);
        payload.varint(place.attempt());
        JobLayout.writeNode(place.node(), payload);
        JobLayout.writeReason(place.reason(), payload);
        return entry(PLACE + place.index(), new Version(place.generation(), sequence), payload);
    }

    public Entry of(State state) {
        WireWriter payload = WireWriter.upTo(Entry.PAYLOAD_BYTES);
        payload.varint(state.attempt());
        JobLayout.writeState(state.state(), payload);
        JobLayout.writeNode(state.node(), payload);
        JobLayout.writeExitCode(state.exitCode(), payload);
        JobLayout.writeReason(state.reason(), payload);
        Version version = new Version(state.generation(), sequenceOf(state));
        return entry(STATE + state.index(), version, payload);
    }

    public Entry of(StopAsk ask) {
        Version version = new Version(ask.generation(), 1);
        return entry(STOP + ask.index(), version, WireWriter.upTo(0));
    }

    /** The same entry with a full lease: writing it renews it. */
    public Entry renewed(Entry entry) {
        return entry.withLease(leaseNanos);
    }

    /** Empty if the entry is a tombstone, or says nothing that this version understands. */
    public static Optional<JobRecord> read(Entry entry) {
        if (entry.isTombstone()) return Optional.empty();
        try {
            return Optional.of(parse(entry));
        } catch (MalformedMessageException nonsense) {
            return Optional.empty();
        }
    }

    private static JobRecord parse(Entry entry) throws MalformedMessageException {
        String subkey = entry.subkey().toUtf8();
        long generation = entry.version().epoch();
        if (generation < 1) throw new MalformedMessageException("generation " + generation);
        WireReader payload = WireReader.of(entry.payload().toArray());
        if (subkey.equals(SPEC)) {
            boolean isStopped = payload.bool();
            return new Spec(JobLayout.readSpec(payload), generation, isStopped);
        }
        if (subkey.startsWith(PLACE)) {
            return place(generation, indexIn(subkey, PLACE), payload);
        }
        if (subkey.startsWith(STATE)) {
            return state(entry.version(), indexIn(subkey, STATE), payload);
        }
        if (subkey.startsWith(STOP)) return new StopAsk(generation, indexIn(subkey, STOP));
        throw new MalformedMessageException("an unknown subkey");
    }

    private static Place place(long generation, int index, WireReader payload)
            throws MalformedMessageException {
        int attempt = JobLayout.readAttempt(payload);
        if (attempt < 1) throw new MalformedMessageException("attempts start at 1");
        Optional<NodeId> node = JobLayout.readNode(payload);
        return new Place(generation, index, attempt, node, JobLayout.readReason(payload));
    }

    private static State state(Version version, int index, WireReader payload)
            throws MalformedMessageException {
        State state =
                new State(
                        version.epoch(),
                        index,
                        JobLayout.readAttempt(payload),
                        JobLayout.readState(payload),
                        JobLayout.readNode(payload),
                        (int) version.sequence() & State.MOST_REVISION,
                        JobLayout.readExitCode(payload),
                        JobLayout.readReason(payload));
        if (sequenceOf(state) == version.sequence()) return state;
        throw new MalformedMessageException("a version that belies what it stands for");
    }

    private static int indexIn(String subkey, String prefix) throws MalformedMessageException {
        String digits = subkey.substring(prefix.length());
        if (!INDEX.matcher(digits).matches()) throw new MalformedMessageException("no index");
        return Integer.parseInt(digits);
    }

    private static long sequenceOf(State state) {
        return (long) state.attempt() << 32 | (long) rank(state.state()) << 24 | state.revision();
    }

    /** Of two ends of one attempt, which only two awards of it can make, the better one stays. */
    private static int rank(TaskState state) {
        return switch (state) {
            case PENDING -> 0;
            case AWARDED -> 1;
            case RUNNING -> 2;
            case STOPPED -> 3;
            case FAILED -> 4;
            case FINISHED -> 5;
        };
    }

    private Entry entry(String subkey, Version version, WireWriter payload) {
        Bytes bytes = Bytes.of(payload.toArray());
        return new Entry(Bytes.ofUtf8(subkey), writer, version, leaseNanos, false, bytes);
    }
}
