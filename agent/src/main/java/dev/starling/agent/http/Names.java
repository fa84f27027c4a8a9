package dev.starling.agent.http;

import dev.starling.agent.core.AgentCore;
import dev.starling.gossip.Member;
import dev.starling.node.NodeId;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What people call some nodes, as the membership view had it at one moment. */
record Names(SortedMap<NodeId, String> known) {

    static final Names NONE = new Names(Collections.emptySortedMap());

    Names {
        known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    }

    static Names of(AgentCore core, Collection<NodeId> ids) {
        SortedMap<NodeId, String> names = new TreeMap<>();
        for (NodeId id : ids) {
            core.member(id).map(Member::record).ifPresent(it -> names.put(id, it.name()));
        }
        return new Names(names);
    }

    /** The node's name; the start of its id if membership has forgotten it. */
    String of(NodeId id) {
        return known.getOrDefault(id, id.toShortHex());
    }
}
