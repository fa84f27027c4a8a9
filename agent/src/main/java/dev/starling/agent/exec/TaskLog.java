package dev.starling.agent.exec;

import dev.starling.agent.task.LogStream;
import dev.starling.node.Bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One output of a task, read by offset from its very first byte, although only the last segments
 * are kept.
 */
record TaskLog(TaskFolder folder, LogStream stream) {

    /** A segment may go while it is read; then the segments are looked at once more. */
    private static final int MOST_LOOKS = 3;

    /**
     * A piece of the output.
     *
     * @param offset where {@code content} begins
     * @param sizeBytes how long the whole output is by now
     */
    record Piece(long offset, long sizeBytes, Bytes content) {}

    private record Segment(Path file, long firstOffset, long sizeBytes) {

        long endOffset() {
            return firstOffset + sizeBytes;
        }
    }

    /**
     * Reads at most {@code mostBytes} from {@code offset}, or from the first byte that is kept if
     * that comes later. A negative offset counts from the end; one behind the end reads nothing.
     *
     * @throws NoSuchFileException if nothing is kept of it
     */
    Piece read(long offset, int mostBytes) throws IOException {
        for (int look = 1; ; look++) {
            try {
                return read(segments(), offset, mostBytes);
            } catch (NoSuchFileException rotatedAway) {
                if (look == MOST_LOOKS) throw rotatedAway;
            }
        }
    }

    private Piece read(List<Segment> segments, long offset, int mostBytes) throws IOException {
        if (segments.isEmpty()) throw new NoSuchFileException(folder.path().toString());
        long size = segments.getLast().endOffset();
        long wanted = offset < 0 ? size + offset : offset;
        long first = Math.clamp(wanted, segments.getFirst().firstOffset(), size);
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(mostBytes, size - first));
        for (Segment segment : segments) {
            long next = first + content.position();
            if (next >= segment.firstOffset() && next < segment.endOffset()) {
                fill(content, segment, next - segment.firstOffset());
            }
        }
        byte[] bytes = new byte[content.flip().remaining()];
        content.get(bytes);
        return new Piece(first, size, Bytes.of(bytes));
    }

    private static void fill(ByteBuffer content, Segment segment, long from) throws IOException {
        try (FileChannel file = FileChannel.open(segment.file())) {
            long at = from;
            while (content.hasRemaining() && at < segment.sizeBytes()) {
                int read = file.read(content, at);
                if (read < 0) return;
                at += read;
            }
        }
    }

    private List<Segment> segments() throws IOException {
        String prefix = stream.name().toLowerCase(Locale.ROOT) + ".";
        List<Segment> segments = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.path(), prefix + "[0-9]*")) {
            for (Path file : files) {
                String offset = file.getFileName().toString().substring(prefix.length());
                segments.add(new Segment(file, Long.parseLong(offset), Files.size(file)));
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        segments.sort(Comparator.comparingLong(Segment::firstOffset));
        return segments;
    }
}
