package dev.starling.agent;

import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.store.DataDirectory;
import dev.starling.agent.store.Saved;
import dev.starling.gossip.MemberRecord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What each life of this node begins with: its epoch, a fresh seed, and what was stored. */
final class Births {

    private static final Executor ASIDE = Thread.ofVirtual().name("birth")::start;

    private final DataDirectory directory;
    private final MemberRecord self;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param self as it is in the first life
     */
    Births(DataDirectory directory, MemberRecord self) {
        this.directory = directory;
        this.self = self;
    }

    AgentBoot first(Saved saved) {
        return boot(self.epoch(), saved);
    }

    /** Raises the epoch and reads what is stored by then; waits on threads of its own. */
    CompletableFuture<AgentBoot> next() {
        return CompletableFuture.supplyAsync(this::raisedEpoch, ASIDE)
                .thenCombine(directory.writer().load(), this::boot);
    }

    private long raisedEpoch() {
        try {
            return directory.raiseEpoch();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private AgentBoot boot(long epoch, Saved saved) {
        MemberRecord born =
                new MemberRecord(self.id(), epoch, 0, self.name(), self.endpoint(), self.zone());
        return new AgentBoot(
                born,
                random.nextLong(),
                saved.peers(),
                saved.services(),
                saved.replicas(),
                saved.tasks());
    }
}
