package dev.starling.simulator.invariant;

import dev.starling.agent.task.Resources;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;
import dev.starling.node.NodeId;
import dev.starling.simulator.network.Addresses;

import java.util.ArrayList;
import java.util.List;

/** A fleet of two whose every fact can be made wrong. */
final class FakeSight implements Sight {

    final List<MemberRecord> selves = new ArrayList<>(List.of(record(0, 3, 5), record(1, 3, 5)));
    final List<List<Member>> beliefs =
            new ArrayList<>(
                    List.of(
                            List.of(belief(0, MemberStatus.ALIVE), belief(1, MemberStatus.ALIVE)),
                            List.of(belief(0, MemberStatus.ALIVE), belief(1, MemberStatus.ALIVE))));
    int lives = 1;
    boolean isCut;
    boolean isCoreBroken;
    Resources inUse = Resources.NONE;

    static MemberRecord record(int node, long epoch, long incarnation) {
        NodeId id = NodeId.hashOf(new byte[] {(byte) node});
        return new MemberRecord(id, epoch, incarnation, "n" + node, Addresses.of(node), "");
    }

    static Member belief(int about, MemberStatus status) {
        return new Member(record(about, 3, 5), status, 0);
    }

    @Override
    public int size() {
        return 2;
    }

    @Override
    public boolean isUp(int node) {
        return true;
    }

    @Override
    public boolean canReach(int from, int to) {
        return from == to || !isCut;
    }

    @Override
    public MemberRecord self(int node) {
        return selves.get(node);
    }

    @Override
    public int lives(int node) {
        return lives;
    }

    @Override
    public List<Member> beliefs(int node) {
        return beliefs.get(node);
    }

    @Override
    public int numberOf(Member about) {
        return about.id().equals(selves.get(0).id()) ? 0 : 1;
    }

    @Override
    public Resources inUse(int node) {
        return inUse;
    }

    @Override
    public Resources capacity(int node) {
        return new Resources(1_000, 1_000);
    }

    @Override
    public void checkCore(int node) {
        if (isCoreBroken) throw new IllegalStateException("two probes at once");
    }
}
