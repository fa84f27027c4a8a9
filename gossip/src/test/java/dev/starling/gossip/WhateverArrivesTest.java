package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.ms;
import static dev.starling.gossip.Fleet.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Messages that decode well and make no sense: from madmen, from the past, in any order. */
class WhateverArrivesTest {

    private static final int MOST_MEMBERS = 20;

    /** Unsigned: the last is the highest. */
    private static final long[] NUMBERS = {0, 1, 2, 3, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};

    private final SwimCodec codec = new SwimCodec();
    private final List<MemberRecord> everybody = new ArrayList<>(Fleet.members(30));

    WhateverArrivesTest() {
        everybody.add(ALICE);
        everybody.add(ALICE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothing_breaks_and_every_bound_holds(long seed) {
        Chance chance = Chance.stream(seed, "madness");
        Membership alice = new Membership(Fleet.configOf(MOST_MEMBERS), ALICE, seed);
        Effects out = new Effects();
        long now = 0;
        MemberRecord before = alice.self();
        for (int i = 0; i < 8_000; i++) {
            now += chance.below(ms(40));
            alice.on(sender(madeUp(chance)), message(chance), now, out);
            if (chance.below(3) == 0) alice.tick(now, out);
            checkSends(out);
            out.clear();
            if (i % 20 == 0) alice.checkInvariants();
            assertThat(alice.members()).hasSizeLessThanOrEqualTo(MOST_MEMBERS);
            assertThat(isNotBelow(alice.self(), before)).isTrue();
            before = alice.self();
        }

        assertThat(alice.member(ALICE.id()).orElseThrow().status()).isEqualTo(MemberStatus.ALIVE);
        assertThat(alice.members()).hasSize(MOST_MEMBERS);
    }

    @Test
    void all_who_heard_the_same_news_believe_the_same_in_whatever_order_they_heard_it() {
        Chance chance = Chance.stream(1, "order");
        for (int round = 0; round < 300; round++) {
            List<Rumor> news = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                MemberRecord bob =
                        BOB.withLife(1 + chance.below(3), NUMBERS[chance.below(NUMBERS.length)]);
                MemberStatus status = MemberStatus.values()[chance.below(4)];
                news.add(Members.rumor(bob, status, ALICE.id()));
            }
            TreeSet<String> beliefs = new TreeSet<>();
            for (int order = 0; order < 20; order++) {
                chance.shuffle(news);
                beliefs.add(beliefAfter(news));
            }
            assertThat(beliefs).hasSize(1);
        }
    }

    private static String beliefAfter(List<Rumor> news) {
        Effects out = new Effects();
        Membership alice = new Membership(Fleet.config(), ALICE, 1);
        Sender bob = sender(BOB);
        alice.on(bob, new SwimMessage.Rumors(List.of(alive(BOB.withLife(0, 0)))), 0, out);
        for (Rumor rumor : news) alice.on(bob, new SwimMessage.Rumors(List.of(rumor)), 0, out);
        Member held = alice.member(BOB.id()).orElseThrow();
        return held.record().epoch() + "/" + held.record().incarnation() + " " + held.status();
    }

    private static boolean isNotBelow(MemberRecord now, MemberRecord before) {
        int life = Long.compareUnsigned(now.epoch(), before.epoch());
        return life > 0
                || life == 0 && Long.compareUnsigned(now.incarnation(), before.incarnation()) >= 0;
    }

    private void checkSends(Effects out) {
        for (GossipEffect.Send send : out.sends()) {
            int bytes = send.messages().stream().mapToInt(codec::framedSizeOf).sum();
            boolean isDatagram = send.carrier() == Carrier.DATAGRAM;
            int budget = isDatagram ? Limits.DATAGRAM_MESSAGES_BYTES : Limits.FRAME_MESSAGES_BYTES;
            assertThat(bytes).isLessThanOrEqualTo(budget);
        }
        for (GossipEffect.MemberChanged change : out.of(GossipEffect.MemberChanged.class)) {
            assertThat(change.member().id()).isNotEqualTo(ALICE.id());
        }
    }

    private SwimMessage message(Chance chance) {
        return switch (chance.below(6)) {
            case 0 -> new SwimMessage.Ping(chance.below(9), madeUp(chance).id());
            case 1 -> new SwimMessage.Ack(chance.below(9));
            case 2 -> {
                MemberRecord target = madeUp(chance);
                yield new SwimMessage.PingReq(chance.below(9), target.id(), target.endpoint());
            }
            case 3 -> new SwimMessage.Rumors(List.of(rumor(chance), rumor(chance)));
            case 4 -> new SwimMessage.Notices(List.of(notice(chance), notice(chance)));
            default ->
                    new SwimMessage.Snapshot(
                            chance.below(2) == 0,
                            List.of(state(chance), state(chance), state(chance)),
                            List.of(notice(chance)));
        };
    }

    private Rumor rumor(Chance chance) {
        MemberState state = state(chance);
        return Members.rumor(state.record(), state.status(), state.accuser());
    }

    private MemberState state(Chance chance) {
        long ageMillis = NUMBERS[chance.below(5)] * 30_000;
        MemberStatus status = MemberStatus.values()[chance.below(4)];
        return new MemberState(madeUp(chance), status, madeUp(chance).id(), Math.max(0, ageMillis));
    }

    private Notice notice(Chance chance) {
        return new Notice(
                madeUp(chance).id(),
                chance.below(256),
                NUMBERS[chance.below(NUMBERS.length)],
                chance.below(5),
                Bytes.of(new byte[chance.below(Notice.PAYLOAD_BYTES)]));
    }

    private MemberRecord madeUp(Chance chance) {
        MemberRecord one = everybody.get(chance.below(everybody.size()));
        long epoch = chance.below(50) == 0 ? NUMBERS[chance.below(NUMBERS.length)] : 1;
        return one.withLife(epoch, NUMBERS[chance.below(NUMBERS.length)]);
    }
}
