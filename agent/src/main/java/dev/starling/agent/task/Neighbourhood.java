package dev.starling.agent.task;

import dev.starling.dht.Contact;
import dev.starling.node.NodeId;

import java.util.List;

/** Who is close to a point of the id space, as this node sees it now. */
@FunctionalInterface
public interface Neighbourhood {

    /** At most {@code most} present nodes, this one among them, closest first. */
    List<Contact> closest(NodeId point, int most);
}
