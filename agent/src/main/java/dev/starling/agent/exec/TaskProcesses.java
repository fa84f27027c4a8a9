package dev.starling.agent.exec;

import java.time.Duration;
import java.util.List;

/**
 * The processes of one task: the leader of its session, whoever is in that session, and whoever
 * left it but still carries the folder's name in the environment. The shim is not among them.
 */
record TaskProcesses(StartRecord start, TaskFolder folder) {

    private static final Duration BETWEEN_SWEEPS = Duration.ofMillis(10);

    /** A process that forks faster than it is found, for two seconds, is left to its luck. */
    private static final int MOST_SWEEPS = 200;

    /** Has the shim ask them to end. */
    void requestEnd() {
        start.shim().handle().ifPresent(ProcessHandle::destroy);
    }

    /** Kills them all, again and again until there are none; the shim then writes down the end. */
    void kill() throws InterruptedException {
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            List<ProcessIdentity> running = running();
            if (running.isEmpty()) return;
            for (ProcessIdentity process : running) {
                process.handle().ifPresent(ProcessHandle::destroyForcibly);
            }
            Thread.sleep(BETWEEN_SWEEPS);
        }
    }

    /**
     * Those that run, nobody else's among them. The number of the session surely means ours while
     * its leader runs; afterwards it may be somebody else's, such as a daemon's whose own leader
     * has gone. The folder's name means ours until another run of the same key has taken the
     * folder.
     */
    List<ProcessIdentity> running() {
        String bootId = start.task().bootId();
        if (!ProcessStat.bootId().equals(bootId)) return List.of();
        boolean isSessionOurs = start.task().isAlive();
        boolean isFolderOurs = folder.start().filter(start::equals).isPresent();
        String mark = LaunchScript.FOLDER_VARIABLE + "=" + folder.path();
        return ProcessStat.all().stream()
                .filter(ProcessStat::isAlive)
                .filter(process -> process.startTicks() >= start.task().startTicks())
                .filter(process ->
                        isSessionOurs && process.session() == start.task().pid()
                                || isFolderOurs && process.hasInEnvironment(mark))
                .map(process -> new ProcessIdentity(bootId, process.pid(), process.startTicks()))
                .toList();
    }
}
