package dev.starling.agent.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An event loop whose rounds and time a test makes. */
final class ManualLoop extends AbstractExecutorService implements ScheduledExecutorService {

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long nowNanos = 1_000_000_000_000L;
    private boolean isShut;

    long nanoTime() {
        return nowNanos;
    }

    /** One round: the tasks there are, those they add, then the timers that were due before. */
    void round() {
        List<Timer> due =
                timers.stream()
                        .filter(timer -> timer.atNanos <= nowNanos)
                        .sorted(Comparator.comparingLong(timer -> timer.atNanos))
                        .toList();
        timers.removeAll(due);
        runTasks();
        due.forEach(FutureTask::run);
        runTasks();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass in small steps, each with its rounds. */
    void run(long nanos) {
        long end = nowNanos + nanos;
        round();
        while (nowNanos < end) {
            nowNanos = Math.min(end, nowNanos + 1_000_000);
            round();
        }
    }

    /** Lets time pass while nothing runs. */
    void sleep(long nanos) {
        nowNanos += nanos;
    }

    int timerCount() {
        timers.removeIf(FutureTask::isCancelled);
        return timers.size();
    }

    @Override
    public void execute(Runnable task) {
        if (isShut) throw new RejectedExecutionException("shut");
        tasks.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Timer timer = new Timer(task, nowNanos + unit.toNanos(delay));
        timers.add(timer);
        return timer;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable task, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable task, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        isShut = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        isShut = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isShut;
    }

    @Override
    public boolean isTerminated() {
        return isShut;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShut;
    }

    private final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long atNanos;

        Timer(Runnable task, long atNanos) {
            super(task, null);
            this.atNanos = atNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - nowNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
