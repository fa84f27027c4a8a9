package dev.starling.simulator.invariant;

import dev.starling.agent.task.Resources;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;

import java.util.List;

/** What invariants may look at: the truth about the fleet, and what nodes believe. */
public interface Sight {

    int size();

    /** Whether it is up and has not begun to say goodbye. */
    boolean isUp(int node);

    boolean canReach(int from, int to);

    /** What a node says of itself, or last said; it has started at least once. */
    MemberRecord self(int node);

    /** How many lives this node has had. */
    int lives(int node);

    /** Everybody whom this node, which is up, remembers. */
    List<Member> beliefs(int node);

    /** The number of the node that a belief is about. */
    int numberOf(Member about);

    Resources inUse(int node);

    Resources capacity(int node);

    /** Throws {@link IllegalStateException} if the core of this node, which is up, is broken. */
    void checkCore(int node);
}
