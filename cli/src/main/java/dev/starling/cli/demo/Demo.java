package dev.starling.cli.demo;

import dev.starling.agent.api.AgentView;
import dev.starling.agent.api.JobRequest;
import dev.starling.agent.api.JobView;
import dev.starling.agent.api.LookupView.Instance;
import dev.starling.agent.api.TaskView;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.Column;
import dev.starling.cli.output.Table;
import dev.starling.cli.output.VerbFailedException;
import dev.starling.cli.verb.MembersCommand;
import dev.starling.cli.verb.service.LookupCommand;
import dev.starling.cli.verb.task.TaskTables;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The script: what happens, in which order, and what is waited for each time. */
final class Demo {

    private static final List<String> NAMES = List.of("ann", "bob", "cat", "dan", "eve");

    /** Patience for what takes a moment, and for what needs somebody's death to be noticed. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration DETECTION = Duration.ofSeconds(90);

    private record Row(DemoAgent agent, Duration ready, long pid) {}

    private static final Table<Row> STARTED =
            new Table<>(
                    Column.of("NAME", row -> row.agent().name()),
                    Column.of("FOR AGENTS", row -> row.agent().address()),
                    Column.of("API", row -> row.agent().client().base().toString()),
                    Column.of("PROCESS", row -> Long.toString(row.pid())),
                    Column.of("READY AFTER", row -> Story.seconds(row.ready())));

    private final Stage stage;
    private final Story story;
    private final List<DemoAgent> agents = new ArrayList<>();
    private final List<WebServer> webServers = new ArrayList<>();
    private final List<Integer> ports;
    private final String cluster = "demo-" + ProcessHandle.current().pid();

    Demo(Stage stage, Story story) throws IOException {
        this.stage = stage;
        this.story = story;
        this.ports = FreePorts.pick(3 * NAMES.size() - 1);
        for (int i = 0; i < NAMES.size(); i++) {
            agents.add(new DemoAgent(stage, NAMES.get(i), ports.get(3 * i), ports.get(3 * i + 1)));
            boolean isLast = i == NAMES.size() - 1;
            if (!isLast) webServers.add(new WebServer(stage, agents.get(i), ports.get(3 * i + 2)));
        }
    }

    void play() throws InterruptedException {
        story.say(
                "Five agents on this machine, no server among them. All files are in "
                        + stage.folder()
                        + " and go away at the end.");
        try {
            startAgents();
            registerWebServers();
            killWebServer();
            long epoch = killAgent();
            runJob();
            restartAgent(epoch);
            loseHostOfTask();
            end();
        } catch (VerbFailedException e) {
            throw new StepFailedException(e.getMessage(), List.of());
        }
    }

    private DemoAgent agent(String name) {
        return agents.get(NAMES.indexOf(name));
    }

    private List<DemoAgent> allBut(String name) {
        return agents.stream().filter(agent -> !agent.name().equals(name)).toList();
    }

    private void startAgents() throws InterruptedException {
        story.act("Five agents start, each a process of its own, and find each other");
        String seed = agents.getFirst().address();
        for (DemoAgent agent : agents) {
            agent.start(cluster, agent == agents.getFirst() ? List.of() : List.of(seed));
        }
        SortedMap<String, Duration> ready =
                stage.untilEach("every agent answers", SOON, agents, DemoAgent::isAnswering);
        Duration gathering =
                stage.until(
                        "all agents see all",
                        SOON,
                        () -> agents.stream().allMatch(agent -> agent.alive().equals(NAMES)));
        STARTED.print(
                agents.stream()
                        .map(agent -> new Row(agent, ready.get(agent.name()), agent.self().pid()))
                        .toList(),
                story.terminal());
        story.say(
                "Each was told the address of ann, ann of nobody. All five saw all five %s after"
                                .formatted(Story.seconds(gathering))
                        + " the last of them was ready.");
    }

    private void registerWebServers() throws InterruptedException {
        story.act("Four of them get a web server, registered with an HTTP check every second");
        webServers.forEach(WebServer::start);
        stage.until(
                "every web server answers",
                SOON,
                () -> webServers.stream().allMatch(WebServer::isAnswering));
        for (WebServer web : webServers) {
            web.register();
        }
        SortedMap<String, Duration> found =
                stage.untilEach(
                        "every agent finds four passing instances",
                        SOON,
                        agents,
                        agent -> agent.finds(WebServer.SERVICE, all -> passing(all) == 4));
        WebServer example = webServers.getFirst();
        story.command(
                "ann",
                "register web --port=" + example.port(),
                "--check-http=" + example.url() + " --interval=1s");
        story.say(
                "and likewise bob, cat and dan. Every agent found all four, passing, %s after the"
                                .formatted(Story.seconds(Story.longest(found)))
                        + " last was registered. eve, who has none of them:");
        showLookup("eve");
        Instance first = agent("eve").lookup(WebServer.SERVICE).instances().getFirst();
        WebServer web =
                webServers.stream().filter(w -> w.port() == first.port()).findFirst().orElseThrow();
        story.say("GET %s says: %s".formatted(web.url(), web.page().strip()));
    }

    private static long passing(List<Instance> instances) {
        return instances.stream().filter(i -> i.status().equals("passing")).count();
    }

    private void showLookup(String where) {
        story.command(where, "lookup web");
        LookupCommand.print(agent(where).lookup(WebServer.SERVICE).instances(), story.terminal());
    }

    private void killWebServer() throws InterruptedException {
        story.act("bob's web server is killed");
        webServers.get(1).kill();
        SortedMap<String, Duration> seen =
                stage.untilEach(
                        "bob's instance is critical everywhere",
                        SOON,
                        agents,
                        agent -> agent.finds(WebServer.SERVICE, Demo::isBobCritical));
        story.say("Critical in the answers of: " + Story.seconds(seen) + ".");
        showLookup("eve");
    }

    private static boolean isBobCritical(List<Instance> instances) {
        return instances.stream()
                .anyMatch(i -> i.node().equals("bob") && i.status().equals("critical"));
    }

    /** Returns the epoch of the life that ended. */
    private long killAgent() throws InterruptedException {
        story.act("cat's agent is killed with SIGKILL; nobody says goodbye");
        long epoch = agent("cat").self().epoch();
        stage.kill("cat");
        List<DemoAgent> living = allBut("cat");
        Predicate<List<Instance>> isGone =
                all -> all.stream().noneMatch(instance -> instance.node().equals("cat"));
        SortedMap<String, Duration> seen =
                stage.untilEach(
                        "cat's instance has left every answer",
                        DETECTION,
                        living,
                        agent -> agent.finds(WebServer.SERVICE, isGone));
        story.say("Its instance has left the answers of: " + Story.seconds(seen) + ".");
        story.command("eve", "members");
        MembersCommand.print(agent("eve").members(), story.terminal());
        return epoch;
    }

