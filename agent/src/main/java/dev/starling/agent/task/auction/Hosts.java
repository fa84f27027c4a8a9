package dev.starling.agent.task.auction;

import dev.starling.dht.Contact;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;
import dev.starling.gossip.Notice;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everybody, as gossip tells it: who is present, where, and what each host last said of itself.
 *
 * <p>Bounded as membership is, whose members these are; adverts of nodes that are not members yet
 * are kept up to {@value #MOST_STRANGERS}, for a snapshot may bring them first.
 */
public final class Hosts {

    static final int MOST_STRANGERS = 1_000;

    /**
     * @param heardNanos when it came, on our own clock
     */
    public record Heard(Advert advert, long epoch, long version, long heardNanos) {}

    private MemberRecord self;
    private boolean isLeaving;
    private final SortedMap<NodeId, Member> others = new TreeMap<>();
    private final SortedMap<NodeId, Heard> adverts = new TreeMap<>();
    private int strangers;

    public Hosts(MemberRecord self) {
        this.self = self;
    }

    public void onMember(Member member) {
        if (member.id().equals(self.id())) {
            if (member.record().epoch() >= self.epoch()) self = member.record();
            isLeaving = member.status() == MemberStatus.LEFT;
            return;
        }
        boolean isNew = others.put(member.id(), member) == null;
        if (isNew && adverts.containsKey(member.id())) strangers--;
    }

    public void onForgotten(NodeId id) {
        boolean wasMember = others.remove(id) != null;
        if (adverts.remove(id) != null && !wasMember) strangers--;
    }

    /** Keeps an advert that is newer than the one known; anything else is ignored. */
    public void onNotice(Notice notice, long nowNanos) {
        Optional<Advert> advert = Advert.decode(notice.payload());
        if (advert.isEmpty() || notice.origin().equals(self.id())) return;
        Heard known = adverts.get(notice.origin());
        if (known == null) {
            boolean isStranger = !others.containsKey(notice.origin());
            if (isStranger && strangers >= MOST_STRANGERS) return;
            if (isStranger) strangers++;
        } else if (!isNewer(notice, known)) {
            return;
        }
        Heard heard = new Heard(advert.get(), notice.epoch(), notice.version(), nowNanos);
        adverts.put(notice.origin(), heard);
    }

    /** What this host says of itself now. */
    public void onOwnAdvert(Advert advert, long nowNanos) {
        adverts.put(self.id(), new Heard(advert, self.epoch(), 0, nowNanos));
    }

    private static boolean isNewer(Notice notice, Heard known) {
        int order = Long.compareUnsigned(notice.epoch(), known.epoch);
        return order != 0 ? order > 0 : Long.compareUnsigned(notice.version(), known.version) > 0;
    }

    public MemberRecord self() {
        return self;
    }

    /** Whether this node has said goodbye. */
    public boolean isLeaving() {
        return isLeaving;
    }

    /** The member's record if it is present, this node included. */
    public Optional<MemberRecord> present(NodeId id) {
        if (id.equals(self.id())) return Optional.of(self);
        return Optional.ofNullable(others.get(id))
                .filter(member -> member.status().isPresent())
                .map(Member::record);
    }

    /** Whether anything was ever heard of it that is still remembered. */
    public boolean isKnown(NodeId id) {
        return id.equals(self.id()) || others.containsKey(id);
    }

    /** Where to reach it, if it is present. */
    public Optional<Contact> contact(NodeId id) {
        return present(id).map(Hosts::contactOf);
    }

    /** Everybody present, this node included, in id order. */
    public List<Contact> present() {
        List<Contact> present = contacts(true);
        present.add(contactOf(self));
        present.sort((left, right) -> left.id().compareTo(right.id()));
        return present;
    }

    /** Those present that nobody suspects, this node included, in id order. */
    public List<Contact> unsuspected() {
        List<Contact> alive = contacts(false);
        alive.add(contactOf(self));
        alive.sort((left, right) -> left.id().compareTo(right.id()));
        return alive;
    }

    private List<Contact> contacts(boolean withSuspects) {
        List<Contact> contacts = new ArrayList<>();
        for (Member member : others.values()) {
            boolean isAlive = member.status() == MemberStatus.ALIVE;
            if (isAlive || withSuspects && member.status().isPresent()) {
                contacts.add(contactOf(member.record()));
            }
        }
        return contacts;
    }

    public Optional<Heard> advert(NodeId id) {
        return Optional.ofNullable(adverts.get(id));
    }

    /** The name that people know it by, or the start of its id. */
    public String nameOf(NodeId id) {
        if (id.equals(self.id())) return self.name();
        Member member = others.get(id);
        return member == null ? id.toShortHex() : member.record().name();
    }

    private static Contact contactOf(MemberRecord record) {
        return new Contact(record.id(), record.endpoint());
    }
}
