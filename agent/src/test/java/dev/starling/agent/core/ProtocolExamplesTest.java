package dev.starling.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskMessage;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.Version;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.Rumor;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.Message;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The examples in {@code docs/PROTOCOL.md} are what the code writes and reads. With {@code
 * -Dexamples=print} the test prints them as the document should have them.
 */
class ProtocolExamplesTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("\\*\\*(\\w+)\\*\\*[^\\n]*\\n\\n((?: {4}[0-9a-f]+\\n)+)");

    private static final NodeId ALICE = NodeId.hashOf(new byte[] {1});
    private static final NodeId BOB = NodeId.hashOf(new byte[] {2});

    private final PacketCodec codec = new PacketCodec("starling");

    @Test
    void the_documented_bytes_are_the_bytes_of_the_code()
            throws IOException, MalformedMessageException {
        Map<String, Message> messages = messages();
        if ("print".equals(System.getProperty("examples"))) print(messages);
        Map<String, String> documented = documented();

        assertThat(documented.keySet()).isEqualTo(messages.keySet());
        for (var example : messages.entrySet()) {
            byte[] bytes = HexFormat.of().parseHex(documented.get(example.getKey()));
            Packet packet = packet(example.getValue());
            assertThat(codec.decode(bytes)).as(example.getKey()).isEqualTo(packet);
            assertThat(codec.encode(packet)).as(example.getKey()).isEqualTo(bytes);
        }
    }

    private static Map<String, Message> messages() throws IOException {
        Endpoint there = new Endpoint(InetAddress.getByName("10.0.0.2"), 7946);
        MemberRecord bob = new MemberRecord(BOB, 2, 9, "bob", there, "eu-1");
        Entry entry =
                new Entry(
                        Bytes.ofUtf8("web-1"),
                        ALICE,
                        new Version(3, 1),
                        900_000_000_000L,
                        false,
                        Bytes.ofUtf8("payload"));
        Map<String, Message> messages = new LinkedHashMap<>();
        messages.put("Ping", new SwimMessage.Ping(7, BOB, Carrier.DATAGRAM));
        messages.put("Ack", new SwimMessage.Ack(7));
        messages.put(
                "Rumors",
                new SwimMessage.Rumors(
                        List.of(new Rumor.Alive(bob), new Rumor.Suspect(BOB, 2, 9, ALICE))));
        messages.put("Get", new DhtMessage.Get(5, Key.of(1, "web"), List.of(BOB.bits0())));
        messages.put("Put", new DhtMessage.Put(6, Key.of(1, "web"), List.of(entry), List.of()));
        messages.put("Solicit", new TaskMessage.Solicit(8, new Resources(500, 256L << 20), 3));
        return messages;
    }

    private static Packet packet(Message message) {
        Endpoint here = new Endpoint(InetAddress.ofLiteral("127.0.0.1"), 7946);
        return new Packet(new Sender(ALICE, 3, here), List.of(message));
    }

    private static Map<String, String> documented() throws IOException {
        Path document = Path.of("..", "docs", "PROTOCOL.md");
        Matcher example = EXAMPLE.matcher(Files.readString(document));
        Map<String, String> hex = new LinkedHashMap<>();
        while (example.find()) {
            hex.put(example.group(1), example.group(2).replaceAll("\\s", ""));
        }
        return hex;
    }

    private void print(Map<String, Message> messages) {
        messages.forEach((name, message) -> {
            String hex = HexFormat.of().formatHex(codec.encode(packet(message)));
            System.out.println("**" + name + "**: `" + message + "`\n");
            System.out.println(hex.replaceAll("(.{1,96})", "    $1\n"));
        });
    }
}
