package dev.starling.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.starling.agent.core.Packet;
import dev.starling.agent.core.PacketCodec;
import dev.starling.gossip.Notice;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

@Timeout(60)
class TransportTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final PacketCodec CODEC = new PacketCodec("test");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable it : open.reversed()) {
            it.close();
        }
    }

    @Test
    void packets_arrive_by_datagram_and_by_stream_with_their_size() throws IOException {
        Node alice = new Node();
        Node bob = new Node();

        alice.send(bob, Carrier.DATAGRAM, ping(1));
        alice.send(bob, Carrier.STREAM, ping(2));

        await().until(() -> bob.packets.size() == 2);
        assertThat(bob.packets)
                .containsExactlyInAnyOrder(alice.packet(ping(1)), alice.packet(ping(2)));
        assertThat(bob.sizes).containsOnly(CODEC.sizeOf(alice.packet(ping(1))));
    }

    @Test
    void what_is_sent_on_one_stream_arrives_whole_and_in_order() throws IOException {
        Node alice = new Node();
        Node bob = new Node();
        List<SwimMessage> messages = IntStream.range(0, 60).mapToObj(i -> large(i, i * 2)).toList();

        messages.forEach(message -> alice.send(bob, Carrier.STREAM, message));

        await().until(() -> bob.packets.size() == messages.size());
        assertThat(bob.packets)
                .containsExactlyElementsOf(messages.stream().map(alice::packet).toList());
    }

    @Test
    void an_answer_goes_back_on_the_connection_that_the_question_came_by() throws Exception {
        Node bob = new Node();
        try (ServerSocket ours = new ServerSocket(0, 10, LOOPBACK);
                Socket toBob = new Socket(LOOPBACK, bob.transport.port())) {
            Endpoint here = new Endpoint(LOOPBACK, ours.getLocalPort());
            writeFrame(toBob, CODEC.encode(new Packet(sender(here), List.of(ping(1)))));
            await().until(() -> bob.packets.size() == 1);

            bob.send(here, Carrier.STREAM, ping(2));

            toBob.setSoTimeout(10_000);
            assertThat(CODEC.decode(readFrame(toBob))).isEqualTo(bob.packet(ping(2)));
        }
    }

    /** A stranger must not draw answers that are meant for somebody else. */
    @Test
    void a_connection_from_elsewhere_than_its_sender_claims_is_not_answered_on() throws Exception {
        Node bob = new Node();
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        try (ServerSocket victim = new ServerSocket(0, 10, elsewhere);
                Socket stranger = new Socket(LOOPBACK, bob.transport.port())) {
            Endpoint claimed = new Endpoint(elsewhere, victim.getLocalPort());
            writeFrame(stranger, CODEC.encode(new Packet(sender(claimed), List.of(ping(1)))));
            await().until(() -> bob.packets.size() == 1);

            bob.send(claimed, Carrier.STREAM, ping(2));

            victim.setSoTimeout(10_000);
            try (Socket accepted = victim.accept()) {
                assertThat(CODEC.decode(readFrame(accepted))).isEqualTo(bob.packet(ping(2)));
            }
        }
    }

    @Test
    void one_connection_serves_both_ways() throws IOException {
        Node alice = new Node();
        Node bob = new Node();
        alice.send(bob, Carrier.STREAM, ping(1));
        await().until(() -> bob.packets.size() == 1);

        bob.send(alice, Carrier.STREAM, ping(2));
        alice.send(bob, Carrier.STREAM, ping(3));

        await().until(() -> alice.packets.size() == 1 && bob.packets.size() == 2);
    }

    @Test
    void noise_is_counted_and_does_not_stop_what_follows() throws Exception {
        Node bob = new Node();
        Chance chance = Chance.stream(5, "noise");
        try (DatagramSocket stranger = new DatagramSocket(0, LOOPBACK)) {
            for (int i = 0; i < 50; i++) {
                sendTo(bob, stranger, noise(chance, chance.below(1_201)));
            }
            sendTo(bob, stranger, new byte[4_000]);
            sendTo(bob, stranger, CODEC.encode(bob.packet(ping(7))));
        }

        await().until(() -> !bob.packets.isEmpty());
        assertThat(bob.packets).containsExactly(bob.packet(ping(7)));
        assertThat(bob.transport.dropped(Drop.MALFORMED)).isBetween(1L, 51L);
    }

    @Test
    void a_frame_that_is_too_large_ends_its_connection_at_once() throws Exception {
        Node bob = new Node();
        try (Socket stranger = new Socket(LOOPBACK, bob.transport.port())) {
            new DataOutputStream(stranger.getOutputStream()).writeInt(Limits.FRAME_BYTES + 1);

            stranger.setSoTimeout(10_000);
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(bob.transport.dropped(Drop.OVERSIZED)).isOne();
    }

    @Test
    void another_protocol_on_the_port_is_turned_away() throws Exception {
        Node bob = new Node();
        try (Socket browser = new Socket(LOOPBACK, bob.transport.port())) {
            browser.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());

            browser.setSoTimeout(10_000);
            assertThat(browser.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_frame_of_noise_ends_its_connection_and_no_other() throws Exception {
        Node alice = new Node();
        Node bob = new Node();
        alice.send(bob, Carrier.STREAM, ping(1));
        try (Socket stranger = new Socket(LOOPBACK, bob.transport.port())) {
            writeFrame(stranger, new byte[] {1, 2, 3});

            stranger.setSoTimeout(10_000);
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        }
        alice.send(bob, Carrier.STREAM, ping(2));

        await().until(() -> bob.packets.size() == 2);
        assertThat(bob.transport.dropped(Drop.MALFORMED)).isOne();
    }

    @Test
    void a_connection_that_breaks_in_the_middle_of_a_frame_leaves_nothing() throws Exception {
        Node bob = new Node();
        byte[] frame = CODEC.encode(bob.packet(ping(1)));
        try (Socket stranger = new Socket(LOOPBACK, bob.transport.port())) {
            DataOutputStream out = new DataOutputStream(stranger.getOutputStream());
            out.writeInt(frame.length);
            out.write(frame, 0, 20);
        }
        try (Socket stranger = new Socket(LOOPBACK, bob.transport.port())) {
            writeFrame(stranger, frame);
            await().until(() -> bob.packets.size() == 1);
        }
    }

    @Test
    void a_peer_that_comes_back_on_its_port_is_reached_again() throws IOException {
        Node alice = new Node();
        Node bob = new Node();
        int port = bob.transport.port();
        alice.send(bob, Carrier.STREAM, ping(1));
        await().until(() -> bob.packets.size() == 1);
        bob.transport.close();
        Node again = new Node(port);

        await().until(() -> {
            alice.send(again, Carrier.STREAM, ping(2));
            return !again.packets.isEmpty();
        });
    }

    @Test
    void what_nobody_takes_is_counted() throws IOException {
        Node alice = new Node();
        Endpoint nobody = new Endpoint(LOOPBACK, freePort());

        alice.send(nobody, Carrier.STREAM, ping(1));

        await().until(() -> alice.transport.dropped(Drop.UNREACHABLE) == 1);
    }

    @Test
    void a_peer_that_does_not_read_costs_a_bounded_amount_of_memory() throws Exception {
        Node alice = new Node();
        try (ServerSocket deaf = new ServerSocket(0, 10, LOOPBACK)) {
            Endpoint there = new Endpoint(LOOPBACK, deaf.getLocalPort());
            for (int i = 0; i < 60; i++) {
                alice.send(there, Carrier.STREAM, large(i, 1_500));
            }
            await().until(() -> alice.transport.dropped(Drop.CONGESTED) > 20);
        }
    }

    @Test
    void few_frames_wait_for_a_peer_that_does_not_accept_and_then_they_are_lost() throws Exception {
        Node alice = new Node();
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
            Endpoint there = new Endpoint(LOOPBACK, full.getLocalPort());
            fill(full, queue);

            for (int i = 0; i < Connection.MOST_FRAMES + 6; i++) {
                alice.send(there, Carrier.STREAM, ping(i));
            }

            await().until(() -> alice.transport.dropped(Drop.CONGESTED) == 6);
            await().until(() ->
                    alice.transport.dropped(Drop.UNREACHABLE) == Connection.MOST_FRAMES);
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    /** Connects until the system answers no more, because nobody accepts. */
    private static void fill(ServerSocket server, List<Socket> queue) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket next = new Socket();
            queue.add(next);
            try {
                next.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException isFull) {
                return;
            }
        }
        throw new IllegalStateException("a backlog without end");
    }

    @Test
    void more_connections_than_allowed_are_refused_while_none_is_idle() throws Exception {
        Node bob = new Node();
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < Peers.MOST + 10; i++) {
                crowd.add(new Socket(LOOPBACK, bob.transport.port()));
            }
            await().until(() -> bob.transport.dropped(Drop.CROWDED) == 10);
            crowd.getFirst().setSoTimeout(10_000);
            writeFrame(crowd.getFirst(), CODEC.encode(bob.packet(ping(1))));
            await().until(() -> bob.packets.size() == 1);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void a_port_in_use_is_named_with_what_uses_it() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK)) {
            int port = taken.getLocalPort();
            assertThatIOException()
                    .isThrownBy(() -> Transport.bind(LOOPBACK, port, CODEC))
                    .withMessage(
                            "port %d on 127.0.0.1 is in use (UDP);"
                                    + " stop the other program or choose --port",
                            port);
        }
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            int port = taken.getLocalPort();
            assertThatIOException()
                    .isThrownBy(() -> Transport.bind(LOOPBACK, port, CODEC))
                    .withMessage(
                            "port %d on 127.0.0.1 is in use (TCP);"
                                    + " stop the other program or choose --port",
                            port);
            new DatagramSocket(port, LOOPBACK).close();
        }
    }

    @Test
    void an_address_of_another_host_is_refused_in_one_line() throws IOException {
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");

        assertThatIOException()
                .isThrownBy(() -> Transport.bind(elsewhere, 0, CODEC))
                .withMessage("192.0.2.1 is not an address of this host; choose --bind");
    }

    @Test
    void what_arrives_before_the_start_waits_for_it() throws IOException {
        Node alice = new Node();
        try (Transport late = Transport.bind(LOOPBACK, 0, CODEC)) {
            Queue<Packet> packets = new ConcurrentLinkedQueue<>();
            Endpoint there = new Endpoint(LOOPBACK, late.port());
            alice.send(there, Carrier.DATAGRAM, ping(1));
            alice.send(there, Carrier.STREAM, ping(2));

            late.start((packet, sizeBytes) -> packets.add(packet));

            await().until(() -> packets.size() == 2);
        }
    }

    /** An end of a wire, with an event loop of its own. */
    private final class Node {
        final Transport transport;
        final Queue<Packet> packets = new ConcurrentLinkedQueue<>();
        final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

        Node() throws IOException {
            this(0);
        }

        Node(int port) throws IOException {
            transport = Transport.bind(LOOPBACK, port, CODEC);
            open.add(transport);
            transport.start((packet, sizeBytes) -> {
                packets.add(packet);
                sizes.add(sizeBytes);
            });
        }

        Endpoint endpoint() {
            return new Endpoint(LOOPBACK, transport.port());
        }

        Packet packet(SwimMessage message) {
            return new Packet(sender(endpoint()), List.of(message));
        }

        void send(Node to, Carrier carrier, SwimMessage message) {
            send(to.endpoint(), carrier, message);
        }

        void send(Endpoint to, Carrier carrier, SwimMessage message) {
            Packet packet = packet(message);
            transport.eventLoop().execute(() -> transport.transmit(to, carrier, packet));
        }
    }

    private static Sender sender(Endpoint endpoint) {
        return new Sender(NodeId.hashOf(new byte[] {9}), 1, endpoint);
    }

    private static SwimMessage ping(int sequence) {
        return new SwimMessage.Ping(sequence, NodeId.hashOf(new byte[] {1}));
    }

    /** A message of about {@code notices} times 570 bytes. */
    private static SwimMessage large(int number, int notices) {
        Bytes payload = Bytes.of(new byte[Notice.PAYLOAD_BYTES]);
        List<Notice> all =
                IntStream.range(0, notices)
                        .mapToObj(i ->
                                new Notice(
                                        NodeId.hashOf(new byte[] {(byte) i}),
                                        1,
                                        number,
                                        i,
                                        payload))
                        .toList();
        return new SwimMessage.Snapshot(true, List.of(), all);
    }

    private static byte[] noise(Chance chance, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) chance.below(256);
        }
        return bytes;
    }

    private static void sendTo(Node node, DatagramSocket from, byte[] bytes) throws IOException {
        from.send(
                new DatagramPacket(
                        bytes,
                        bytes.length,
                        new InetSocketAddress(LOOPBACK, node.transport.port())));
    }

    private static void writeFrame(Socket socket, byte[] packet) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(packet.length);
        out.write(packet);
    }

    private static byte[] readFrame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] packet = new byte[in.readInt()];
        in.readFully(packet);
        return packet;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            return free.getLocalPort();
        }
    }
}
