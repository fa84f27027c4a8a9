package dev.starling.gossip;

import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;
import dev.starling.wire.Message;

import java.util.List;

/**
 * Everything one agent says to another about being alive (SWIM §3.1, §4.1).
 *
 * <pre>
 *   prober                    helper                    target
 *     | ---- Ping ------------------------------------------> |
 *     | <------------------------------------------- Ack ---- |     answered: done
 *     |                                                       |
 *     | ---- PingReq ---------> | ---- Ping ----------------> |     silent: ask k helpers
 *     | <--------------- Ack -- | <------------------- Ack -- |
 * </pre>
 *
 * <p>{@code sequence} ties an answer to its question; it means something only to the node that
 * chose it. {@link Rumors} and {@link Notices} ride behind any of the others in the same datagram.
 */
public sealed interface SwimMessage extends Message {

    /**
     * "Are you {@code target}, and alive?" Answered with {@link Ack}, by nobody else.
     *
     * @param answerBy how the answer is to travel: a question on a stream says that datagrams may
     *     not get through
     */
    record Ping(long sequence, NodeId target, Carrier answerBy) implements SwimMessage {

        public Ping(long sequence, NodeId target) {
            this(sequence, target, Carrier.DATAGRAM);
        }
    }

    /** "I am." Sent by the target, or relayed by the helper that a {@link PingReq} asked. */
    record Ack(long sequence) implements SwimMessage {}

    /** "Ask {@code target} for me." Answered with {@link Ack} if it answers the helper in time. */
    record PingReq(long sequence, NodeId target, Endpoint targetEndpoint) implements SwimMessage {}

    /** News about members, piggybacked (SWIM §3.2). Never answered. */
    record Rumors(List<Rumor> rumors) implements SwimMessage {}

    /** Notices of other layers, piggybacked. Never answered. */
    record Notices(List<Notice> notices) implements SwimMessage {}

    /**
     * A part of what the sender knows of everybody, on a stream: to join, and periodically to
     * repair what gossip missed. Large tables come in several parts, each valid by itself.
     *
     * @param isReplyWanted on the last part of a question: answer with your own, unasked for reply
     */
    record Snapshot(boolean isReplyWanted, List<MemberState> states, List<Notice> notices)
            implements SwimMessage {}

    /**
     * One row of a snapshot: a member's statement and what the sender believes of it.
     *
     * @param accuser who suspected it first or declared it dead; the member itself otherwise
     * @param ageMillis how long ago the dead or left was first known to be so, so that everybody
     *     forgets it at about the same time; 0 for those present
     */
    record MemberState(MemberRecord record, MemberStatus status, NodeId accuser, long ageMillis) {

        public MemberState(MemberRecord record, MemberStatus status, NodeId accuser) {
            this(record, status, accuser, 0);
        }
    }
}
