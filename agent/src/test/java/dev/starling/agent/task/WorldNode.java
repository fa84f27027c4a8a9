package dev.starling.agent.task;

import static dev.starling.agent.task.Fixtures.ms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.dht.Contact;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.WriteResult;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.MemberStatus;
import dev.starling.gossip.Notice;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One host of a {@link World}: its task machine, its view, its disk and its processes. */
final class WorldNode {

    interface Question {
        void ask(long requestId, Consumer<TaskEffect> out);
    }

    private final World world;
    private final int number;
    private final TaskConfig config;
    private final SortedMap<NodeId, MemberRecord> view = new TreeMap<>();
    private final SortedMap<Key, SortedMap<String, Entry>> disk = new TreeMap<>();
    private final SortedMap<TaskKey, TaskLaunch> journal = new TreeMap<>();
    private final SortedMap<TaskKey, TaskLaunch> processes = new TreeMap<>();
    private final SortedMap<Long, TaskEffect> answers = new TreeMap<>();

    /** What it noted for people, and what it asked of its executor, in order. */
    final List<String> notes = new ArrayList<>();

    final List<TaskEffect> executorWishes = new ArrayList<>();

    private MemberRecord record;
    private Tasks tasks;
    private boolean isUp;
    private boolean isCutOff;
    private long lastRequestId;
    private long lastNoticeVersion;
    private long armedNanos;

    WorldNode(World world, int number, TaskConfig config) {
        this.world = world;
        this.number = number;
        this.config = config;
        this.record = Fixtures.record(number, 0);
    }

    /** Starts the agent: a new life of the same node, with what its disk has kept. */
    void boot() {
        record = Fixtures.record(number, record.epoch() + 1);
        isUp = true;
        armedNanos = Long.MAX_VALUE;
        view.put(record.id(), record);
        long seed = number * 1_000L + record.epoch();
        tasks = new Tasks(config, record, this::closest, World.LEASE_NANOS, seed);
        tasks.restore(List.copyOf(journal.values()), now(), this::perform);
        disk.forEach((key, held) -> held.values().forEach(e -> replica(key, e)));
        for (TaskLaunch launch : List.copyOf(journal.values())) world.after(ms(5), adopt(launch));
        for (MemberRecord known : view.values()) learn(known, MemberStatus.ALIVE);
        settle();
    }

    private Runnable adopt(TaskLaunch launch) {
        return () -> {
            if (!isUp || !journal.containsKey(launch.key())) return;
            if (processes.containsKey(launch.key())) {
                tasks.onStarted(launch.key(), 1, now(), this::perform);
            } else {
                tasks.onLost(launch.key(), "its process is gone", now(), this::perform);
            }
            settle();
        };
    }

    /** Nothing reaches it and nothing leaves it, and it does not know. */
    void cutOff(boolean isCut) {
        isCutOff = isCut;
    }

    boolean isReachable() {
        return isUp && !isCutOff;
    }

    int number() {
        return number;
    }

    /** The agent dies; its processes and its disk stay. */
    void killAgent() {
        isUp = false;
    }

    void powerOff() {
        isUp = false;
        processes.clear();
    }

    void wipeDisk() {
        disk.clear();
        journal.clear();
        processes.clear();
    }

    NodeId id() {
        return record.id();
    }

    MemberRecord record() {
        return record;
    }

    boolean isUp() {
        return isUp;
    }

    Tasks tasks() {
        return tasks;
    }

    SortedMap<TaskKey, TaskLaunch> processes() {
        return processes;
    }

    SortedMap<TaskKey, TaskLaunch> journal() {
        return journal;
    }

    SortedMap<Key, SortedMap<String, Entry>> disk() {
        return disk;
    }

    List<Entry> held(Key key) {
        return List.copyOf(disk.getOrDefault(key, new TreeMap<>()).values());
    }

    List<Contact> closest(NodeId point, int most) {
        return view.values().stream()
                .map(World::contactOf)
                .sorted((left, right) -> point.compareDistance(left.id(), right.id()))
                .limit(most)
                .toList();
    }

    /** What a newcomer gets from whom it joins. */
    void introduceTo(WorldNode newcomer) {
        if (isUp) world.after(0, () -> newcomer.learn(record, MemberStatus.ALIVE));
    }

    void learn(MemberRecord about, MemberStatus status) {
        if (about.id().equals(id())) return;
        if (status.isPresent()) view.put(about.id(), about);
        else view.remove(about.id());
        if (!isUp) return;
        tasks.onMember(World.member(about, status), now(), this::perform);
        settle();
    }

    void receive(WorldNode from, TaskMessage message) {
        if (!isReachable()) return;
        MemberRecord who = from.record();
        Sender sender = new Sender(who.id(), who.epoch(), who.endpoint());
        tasks.on(sender, message, now(), this::perform);
        settle();
    }

    void hear(Notice notice) {
        if (isReachable()) tasks.onNotice(notice, now());
    }

    void hold(Key key, Entry entry) {
        if (!isUp) return;
        var shelf = disk.computeIfAbsent(key, fresh -> new TreeMap<>());
        Entry known = shelf.get(entry.subkey().toUtf8());
        if (known != null && !entry.supersedes(known)) return;
        shelf.put(entry.subkey().toUtf8(), entry);
        replica(key, entry);
        settle();
    }

    private void replica(Key key, Entry entry) {
        tasks.onReplica(key, entry, now(), this::perform);
    }

