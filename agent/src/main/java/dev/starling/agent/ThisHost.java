package dev.starling.agent;

import dev.starling.agent.check.CheckRunner;
import dev.starling.agent.core.AgentBoot;
import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.exec.Executor;
import dev.starling.agent.loop.CoreAccess;
import dev.starling.agent.loop.Host;
import dev.starling.agent.net.Transport;
import dev.starling.agent.store.DataDirectory;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The real network, disk, checks, processes and log of this host. */
final class ThisHost implements Host, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(Agent.class);

    private final DataDirectory directory;
    private final Transport transport;
    private final Births births;
    private CoreAccess core;
    private Executor executor;
    private CheckRunner checks;

    ThisHost(DataDirectory directory, Transport transport, Births births) {
        this.directory = directory;
        this.transport = transport;
        this.births = births;
    }

    /**
     * Says where results go; before the first life.
     *
     * @throws IllegalArgumentException one line, if this host cannot run tasks
     */
    void attach(CoreAccess access, boolean isExecutor) {
        core = access;
        if (isExecutor) executor = new Executor(directory.tasksFolder(), access::submit);
    }

    @Override
    public void begin(AgentBoot boot) {
        if (checks != null) checks.close();
        checks = new CheckRunner(core::submit);
        if (executor != null) executor.adopt(boot.tasks());
    }

    @Override
    public void transmit(AgentEffect.Transmit transmit) {
        transport.transmit(transmit.to(), transmit.carrier(), transmit.packet());
    }

    @Override
    public void save(List<AgentEffect> saves, Runnable written) {
        directory.writer().save(saves, written);
    }

    @Override
    public void perform(AgentEffect effect) {
        switch (effect) {
            case AgentEffect.StartCheck(var ref, var check) -> checks.start(ref, check);
            case AgentEffect.StopCheck(var ref) -> checks.stop(ref);
            case AgentEffect.Note note -> LOG.log(levelOf(note), "{}", note.text());
            case AgentEffect.MemberChanged(Member member) -> tell(member);
            case AgentEffect.StartTask task when executor == null ->
                    core.submit(
                            new AgentCommand.TaskNotStarted(
                                    task.launch().key(), "this host runs no tasks"));
            case AgentEffect.ReadLog read when executor == null ->
                    core.submit(
                            new AgentCommand.LogUnreadable(
                                    read.readId(), "this host runs no tasks"));
            case AgentEffect.StartTask(var launch) -> executor.start(launch);
            case AgentEffect.ReadLog read -> executor.readLog(read);
            case AgentEffect.StopTask(var task, long graceNanos) -> {
                if (executor != null) executor.stop(task, graceNanos);
            }
            case AgentEffect.ForgetTask(var task) -> {
                if (executor != null) executor.forget(task);
            }
            default -> throw new IllegalStateException("not for this host: " + effect);
        }
    }

    private static void tell(Member member) {
        MemberRecord record = member.record();
        LOG.info(
                "member {} ({}) at {} is {}",
                record.name(),
                record.id(),
                record.endpoint(),
                member.status().name().toLowerCase(Locale.ROOT));
    }

    private static Level levelOf(AgentEffect.Note note) {
        return switch (note.level()) {
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }

    @Override
    public void record(List<String> lines) {
        Thread.ofVirtual().start(() -> directory.recordings().keep(lines));
    }

    @Override
    public CompletableFuture<AgentBoot> nextLife() {
        return births.next();
    }

    /** Ends checks and leaves tasks running. */
    @Override
    public void close() {
        if (checks != null) checks.close();
        if (executor != null) executor.close();
    }
}