    private void runJob() throws InterruptedException {
        story.act("A job of six tasks for the four that are left");
        String script = "echo \"task $STARLING_INDEX was here, as process $$\"; sleep 1";
        story.command(
                "eve", "run --name=visit --count=6 --cpu=400 --wait --", "sh -c '" + script + "'");
        long began = System.nanoTime();
        submit("visit", 6, 400, List.of("sh", "-c", script));
        stage.until("all tasks have ended", SOON, () -> hasEnded("visit", 6));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        JobView job = agent("eve").job("visit");
        TaskTables.tasks(job.tasks(), story.terminal());
        if (!job.state().equals("finished")) {
            throw new StepFailedException("job visit is " + job.state(), List.of());
        }
        story.say(
                "All six have slept a second and ended %s after they were asked for. What they"
                                .formatted(Story.seconds(took))
                        + " wrote, read through ann from wherever it is:");
        for (TaskView task : job.tasks()) {
            story.terminal()
                    .println("  " + task.id() + ": " + agent("ann").firstLogLine(task.id()));
        }
    }

    private void submit(String name, int count, int cpu, List<String> command) {
        JobRequest job =
                new JobRequest(name, count, command, new TreeMap<>(), cpu, "16M", "2s", null);
        agent("eve").client().post(ControlPath.of("jobs"), job);
    }

