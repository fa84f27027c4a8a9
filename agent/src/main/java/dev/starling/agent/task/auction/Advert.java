package dev.starling.agent.task.auction;

import dev.starling.agent.task.Resources;
import dev.starling.agent.task.table.JobLayout;
import dev.starling.node.Bytes;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.Optional;

/**
 * What a host says of itself to everybody, on gossip.
 *
 * <p>Layout: flag whether it runs tasks, capacity, free (two varints each), number of tasks
 * (varint).
 *
 * @param isExecutor whether it runs tasks at all
 * @param capacity what it gives to tasks
 * @param free what of that no accepted task has; holds do not count, they are over too soon
 * @param running how many tasks it has accepted that have not ended
 */
public record Advert(boolean isExecutor, Resources capacity, Resources free, int running) {

    /** Every host repeats its advert to every other: it has to stay small. */
    public static final int MOST_BYTES = 140;

    /** A bound for what remote hosts can claim to run. */
    private static final int MOST_RUNNING = 1_000_000;

    public Bytes encode() {
        WireWriter writer = WireWriter.upTo(MOST_BYTES);
        writer.bool(isExecutor);
        JobLayout.writeResources(capacity, writer);
        JobLayout.writeResources(free, writer);
        writer.varint(running);
        return Bytes.of(writer.toArray());
    }

    /** Empty if it is not an advert. */
    public static Optional<Advert> decode(Bytes payload) {
        WireReader reader = WireReader.of(payload.toArray());
        try {
            return Optional.of(
                    new Advert(
                            reader.bool(),
                            JobLayout.readResources(reader),
                            JobLayout.readResources(reader),
                            reader.count(MOST_RUNNING)));
        } catch (MalformedMessageException nonsense) {
            return Optional.empty();
        }
    }
}
