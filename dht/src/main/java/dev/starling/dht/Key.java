package dev.starling.dht;

import dev.starling.node.NodeId;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where something is kept: a point of the id space, SHA-256 of (space, name), and the space itself,
 * so that whoever holds a record knows which layer it belongs to.
 *
 * @param space 0 to 255, given out by the layer above
 */
public record Key(int space, NodeId point) implements Comparable<Key> {

    public Key {
        if (space < 0 || space > 255) throw new IllegalArgumentException("space " + space);
    }

    public static Key of(int space, String name) {
        ByteArrayOutputStream hashed = new ByteArrayOutputStream();
        hashed.write(space);
        hashed.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        return new Key(space, NodeId.hashOf(hashed.toByteArray()));
    }

    @Override
    public int compareTo(Key other) {
        int order = point.compareTo(other.point);
        return order != 0 ? order : Integer.compare(space, other.space);
    }
}
