package dev.starling.simulator.scenario;

/**
 * What every link does. Streams suffer loss as delay, since TCP repeats; both suffer partitions.
 *
 * @param loss chance that a datagram disappears, 0 to 1
 * @param duplication chance that it arrives twice, 0 to 1
 */
public record NetworkModel(Latency latency, double loss, double duplication) {

    public NetworkModel {
        requireChance("loss", loss);
        requireChance("duplication", duplication);
    }

    public NetworkModel withLatency(Latency changed) {
        return new NetworkModel(changed, loss, duplication);
    }

    public NetworkModel withLoss(double changed) {
        return new NetworkModel(latency, changed, duplication);
    }

    private static void requireChance(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    what + " must be from 0 to 1, such as 0.05 for 5 %: " + value);
        }
    }
}
