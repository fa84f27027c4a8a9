package dev.starling.agent.task.auction;

import dev.starling.agent.task.Neighbourhood;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.table.JobEntries;
import dev.starling.agent.task.table.TableWriter;
import dev.starling.dht.Contact;
import dev.starling.dht.Key;
import dev.starling.node.NodeId;

/**
 * What the machines of one node share: its settings, who is there, who is near, and the way into
 * the table.
 */
public record Surroundings(
        TaskConfig config,
        Hosts hosts,
        Neighbourhood neighbourhood,
        TableWriter writer,
        JobEntries entries) {

    public NodeId selfId() {
        return hosts.self().id();
    }

    /** The guardian that decides for a job, as far as this node can see. */
    public Contact primaryOf(Key key) {
        return neighbourhood.closest(key.point(), 1).stream()
                .findFirst()
                .orElse(new Contact(selfId(), hosts.self().endpoint()));
    }

    public Contact primaryOf(String job) {
        return primaryOf(Tasks.keyOf(job));
    }

    public boolean isPrimary(Key key) {
        return primaryOf(key).id().equals(selfId());
    }
}
