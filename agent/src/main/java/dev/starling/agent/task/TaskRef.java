package dev.starling.agent.task;

/** One task of a job, whichever attempt it has reached. */
public record TaskRef(String job, int index) {

    /** What people call it: {@code etl.3}. */
    @Override
    public String toString() {
        return job + "." + index;
    }
}
