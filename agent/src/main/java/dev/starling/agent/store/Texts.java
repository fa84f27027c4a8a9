package dev.starling.agent.store;

import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Texts, lists of them and maps between them, as several forms have them. */
final class Texts {

    /** More than any text of a value that its type accepts. */
    private static final int MOST = 16 * 1_024;

    private Texts() {}

    static String read(WireReader reader) throws MalformedMessageException {
        return reader.text(MOST);
    }

    static void writeList(List<String> texts, WireWriter writer) {
        writer.varint(texts.size());
        texts.forEach(writer::text);
    }

    static List<String> readList(WireReader reader) throws MalformedMessageException {
        List<String> texts = new ArrayList<>();
        int count = reader.count(MOST);
        for (int i = 0; i < count; i++) {
            texts.add(read(reader));
        }
        return texts;
    }

    static void writeMap(SortedMap<String, String> texts, WireWriter writer) {
        writer.varint(texts.size());
        texts.forEach((key, value) -> {
            writer.text(key);
            writer.text(value);
        });
    }

    static SortedMap<String, String> readMap(WireReader reader) throws MalformedMessageException {
        SortedMap<String, String> texts = new TreeMap<>();
        int count = reader.count(MOST);
        for (int i = 0; i < count; i++) {
            texts.put(read(reader), read(reader));
        }
        return texts;
    }
}
