package dev.starling.gossip;

import dev.starling.node.NodeId;

/** One piece of news about one member (SWIM §3.2), said of one epoch and incarnation. */
public sealed interface Rumor {

    NodeId subject();

    long epoch();

    long incarnation();

    MemberStatus status();

    /** "I am", in the subject's own words. */
    record Alive(MemberRecord record) implements Rumor {
        @Override
        public NodeId subject() {
            return record.id();
        }

        @Override
        public long epoch() {
            return record.epoch();
        }

        @Override
        public long incarnation() {
            return record.incarnation();
        }

        @Override
        public MemberStatus status() {
            return MemberStatus.ALIVE;
        }
    }

    /** "It did not answer me", in the accuser's words (SWIM §4.2). */
    record Suspect(NodeId subject, long epoch, long incarnation, NodeId accuser) implements Rumor {
        @Override
        public MemberStatus status() {
            return MemberStatus.SUSPECT;
        }
    }

    /** "Nobody heard it refute": the Confirm of SWIM §4.2. */
    record Dead(NodeId subject, long epoch, long incarnation, NodeId accuser) implements Rumor {
        @Override
        public MemberStatus status() {
            return MemberStatus.DEAD;
        }
    }

    /** "Goodbye", in the subject's own words; final for its epoch. */
    record Left(NodeId subject, long epoch, long incarnation) implements Rumor {
        @Override
        public MemberStatus status() {
            return MemberStatus.LEFT;
        }
    }
}
