package dev.starling.agent.task;

import dev.starling.wire.Message;

import java.util.List;

/**
 * Everything one agent says to another about tasks: the Contract Net (FIPA SC00029) by unicast to a
 * few, with bids that hold what they promise, awards that are repeated harmlessly, and an owner
 * that outlives the initiator.
 *
 * <pre>
 *   primary guardian                  bidders               winner, later executor
 *     | ---- Solicit ------------------> | (3 or more at random)      |
 *     | <--------------- Bid / Refuse -- |                            |
 *     | ---- Cancel -------------------> | (losers)                   |
 *     | ---- Award -------------------------------------------------> |
 *     | <------------------------------------------ Accept / Reject - |
 *     |                                                               |
 *     | ---- Stop --------------------------------------------------> |  until it reports its end
 *     | ---- Inquire -----------------------------------------------> |  no report after a restart
 *     | <----------------------------------------- Running / Unknown  |
 *     | <------------------------------------------------- Running -- |  every 10 s
 *     | ---- Revoke / Stop -----------------------------------------> |  if it should not run
 *
 *   asker                             any member
 *     | ---- SurveyAsk ----------------> |
 *     | <---------- SurveyAnswer, ... -- |
 *     | ---- LogAsk -------------------> | (the host of the task)
 *     | <----- LogAnswer / LogRefusal -- |
 * </pre>
 *
 * <p>What must not be lost is not said here but written to the table: where a task was placed, and
 * how it fares. Ids ({@code solicitId}, {@code holdId}, {@code surveyId}, {@code askId}) mean
 * something only to the node that chose them, and start at random in each life, so that an answer
 * to a former life matches nothing.
 */
public sealed interface TaskMessage extends Message {

    /** How many tasks one {@link Running} names: as many as fit a datagram. */
    int MOST_RUNNING = 12;

    /** How many tasks one {@link Solicit} or {@link Bid} speaks of at most. */
    int MOST_HELD = 64;

    /** Bound on the reasons that travel, in characters. */
    int MOST_REASON_CHARACTERS = 200;

    /** Bound on the parts of one node's {@link SurveyAnswer}. */
    int MOST_PARTS = 64;

    /**
     * "Could you run tasks that need {@code each}, up to {@code most} of them?"
     *
     * @param most 1 to {@value #MOST_HELD}
     */
    record Solicit(long solicitId, Resources each, int most) implements TaskMessage {}

    /**
     * "I hold room for {@code count} of them for a short while."
     *
     * @param count 1 to {@value #MOST_HELD}
     * @param free what is free without this and other holds
     * @param capacity what the host gives to tasks
     * @param running how many tasks it has
     */
    record Bid(
            long solicitId, long holdId, int count, Resources free, Resources capacity, int running)
            implements TaskMessage {}

    /** "Not now"; means nothing for the next time. */
    record Refuse(long solicitId, String reason) implements TaskMessage {}

    /** "You run this." Repeated if unanswered; the executor tells twins apart by the key. */
    record Award(long holdId, TaskLaunch launch) implements TaskMessage {}

    /** "I have stored it and start it." */
    record Accept(TaskKey task) implements TaskMessage {}

    /** "I will not run it"; nothing was started. */
    record Reject(TaskKey task, String reason) implements TaskMessage {}

    /** "You may give away what is left of that hold." Never answered. */
    record Cancel(long holdId) implements TaskMessage {}

    /** "End it and report." Answered with the report in the table, or {@link Unknown}. */
    record Stop(TaskKey task) implements TaskMessage {}

    /** "End it, report nothing: it has been replaced." Never answered. */
    record Revoke(TaskKey task) implements TaskMessage {}

    /**
     * "Do you have it?" Answered with {@link Running} and a fresh report in the table, or {@link
     * Unknown}.
     *
     * @param revision of the report that stands now, which the fresh one has to exceed; below 2^24
     */
    record Inquire(TaskKey task, int revision) implements TaskMessage {}

    /** "I do not have it, nor do I owe a report of it." */
    record Unknown(TaskKey task) implements TaskMessage {}

    /** "I have these." Answered with {@link Revoke} or {@link Stop} for those that should end. */
    record Running(List<TaskKey> tasks) implements TaskMessage {}

    /** "Which jobs are you primary for?" */
    record SurveyAsk(long surveyId) implements TaskMessage {}

    /**
     * One part of an answer; the answer counts when all have come.
     *
     * @param part from 0
     * @param parts 1 to {@value #MOST_PARTS}
     */
    record SurveyAnswer(long surveyId, int part, int parts, List<JobStatus> jobs)
            implements TaskMessage {}

    /** "Read me this piece of a log." */
    record LogAsk(long askId, TaskKey task, LogStream stream, long offset, int mostBytes)
            implements TaskMessage {}

    record LogAnswer(long askId, LogPiece piece, boolean isEnded) implements TaskMessage {}

    record LogRefusal(long askId, String reason) implements TaskMessage {}
}
