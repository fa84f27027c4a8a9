package dev.starling.agent.task.auction;

import dev.starling.agent.task.Resources;
import dev.starling.dht.Contact;
import dev.starling.node.Chance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom an auction may ask, in random order.
 *
 * <p>Hosts that do not run tasks or are too small are left out. Those that are full by a fresh
 * advert come last, and only as many as are needed to keep the list from getting shorter than
 * {@value #LEAST} or a quarter of the fleet: a short list would send every auction to the same few.
 * A host that has said nothing lately is asked like any other.
 */
public record Shortlist(Hosts hosts, Chance chance) {

    static final int LEAST = 16;

    /** An older advert says nothing about what is free. */
    static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    public List<Contact> candidates(Resources each, long nowNanos) {
        List<Contact> present = hosts.unsuspected();
        List<Contact> open = new ArrayList<>();
        List<Contact> full = new ArrayList<>();
        for (Contact host : present) {
            Optional<Hosts.Heard> heard = hosts.advert(host.id());
            if (heard.isPresent() && !couldEver(heard.get().advert(), each)) continue;
            (heard.isPresent() && isFull(heard.get(), each, nowNanos) ? full : open).add(host);
        }
        chance.shuffle(open);
        chance.shuffle(full);
        int least = Math.max(LEAST, present.size() / 4);
        for (Contact host : full) {
            if (open.size() >= least) break;
            open.add(host);
        }
        return open;
    }

    private static boolean couldEver(Advert advert, Resources each) {
        return advert.isExecutor() && each.fitsIn(advert.capacity());
    }

    private static boolean isFull(Hosts.Heard heard, Resources each, long nowNanos) {
        boolean isFresh = nowNanos - heard.heardNanos() <= FRESH_NANOS;
        return isFresh && !each.fitsIn(heard.advert().free());
    }
}