    void written(long token, WriteResult result) {
        if (!isUp) return;
        tasks.onWritten(token, result, now(), this::perform);
        settle();
    }

    void answered(long token, ReadResult result) {
        if (!isUp) return;
        tasks.onRead(token, result, now(), this::perform);
        settle();
    }

    /** The process ends by itself. */
    void exit(TaskKey key, int exitCode) {
        assertThat(processes.remove(key)).as("process %s", key).isNotNull();
        if (!isUp) return;
        tasks.onExited(key, exitCode, now(), this::perform);
        settle();
    }

    TaskEffect submit(JobSpec spec) {
        return await(begin((id, out) -> tasks.submit(id, spec, now(), out)));
    }

    TaskEffect find(String job) {
        return await(begin((id, out) -> tasks.find(id, job, now(), out)));
    }

    TaskEffect stop(String job) {
        return await(begin((id, out) -> tasks.stop(id, job, now(), out)));
    }

    TaskEffect stopTask(String job, int index) {
        TaskRef task = new TaskRef(job, index);
        return await(begin((id, out) -> tasks.stopTask(id, task, now(), out)));
    }

    TaskEffect survey() {
        return await(begin((id, out) -> tasks.survey(id, now(), out)));
    }

    TaskEffect readLog(String job, int index) {
        return await(
                begin((id, out) -> {
                    LogQuery query = new LogQuery(id, job, index, LogStream.STDOUT, 0, 1_000);
                    tasks.readLog(query, now(), out);
                }));
    }

    /** Asks without waiting; {@link #await} takes the number that this gives. */
    long begin(Question question) {
        long requestId = ++lastRequestId;
        question.ask(requestId, this::perform);
        settle();
        return requestId;
    }

    /** Runs the world until the answer is there. */
    TaskEffect await(long requestId) {
        world.runUntil(ms(30_000), w -> answers.containsKey(requestId));
        return answers.remove(requestId);
    }

    private void perform(TaskEffect effect) {
        switch (effect) {
            case TaskEffect.Send send -> world.send(this, send.to(), send.message());
            case TaskEffect.Write write -> world.write(this, write);
            case TaskEffect.Read read -> world.read(this, read);
            case TaskEffect.Publish publish -> publish(publish.topic(), publish.payload());
            case TaskEffect.StartTask start -> start(start.launch());
            case TaskEffect.StopTask stop -> stop(stop);
            case TaskEffect.ReadLog read -> world.after(ms(1), () -> readLog(read));
            case TaskEffect.SaveTask save -> journal.put(save.launch().key(), save.launch());
            case TaskEffect.ForgetTask forget -> journal.remove(forget.task());
            case TaskEffect.JobAnswered answer -> answers.put(answer.requestId(), answer);
            case TaskEffect.JobsAnswered answer -> answers.put(answer.requestId(), answer);
            case TaskEffect.LogAnswered answer -> answers.put(answer.requestId(), answer);
            case TaskEffect.Refused refusal -> answers.put(refusal.requestId(), refusal);
            case TaskEffect.Noted noted -> notes.add(noted.text());
        }
    }

    private void publish(int topic, Bytes payload) {
        assertThat(payload.length()).isLessThanOrEqualTo(140);
        Notice notice = new Notice(id(), topic, record.epoch(), ++lastNoticeVersion, payload);
        world.gossip(this, notice);
    }

    private void start(TaskLaunch launch) {
        executorWishes.add(new TaskEffect.StartTask(launch));
        assertThat(journal).as("saved before it is started").containsKey(launch.key());
        processes.put(launch.key(), launch);
        world.after(
                ms(2),
                () -> {
                    if (!isUp || !processes.containsKey(launch.key())) return;
                    tasks.onStarted(launch.key(), 1, now(), this::perform);
                    settle();
                });
    }

    private void stop(TaskEffect.StopTask stop) {
        executorWishes.add(stop);
        world.after(
                ms(10),
                () -> {
                    if (isUp && processes.containsKey(stop.task())) exit(stop.task(), 143);
                });
    }

    private void readLog(TaskEffect.ReadLog read) {
        if (!isUp) return;
        Bytes content = Bytes.ofUtf8("output of " + read.task());
        LogPiece piece = new LogPiece(0, content.length(), content);
        tasks.onLogRead(read.readId(), piece, now(), this::perform);
        settle();
    }

    private void settle() {
        check();
        rearm();
    }

    /** One timer, armed for the earliest deadline; a late one is early for the next. */
    private void rearm() {
        long dueNanos = Math.max(now(), tasks.nextDeadlineNanos());
        if (tasks.nextDeadlineNanos() == Long.MAX_VALUE || dueNanos >= armedNanos) return;
        armedNanos = dueNanos;
        Tasks life = tasks;
        world.after(
                dueNanos - now(),
                () -> {
                    if (tasks != life || armedNanos != dueNanos) return;
                    armedNanos = Long.MAX_VALUE;
                    if (!isUp) return;
                    tasks.tick(now(), this::perform);
                    settle();
                });
    }

    private long now() {
        return world.nowNanos();
    }

    /** The machine is consistent, and what really runs here fits. */
    private void check() {
        tasks.checkInvariants();
        Resources used = Resources.NONE;
        for (TaskLaunch launch : processes.values()) used = used.plus(launch.spec().resources());
        assertThat(used.fitsIn(config.capacity())).as("%s has %s", record.name(), used).isTrue();
    }
}
