package dev.starling.simulator.measure;

import dev.starling.simulator.network.Traffic;
import dev.starling.simulator.network.Traffic.Fate;
import dev.starling.wire.Carrier;

/**
 * What the fleet sent by one carrier.
 *
 * @param packetsPerNodeSecond datagrams, or frames
 * @param bytesPerNodeSecond payload, without the headers of UDP, TCP and IP
 * @param lost drawn by the scenario
 * @param cut between the sides of a partition
 * @param unreachable sent to nobody
 */
public record CarrierLoad(
        Carrier carrier,
        double packetsPerNodeSecond,
        double bytesPerNodeSecond,
        int largestBytes,
        long sent,
        long delivered,
        long duplicated,
        long lost,
        long cut,
        long unreachable) {

    public static CarrierLoad of(Carrier carrier, Traffic traffic, double nodeSeconds) {
        double per = Math.max(nodeSeconds, 1e-9);
        return new CarrierLoad(
                carrier,
                traffic.packets(carrier) / per,
                traffic.bytes(carrier) / per,
                traffic.largestBytes(carrier),
                traffic.packets(carrier),
                traffic.packets(carrier, Fate.DELIVERED),
                traffic.duplicates(carrier),
                traffic.packets(carrier, Fate.LOST),
                traffic.packets(carrier, Fate.CUT),
                traffic.packets(carrier, Fate.UNREACHABLE));
    }
}
