package dev.starling.dht;

import dev.starling.node.Endpoint;

import java.util.List;

/** What {@link Dht} wants done; the caller does it in order. */
public sealed interface DhtEffect {

    /** Send this; by stream if it does not fit a datagram. */
    record Send(Endpoint to, DhtMessage message) implements DhtEffect {}

    /** The answer to {@link Dht#get}. */
    record Read(long requestId, ReadResult result) implements DhtEffect {}

    /** The answer to {@link Dht#put}: enough acknowledgements, or all there will be. */
    record Written(long requestId, WriteResult result) implements DhtEffect {}

    /** The answer to {@link Dht#find}: the closest nodes that answered, closest first. */
    record Located(long requestId, List<Contact> closest, int rounds) implements DhtEffect {}

    /** An entry that this node holds for the fleet is new or newer: persist it, look at it. */
    record ReplicaChanged(Key key, Entry entry) implements DhtEffect {}

    /** Entries that this node no longer holds: collected, or handed on. */
    record ReplicaDropped(Key key, List<Entry> entries) implements DhtEffect {}
}
