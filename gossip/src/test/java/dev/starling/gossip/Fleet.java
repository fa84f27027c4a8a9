package dev.starling.gossip;

import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Made-up members and the settings that the tests run them with. */
final class Fleet {

    static final MemberRecord ALICE = member("alice", 1);
    static final MemberRecord BOB = member("bob", 2);
    static final MemberRecord CAROL = member("carol", 3);
    static final MemberRecord DAVE = member("dave", 4);
    static final MemberRecord ERIN = member("erin", 5);

    private Fleet() {}

    /** In its first life; its endpoint is 10.x.y.z:7946 by number. */
    static MemberRecord member(String name, int number) {
        NodeId id = NodeId.hashOf(name.getBytes(StandardCharsets.UTF_8));
        return new MemberRecord(id, 1, 0, name, endpoint(number), "");
    }

    /** As many members as that, none of them one of the five. */
    static List<MemberRecord> members(int count) {
        List<MemberRecord> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(member("m" + i, 1_000 + i));
        }
        return members;
    }

    static Endpoint endpoint(int number) {
        byte[] address = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return new Endpoint(InetAddress.getByAddress(address), 7946);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Sender sender(MemberRecord member) {
        return new Sender(member.id(), member.epoch(), member.endpoint());
    }

    static Rumor.Alive alive(MemberRecord member) {
        return new Rumor.Alive(member);
    }

    static Rumor.Suspect suspect(MemberRecord member, MemberRecord accuser) {
        return new Rumor.Suspect(member.id(), member.epoch(), member.incarnation(), accuser.id());
    }

    static Rumor.Dead dead(MemberRecord member, MemberRecord accuser) {
        return new Rumor.Dead(member.id(), member.epoch(), member.incarnation(), accuser.id());
    }

    static Rumor.Left left(MemberRecord member) {
        return new Rumor.Left(member.id(), member.epoch(), member.incarnation());
    }

    static SwimMessage.MemberState state(MemberRecord member, MemberStatus status) {
        return new SwimMessage.MemberState(member, status, member.id());
    }

    static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    /** The defaults, except that the dead are forgotten after 100 s and at most 500 remembered. */
    static GossipConfig config() {
        return new GossipConfig(
                ms(1_000),
                ms(500),
                3,
                4,
                ms(200),
                3,
                4,
                ms(10_000),
                ms(100_000),
                ms(30_000),
                ms(3_000),
                500);
    }

    /** As {@link #config}, but so many are remembered at most. */
    static GossipConfig configOf(int mostMembers) {
        return new GossipConfig(
                ms(1_000),
                ms(500),
                3,
                4,
                ms(200),
                3,
                4,
                ms(10_000),
                ms(100_000),
                ms(30_000),
                ms(3_000),
                mostMembers);
    }
}
