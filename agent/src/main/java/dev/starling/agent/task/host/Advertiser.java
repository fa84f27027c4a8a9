package dev.starling.agent.task.host;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskEffect;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Advert;
import dev.starling.agent.task.auction.Hosts;

import java.time.Duration;
import java.util.Optional;

/**
 * Publishes this host's advert: when what is free has changed by a twentieth of the host, but not
 * sooner than {@link #SPACING_NANOS} after the last, and in any case every {@code advertNanos}. A
 * host that runs no tasks has no news and repeats itself six times more seldom.
 */
public final class Advertiser {

    static final long SPACING_NANOS = Duration.ofMillis(500).toNanos();

    private static final int IDLE_FACTOR = 6;

    /** What was published last, and when. */
    private record Published(Advert advert, long nanos) {}

    private final TaskConfig config;
    private final Hosts hosts;
    private final Room room;
    private final Executions executions;
    private Optional<Published> last = Optional.empty();

    public Advertiser(TaskConfig config, Hosts hosts, Room room, Executions executions) {
        this.config = config;
        this.hosts = hosts;
        this.room = room;
        this.executions = executions;
        hosts.onOwnAdvert(current(), 0);
    }

    public void tick(long nowNanos, Outbox out) {
        if (nowNanos < nextDeadlineNanos()) return;
        Advert advert = current();
        last = Optional.of(new Published(advert, nowNanos));
        hosts.onOwnAdvert(advert, nowNanos);
        out.wish(new TaskEffect.Publish(Tasks.ADVERT_TOPIC, advert.encode()));
    }

    public long nextDeadlineNanos() {
        if (last.isEmpty()) return 0;
        Published published = last.get();
        if (isNews(published.advert)) return published.nanos + SPACING_NANOS;
        long period = config.advertNanos();
        return published.nanos + (published.advert.isExecutor() ? period : IDLE_FACTOR * period);
    }

    private Advert current() {
        boolean isExecutor = config.isExecutor() && !hosts.isLeaving();
        return new Advert(isExecutor, room.capacity(), room.free(), executions.count());
    }

    private boolean isNews(Advert published) {
        Advert advert = current();
        if (advert.isExecutor() != published.isExecutor()) return true;
        Resources now = advert.free();
        Resources then = published.free();
        Resources capacity = room.capacity();
        return differs(now.cpuMillis(), then.cpuMillis(), capacity.cpuMillis())
                || differs(now.memoryBytes(), then.memoryBytes(), capacity.memoryBytes());
    }

    private static boolean differs(long now, long then, long whole) {
        return now != then && Math.abs(now - then) >= whole / 20;
    }
}