    private boolean hasEnded(String name, int count) {
        try {
            List<TaskView> tasks = agent("eve").job(name).tasks();
            return tasks.size() == count
                    && tasks.stream().allMatch(task -> task.exitCode() != null);
        } catch (VerbFailedException notNow) {
            return false;
        }
    }

    private void restartAgent(long epochBefore) throws InterruptedException {
        story.act("cat is started again on the folder that it left");
        DemoAgent cat = agent("cat");
        String id = idOf("cat");
        cat.start(cluster, List.of(agents.getFirst().address()));
        SortedMap<String, Duration> seen =
                stage.untilEach(
                        "cat's instance is back in every answer",
                        SOON,
                        agents,
                        agent -> agent.finds(WebServer.SERVICE, all -> passing(all) == 3));
        AgentView self = cat.self();
        if (!self.id().equals(id) || self.epoch() <= epochBefore) {
            throw new StepFailedException("cat did not come back as itself", List.of());
        }
        story.say(
                "It is the same member (%s...), now in epoch %d after %d. Its service, which nobody"
                                .formatted(id.substring(0, 12), self.epoch(), epochBefore)
                        + " registered again, is passing in the answers of: "
                        + Story.seconds(seen)
                        + ".");
    }

    private String idOf(String name) {
        return agent("eve").members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void loseHostOfTask() throws InterruptedException {
        story.act("A task outlives its host");
        story.command("eve", "run --name=watch -- sleep 600");
        submit("watch", 1, 100, List.of("sleep", "600"));
        stage.until("task watch.0 runs", SOON, () -> isRunningElsewhere("", agent("eve")));
        TaskView first = agent("eve").job("watch").tasks().getFirst();
        DemoAgent witness = allBut(first.node()).getFirst();
        int killed = stage.killWithChildren(first.node());
        Duration moved =
                stage.until(
                        "task watch.0 runs on another host",
                        DETECTION,
                        () -> isRunningElsewhere(first.node(), witness));
        TaskView second = witness.job("watch").tasks().getFirst();
        story.say(
                "It ran on %s, which then lost its power: agent and task, %d processes. %s later it"
                                .formatted(first.node(), killed, Story.seconds(moved))
                        + " runs on %s, attempt %d.".formatted(second.node(), second.attempt()));
        TaskTables.tasks(List.of(second), story.terminal());
        agents.remove(agent(first.node()));
    }

    private static boolean isRunningElsewhere(String node, DemoAgent witness) {
        try {
            return witness.job("watch").tasks().stream()
                    .anyMatch(t -> t.state().equals("running") && !t.node().equals(node));
        } catch (VerbFailedException notNow) {
            return false;
        }
    }

    private void end() throws InterruptedException {
        story.act("The end: the job is stopped, the agents leave, nothing stays");
        agents.getFirst().client().delete(ControlPath.of("jobs", "watch"));
        List<Process> leaving = new ArrayList<>();
        for (DemoAgent agent : agents) {
            leaving.add(stage.release(agent.name()));
            agent.client().tell("POST", ControlPath.of("leave"));
        }
        long deadline = System.nanoTime() + SOON.toNanos();
        for (Process process : leaving) {
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new StepFailedException("an agent that left did not end", List.of());
            }
        }
        stage.close();
        List<Integer> taken = ports.stream().filter(port -> !FreePorts.isFree(port)).toList();
        if (!taken.isEmpty()) {
            throw new StepFailedException("these ports are still in use: " + taken, List.of());
        }
        List<ProcessHandle> alive = new Leftovers(stage.folder()).find();
        if (!alive.isEmpty()) {
            throw new StepFailedException("these processes still live: " + alive, List.of());
        }
        if (Files.exists(stage.folder())) {
            throw new StepFailedException("the folder could not be removed", List.of());
        }
        story.say(
                "No process of it lives, its %d ports are free, its folder is gone."
                        .formatted(ports.size()));
        story.end();
    }
}
