package dev.starling.agent.store;

import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A service of this host, with its checks. */
final class ServiceForm implements Form<ServiceDefinition> {

    private static final int HTTP = 1;
    private static final int TCP = 2;
    private static final int TTL = 3;

    @Override
    public void write(ServiceDefinition service, WireWriter writer) {
        writer.text(service.id());
        writer.text(service.name());
        writer.text(service.address());
        writer.u16(service.port());
        Texts.writeList(service.tags(), writer);
        Texts.writeMap(service.meta(), writer);
        writer.varint(service.checks().size());
        for (CheckDefinition check : service.checks()) {
            writeCheck(check, writer);
        }
    }

    private static void writeCheck(CheckDefinition definition, WireWriter writer) {
        switch (definition) {
            case CheckDefinition.Http check -> {
                writer.u8(HTTP);
                writer.text(check.id());
                writer.text(check.url());
                writeTimes(check, writer);
            }
            case CheckDefinition.Tcp check -> {
                writer.u8(TCP);
                writer.text(check.id());
                writer.text(check.host());
                writer.u16(check.port());
                writeTimes(check, writer);
            }
            case CheckDefinition.Ttl check -> {
                writer.u8(TTL);
                writer.text(check.id());
                writer.u64(check.ttlNanos());
            }
        }
    }

    private static void writeTimes(CheckDefinition.Polled check, WireWriter writer) {
        writer.u64(check.intervalNanos());
        writer.u64(check.timeoutNanos());
    }

    @Override
    public ServiceDefinition read(WireReader reader) throws MalformedMessageException {
        String id = Texts.read(reader);
        String name = Texts.read(reader);
        String address = Texts.read(reader);
        int port = reader.u16();
        List<String> tags = Texts.readList(reader);
        SortedMap<String, String> meta = new TreeMap<>(Texts.readMap(reader));
        List<CheckDefinition> checks = new ArrayList<>();
        int count = reader.count(ServiceDefinition.MOST_CHECKS);
        for (int i = 0; i < count; i++) {
            checks.add(readCheck(reader));
        }
        return new ServiceDefinition(id, name, address, port, tags, meta, checks);
    }

    private static CheckDefinition readCheck(WireReader reader) throws MalformedMessageException {
        int kind = reader.u8();
        String id = Texts.read(reader);
        return switch (kind) {
            case HTTP ->
                    new CheckDefinition.Http(id, Texts.read(reader), reader.u64(), reader.u64());
            case TCP ->
                    new CheckDefinition.Tcp(
                            id, Texts.read(reader), reader.u16(), reader.u64(), reader.u64());
            case TTL -> new CheckDefinition.Ttl(id, reader.u64());
            default -> throw new MalformedMessageException("a check of kind " + kind);
        };
    }
}
