package dev.starling.agent.loop;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.core.AgentEffect;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes down what it is asked to do; a save is done when the test says so. */
final class FakeHost implements Host {

    final List<AgentBoot> lives = new ArrayList<>();
    final List<AgentEffect> done = new ArrayList<>();
    final List<List<AgentEffect>> writes = new ArrayList<>();
    final List<Runnable> unwritten = new ArrayList<>();
    final List<List<String>> recordings = new ArrayList<>();
    boolean isDiskSlow;
    CompletableFuture<AgentBoot> nextLife = new CompletableFuture<>();

    @Override
    public void begin(AgentBoot boot) {
        lives.add(boot);
    }

    @Override
    public void transmit(AgentEffect.Transmit transmit) {
        done.add(transmit);
    }

    @Override
    public void save(List<AgentEffect> saves, Runnable written) {
        writes.add(saves);
        if (isDiskSlow) unwritten.add(written);
        else written.run();
    }

    /** Lets the write under way end. */
    void finishWrite() {
        unwritten.removeFirst().run();
    }

    @Override
    public void perform(AgentEffect effect) {
        done.add(effect);
    }

    @Override
    public void record(List<String> lines) {
        recordings.add(lines);
    }

    @Override
    public CompletableFuture<AgentBoot> nextLife() {
        return nextLife;
    }
}
