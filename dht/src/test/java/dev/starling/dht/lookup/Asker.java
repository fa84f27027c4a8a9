package dev.starling.dht.lookup;

import static dev.starling.dht.Samples.KEY;
import static dev.starling.dht.Samples.contactsByDistance;
import static dev.starling.dht.Samples.entry;
import static dev.starling.dht.Samples.seconds;
import static dev.starling.dht.Samples.sender;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.ReadResult;
import dev.starling.dht.Samples;
import dev.starling.dht.WriteResult;
import dev.starling.dht.routing.Contacts;
import dev.starling.dht.routing.Placement;
import dev.starling.dht.store.Custody;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One asker, everybody else played by the test; contacts are numbered by distance from 0. */
class Asker {

    final List<Contact> near = contactsByDistance(KEY.point(), 40);
    final List<DhtEffect> out = new ArrayList<>();

    /** Long after everybody became a contact: everything is settled. */
    long now = seconds(100);

    long lookupDeadlineNanos = DhtConfig.defaults().lookupDeadlineNanos();
    Contacts contacts;
    Custody custody;
    Lookups lookups;

    void knows(int self, int from, int to) {
        DhtConfig config = Samples.config(lookupDeadlineNanos);
        contacts = new Contacts(near.get(self));
        for (Contact contact : near.subList(from, to)) {
            contacts.up(contact, 0);
        }
        Placement placement = new Placement(contacts, config);
        custody = new Custody(config, placement, 1);
        lookups = new Lookups(config, placement, custody, 1);
    }

    void find() {
        lookups.find(7, KEY.point(), now, out::add);
    }

    void get() {
        lookups.get(7, KEY, now, out::add);
    }

    void put() {
        lookups.put(7, KEY, List.of(entry("a", 1, "x")), now, out::add);
    }

    void closer(int from, int... named) {
        List<Contact> contacts = Arrays.stream(named).mapToObj(near::get).toList();
        take(from, new DhtMessage.Closer(numberOf(from), contacts));
    }

    void answerAll(int... from) {
        for (int one : from) {
            closer(one);
        }
    }

    void held(int from, Entry... entries) {
        take(from, heldBy(from, true, true, false, entries));
    }

    DhtMessage heldBy(
            int from, boolean isReplica, boolean isSettled, boolean isCut, Entry... entries) {
        return new DhtMessage.Held(
                numberOf(from), isReplica, isSettled, isCut, List.of(), List.of(entries));
    }

    DhtMessage heldBy(int from, List<Contact> closer) {
        return new DhtMessage.Held(numberOf(from), true, true, false, closer, List.of());
    }

    void ack(int from, boolean isHeld) {
        take(from, new DhtMessage.PutAck(numberOf(from), isHeld, List.of()));
    }

    void take(int from, DhtMessage answer) {
        lookups.onAnswer(sender(near.get(from)), answer, now, out::add);
        lookups.checkInvariants();
    }

    void runFor(long nanos) {
        long until = now + nanos;
        while (lookups.nextDeadlineNanos() <= until) {
            now = lookups.nextDeadlineNanos();
            lookups.tick(now, out::add);
            lookups.checkInvariants();
        }
        now = until;
    }

    long numberOf(int contact) {
        return questionTo(contact).message().requestId();
    }

    DhtEffect.Send questionTo(int contact) {
        return sends().stream()
                .filter(send -> send.to().equals(near.get(contact).endpoint()))
                .findFirst()
                .orElseThrow();
    }

    List<DhtEffect.Send> sends() {
        return all(DhtEffect.Send.class);
    }

    /** Who was asked, by distance, in the order of the questions. */
    List<Integer> asked() {
        List<Integer> asked = new ArrayList<>();
        for (DhtEffect.Send send : sends()) {
            for (int i = 0; i < near.size(); i++) {
                if (near.get(i).endpoint().equals(send.to())) asked.add(i);
            }
        }
        return asked;
    }

    List<DhtEffect.Located> located() {
        return all(DhtEffect.Located.class);
    }

    List<ReadResult> read() {
        return all(DhtEffect.Read.class).stream().map(DhtEffect.Read::result).toList();
    }

    List<WriteResult> written() {
        return all(DhtEffect.Written.class).stream().map(DhtEffect.Written::result).toList();
    }

    <T extends DhtEffect> List<T> all(Class<T> type) {
        return out.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
