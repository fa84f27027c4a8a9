package dev.starling.agent.exec;

import java.util.Optional;

/** Which processes a task is: what the shim writes before the command runs. */
record StartRecord(ProcessIdentity shim, ProcessIdentity task) {

    /** Empty if this is no such record: an agent has written that the task will never start. */
    static Optional<StartRecord> parse(String text) {
        String[] fields = text.strip().split(" ");
        if (fields.length != 5) return Optional.empty();
        try {
            return Optional.of(
                    new StartRecord(
                            new ProcessIdentity(
                                    fields[0],
                                    Long.parseLong(fields[1]),
                                    Long.parseLong(fields[2])),
                            new ProcessIdentity(
                                    fields[0],
                                    Long.parseLong(fields[3]),
                                    Long.parseLong(fields[4]))));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }
}
