package dev.starling.agent.loop;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.core.AgentEffect;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Everything that the loop has done for the core: network, disk, checks, processes, logs. Called on
 * the event loop, so nothing here may wait.
 */
public interface Host {

    /**
     * A life of this node begins: no check of a former one goes on, and the tasks of {@code boot}
     * are looked after. Called before the first effect of that life.
     */
    void begin(AgentBoot boot);

    void transmit(AgentEffect.Transmit transmit);

    /**
     * Writes these in one go; all of them are effects that save.
     *
     * @param written to be run, on any thread, once they are on the disk
     */
    void save(List<AgentEffect> saves, Runnable written);

    /** Does what concerns checks, processes and logs: every other effect but replies. */
    void perform(AgentEffect effect);

    /** Keeps the lines that tell what led to a bug. */
    void record(List<String> lines);

    /** What the next life of this node begins with: a higher epoch, and what was stored. */
    CompletableFuture<AgentBoot> nextLife();
}
