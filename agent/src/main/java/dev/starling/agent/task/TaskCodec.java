package dev.starling.agent.task;

import dev.starling.agent.task.TaskMessage.Accept;
import dev.starling.agent.task.TaskMessage.Award;
import dev.starling.agent.task.TaskMessage.Bid;
import dev.starling.agent.task.TaskMessage.Cancel;
import dev.starling.agent.task.TaskMessage.Inquire;
import dev.starling.agent.task.TaskMessage.LogAnswer;
import dev.starling.agent.task.TaskMessage.LogAsk;
import dev.starling.agent.task.TaskMessage.LogRefusal;
import dev.starling.agent.task.TaskMessage.Refuse;
import dev.starling.agent.task.TaskMessage.Reject;
import dev.starling.agent.task.TaskMessage.Revoke;
import dev.starling.agent.task.TaskMessage.Running;
import dev.starling.agent.task.TaskMessage.Solicit;
import dev.starling.agent.task.TaskMessage.Stop;
import dev.starling.agent.task.TaskMessage.SurveyAnswer;
import dev.starling.agent.task.TaskMessage.SurveyAsk;
import dev.starling.agent.task.TaskMessage.Unknown;
import dev.starling.agent.task.table.JobLayout;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.MessageCodec;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * The byte layouts of {@link TaskMessage}. Ids are u64; numbers, counts and sizes are varints;
 * texts, keys, launches, specs and statuses are as {@link JobLayout} says.
 *
 * <pre>
 *  64 Solicit       solicitId, Resources each, most (1 to 64)
 *  65 Bid           solicitId, holdId, count (1 to 64), Resources free, Resources capacity, running
 *  66 Refuse        solicitId, reason
 *  67 Award         holdId, TaskLaunch
 *  68 Accept        TaskKey
 *  69 Reject        TaskKey, reason
 *  70 Cancel        holdId
 *  71 Stop          TaskKey
 *  72 Revoke        TaskKey
 *  73 Inquire       TaskKey, revision (below 2^24)
 *  74 Unknown       TaskKey
 *  75 Running       count (0 to 12), TaskKey each
 *  76 SurveyAsk     surveyId
 *  77 SurveyAnswer  surveyId, part, parts (1 to 64), count, JobStatus each
 *  78 LogAsk        askId, TaskKey, u8 stream (1 stdout, 2 stderr), u64 offset (two's complement),
 *                   mostBytes (1 to 262,144)
 *  79 LogAnswer     askId, u64 offset, u64 size, flag ended, content behind its length
 *  80 LogRefusal    askId, reason
 * </pre>
 */
public final class TaskCodec implements MessageCodec<TaskMessage> {

    private static final int SOLICIT = 64;
    private static final int BID = 65;
    private static final int REFUSE = 66;
    private static final int AWARD = 67;
    private static final int ACCEPT = 68;
    private static final int REJECT = 69;
    private static final int CANCEL = 70;
    private static final int STOP = 71;
    private static final int REVOKE = 72;
    private static final int INQUIRE = 73;
    private static final int UNKNOWN = 74;
    private static final int RUNNING = 75;
    private static final int SURVEY_ASK = 76;
    private static final int SURVEY_ANSWER = 77;
    private static final int LOG_ASK = 78;
    private static final int LOG_ANSWER = 79;
    private static final int LOG_REFUSAL = 80;

    /** More than any host runs or any answer holds; the bytes that follow are the real bound. */
    private static final int MOST_COUNT = 1_000_000;

    @Override
    public int kindOf(TaskMessage message) {
        return switch (message) {
            case Solicit solicit -> SOLICIT;
            case Bid bid -> BID;
            case Refuse refuse -> REFUSE;
            case Award award -> AWARD;
            case Accept accept -> ACCEPT;
            case Reject reject -> REJECT;
            case Cancel cancel -> CANCEL;
            case Stop stop -> STOP;
            case Revoke revoke -> REVOKE;
            case Inquire inquire -> INQUIRE;
            case Unknown unknown -> UNKNOWN;
            case Running running -> RUNNING;
            case SurveyAsk ask -> SURVEY_ASK;
            case SurveyAnswer answer -> SURVEY_ANSWER;
            case LogAsk ask -> LOG_ASK;
            case LogAnswer answer -> LOG_ANSWER;
            case LogRefusal refusal -> LOG_REFUSAL;
        };
    }

    @Override
    public boolean knows(int kind) {
        return kind >= SOLICIT && kind <= LOG_REFUSAL;
    }

    @Override
    public void write(TaskMessage message, WireWriter writer) {
        switch (message) {
            case Solicit solicit -> writeSolicit(solicit, writer);
            case Bid bid -> writeBid(bid, writer);
            case Refuse refuse -> {
                writer.u64(refuse.solicitId());
                JobLayout.writeReason(refuse.reason(), writer);
            }
            case Award award -> {
                writer.u64(award.holdId());
                JobLayout.writeLaunch(award.launch(), writer);
            }
            case Accept accept -> JobLayout.writeKey(accept.task(), writer);
            case Reject reject -> {
                JobLayout.writeKey(reject.task(), writer);
                JobLayout.writeReason(reject.reason(), writer);
            }
            case Cancel cancel -> writer.u64(cancel.holdId());
            case Stop stop -> JobLayout.writeKey(stop.task(), writer);
            case Revoke revoke -> JobLayout.writeKey(revoke.task(), writer);
            case Inquire inquire -> {
                JobLayout.writeKey(inquire.task(), writer);
                writer.varint(inquire.revision());
            }
            case Unknown unknown -> JobLayout.writeKey(unknown.task(), writer);
            case Running running -> writeRunning(running, writer);
            case SurveyAsk ask -> writer.u64(ask.surveyId());
            case SurveyAnswer answer -> writeSurveyAnswer(answer, writer);
            case LogAsk ask -> writeLogAsk(ask, writer);
            case LogAnswer answer -> writeLogAnswer(answer, writer);
            case LogRefusal refusal -> {
                writer.u64(refusal.askId());
                JobLayout.writeReason(refusal.reason(), writer);
            }
        }
    }

    @Override
    public TaskMessage read(int kind, WireReader reader) throws MalformedMessageException {
        return switch (kind) {
            case SOLICIT -> readSolicit(reader);
            case BID -> readBid(reader);
            case REFUSE -> new Refuse(reader.u64(), JobLayout.readReason(reader));
            case AWARD -> new Award(reader.u64(), JobLayout.readLaunch(reader));
            case ACCEPT -> new Accept(JobLayout.readKey(reader));
            case REJECT -> new Reject(JobLayout.readKey(reader), JobLayout.readReason(reader));
            case CANCEL -> new Cancel(reader.u64());
            case STOP -> new Stop(JobLayout.readKey(reader));
            case REVOKE -> new Revoke(JobLayout.readKey(reader));
            case INQUIRE -> new Inquire(JobLayout.readKey(reader), reader.count((1 << 24) - 1));
            case UNKNOWN -> new Unknown(JobLayout.readKey(reader));
            case RUNNING -> readRunning(reader);
            case SURVEY_ASK -> new SurveyAsk(reader.u64());
            case SURVEY_ANSWER -> readSurveyAnswer(reader);
            case LOG_ASK -> readLogAsk(reader);
            case LOG_ANSWER -> readLogAnswer(reader);
            case LOG_REFUSAL -> new LogRefusal(reader.u64(), JobLayout.readReason(reader));
            default -> throw new MalformedMessageException("task message kind " + kind);
        };
    }

    private static void writeSolicit(Solicit solicit, WireWriter writer) {
        writer.u64(solicit.solicitId());
        JobLayout.writeResources(solicit.each(), writer);
        writer.varint(solicit.most());
    }

    private static Solicit readSolicit(WireReader reader) throws MalformedMessageException {
        return new Solicit(
                reader.u64(),
                JobLayout.readResources(reader),
                positive(reader, TaskMessage.MOST_HELD));
    }

    private static void writeBid(Bid bid, WireWriter writer) {
        writer.u64(bid.solicitId());
        writer.u64(bid.holdId());
        writer.varint(bid.count());
        JobLayout.writeResources(bid.free(), writer);
        JobLayout.writeResources(bid.capacity(), writer);
        writer.varint(bid.running());
    }

    private static Bid readBid(WireReader reader) throws MalformedMessageException {
        return new Bid(
                reader.u64(),
                reader.u64(),
                positive(reader, TaskMessage.MOST_HELD),
                JobLayout.readResources(reader),
                JobLayout.readResources(reader),
                reader.count(MOST_COUNT));
    }

    private static void writeRunning(Running running, WireWriter writer) {
        writer.varint(running.tasks().size());
        running.tasks().forEach(task -> JobLayout.writeKey(task, writer));
    }

    private static Running readRunning(WireReader reader) throws MalformedMessageException {
        List<TaskKey> tasks = new ArrayList<>();
        for (int left = reader.count(TaskMessage.MOST_RUNNING); left > 0; left--) {
            tasks.add(JobLayout.readKey(reader));
        }
        return new Running(List.copyOf(tasks));
    }

    private static void writeSurveyAnswer(SurveyAnswer answer, WireWriter writer) {
        writer.u64(answer.surveyId());
        writer.varint(answer.part());
        writer.varint(answer.parts());
        writer.varint(answer.jobs().size());
        answer.jobs().forEach(job -> JobLayout.writeStatus(job, writer));
    }

    private static SurveyAnswer readSurveyAnswer(WireReader reader)
            throws MalformedMessageException {
        long surveyId = reader.u64();
        int part = reader.count(TaskMessage.MOST_PARTS - 1);
        int parts = positive(reader, TaskMessage.MOST_PARTS);
        if (part >= parts) throw new MalformedMessageException("part " + part + " of " + parts);
        List<JobStatus> jobs = new ArrayList<>();
        for (int left = reader.count(MOST_COUNT); left > 0; left--) {
            jobs.add(JobLayout.readStatus(reader));
        }
        return new SurveyAnswer(surveyId, part, parts, List.copyOf(jobs));
    }

    private static void writeLogAsk(LogAsk ask, WireWriter writer) {
        writer.u64(ask.askId());
        JobLayout.writeKey(ask.task(), writer);
        writer.u8(ask.stream() == LogStream.STDOUT ? 1 : 2);
        writer.u64(ask.offset());
        writer.varint(ask.mostBytes());
    }

    private static LogAsk readLogAsk(WireReader reader) throws MalformedMessageException {
        long askId = reader.u64();
        TaskKey task = JobLayout.readKey(reader);
        int stream = reader.u8();
        if (stream < 1 || stream > 2) throw new MalformedMessageException("stream " + stream);
        return new LogAsk(
                askId,
                task,
                stream == 1 ? LogStream.STDOUT : LogStream.STDERR,
                reader.u64(),
                positive(reader, LogQuery.MOST_BYTES));
    }

    private static void writeLogAnswer(LogAnswer answer, WireWriter writer) {
        writer.u64(answer.askId());
        writer.u64(answer.piece().offset());
        writer.u64(answer.piece().sizeBytes());
        writer.bool(answer.isEnded());
        writer.bytes(answer.piece().content());
    }

    private static LogAnswer readLogAnswer(WireReader reader) throws MalformedMessageException {
        long askId = reader.u64();
        long offset = reader.u64();
        long sizeBytes = reader.u64();
        boolean isEnded = reader.bool();
        LogPiece piece = new LogPiece(offset, sizeBytes, reader.bytes(LogQuery.MOST_BYTES));
        return new LogAnswer(askId, piece, isEnded);
    }

    private static int positive(WireReader reader, int most) throws MalformedMessageException {
        int value = reader.count(most);
        if (value == 0) throw new MalformedMessageException("0 where 1 is the least");
        return value;
    }
}
