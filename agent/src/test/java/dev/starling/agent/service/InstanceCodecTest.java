package dev.starling.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.dht.Entry;
import dev.starling.dht.Version;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireWriter;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

class InstanceCodecTest {

    private static final MemberRecord SELF = Fixture.record("alice", 3);
    private static final Version VERSION = new Version(3, 14);

    @Test
    void an_instance_comes_back_as_it_was() throws MalformedMessageException {
        ServiceInstance instance = instance("web-1", "wéb", List.of("blue", "", "日本"));

        Entry entry = InstanceCodec.entryOf(instance, VERSION, 77);

        assertThat(InstanceCodec.instanceOf(entry)).isEqualTo(instance);
        assertThat(entry.writer()).isEqualTo(SELF.id());
        assertThat(entry.version()).isEqualTo(VERSION);
        assertThat(entry.leaseNanos()).isEqualTo(77);
    }

    @Test
    void the_largest_service_fits_an_entry() throws MalformedMessageException {
        String wide = "語".repeat(85) + "x";
        TreeMap<String, String> meta = new TreeMap<>();
        for (int i = 0; i < ServiceDefinition.MOST_META; i++) {
            meta.put("k" + i, "語".repeat(20));
        }
        ServiceDefinition definition =
                new ServiceDefinition(wide, wide, "語".repeat(400), 1, List.of(), meta, List.of());
        ServiceInstance instance =
                new ServiceInstance(
                        SELF.id(),
                        definition.id(),
                        definition.name(),
                        definition.address(),
                        65_535,
                        definition.tags(),
                        definition.meta(),
                        CheckStatus.CRITICAL,
                        "語".repeat(ServiceInstance.OUTPUT_CHARACTERS));

        Entry entry = InstanceCodec.entryOf(instance, VERSION, 1);

        assertThat(InstanceCodec.instanceOf(entry)).isEqualTo(instance);
    }

    @Test
    void every_prefix_is_refused_and_bytes_behind_are_ignored() throws MalformedMessageException {
        ServiceInstance instance = instance("web-1", "web", List.of("blue"));
        byte[] payload = InstanceCodec.entryOf(instance, VERSION, 1).payload().toArray();
        for (int length = 0; length < payload.length; length++) {
            Entry prefix = withPayload(Arrays.copyOf(payload, length));
            assertThatThrownBy(() -> InstanceCodec.instanceOf(prefix))
                    .as("prefix of %d bytes", length)
                    .isInstanceOf(MalformedMessageException.class);
        }
        byte[] longer = Arrays.copyOf(payload, payload.length + 9);

        assertThat(InstanceCodec.instanceOf(withPayload(longer))).isEqualTo(instance);
    }

    @Test
    void noise_is_refused_or_read_but_never_breaks_anything() {
        Chance chance = Chance.stream(11, "noise");
        byte[] payload =
                InstanceCodec.entryOf(instance("web-1", "web", List.of("blue")), VERSION, 1)
                        .payload()
                        .toArray();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? new byte[chance.below(200)] : payload.clone();
            int changes = i % 2 == 0 ? bytes.length : 1 + chance.below(3);
            for (int change = 0; change < changes; change++) {
                int at = i % 2 == 0 ? change : chance.below(bytes.length);
                bytes[at] = (byte) chance.nextLong();
            }
            try {
                InstanceCodec.instanceOf(withPayload(bytes));
            } catch (MalformedMessageException nonsense) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void a_subkey_that_does_not_begin_with_its_writer_is_refused() {
        ServiceInstance instance = instance("web-1", "web", List.of());
        Bytes payload = InstanceCodec.entryOf(instance, VERSION, 1).payload();
        NodeId other = Fixture.record("bob", 1).id();
        for (Bytes subkey :
                List.of(
                        InstanceCodec.subkeyOf(other, "web-1"),
                        Bytes.of(SELF.id().toBytes()),
                        Bytes.ofUtf8("x"))) {
            Entry entry = new Entry(subkey, SELF.id(), VERSION, 1, false, payload);
            assertThatThrownBy(() -> InstanceCodec.instanceOf(entry))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void values_that_no_service_has_are_refused() {
        assertRefused(payload(3, "web", "host", 1), "a status of 3");
        assertRefused(payload(0, "", "host", 1), "without name");
        assertRefused(payload(0, "web", "", 1), "without name, address");
        assertRefused(payload(0, "web", "host", 0), "or port");
    }

    private static void assertRefused(byte[] payload, String why) {
        assertThatThrownBy(() -> InstanceCodec.instanceOf(withPayload(payload)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }

    private static byte[] payload(int status, String name, String address, int port) {
        WireWriter writer = WireWriter.upTo(1_000);
        writer.u8(status);
        writer.text(name);
        writer.text(address);
        writer.u16(port);
        writer.varint(0);
        writer.varint(0);
        writer.text("");
        return writer.toArray();
    }

    private static Entry withPayload(byte[] payload) {
        return new Entry(
                InstanceCodec.subkeyOf(SELF.id(), "web-1"),
                SELF.id(),
                VERSION,
                1,
                false,
                Bytes.of(payload));
    }

    private static ServiceInstance instance(String id, String name, List<String> tags) {
        TreeMap<String, String> meta = new TreeMap<>();
        meta.put("version", "1.2");
        meta.put("zone", "a");
        return new ServiceInstance(
                SELF.id(),
                id,
                name,
                "10.0.0.7",
                8080,
                tags,
                meta,
                CheckStatus.WARNING,
                "disk 91 %");
    }
}
