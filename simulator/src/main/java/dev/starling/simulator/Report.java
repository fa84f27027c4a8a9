package dev.starling.simulator;

import dev.starling.simulator.measure.CarrierLoad;
import dev.starling.simulator.measure.Detected;
import dev.starling.simulator.measure.LookupFigures;
import dev.starling.simulator.measure.Settled;
import dev.starling.simulator.measure.Spread;
import dev.starling.simulator.measure.Spread.Samples;
import dev.starling.simulator.measure.TaskFigures;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Results as people read them, in at most 80 columns. */
final class Report {

    private static final int MOST_LINES_OF_A_KIND = 12;

    private final SimResults results;
    private final StringBuilder text = new StringBuilder();

    Report(SimResults results) {
        this.results = results;
    }

    String text() {
        head();
        settled();
        crashes();
        traffic();
        services();
        tasks();
        foot();
        return text.toString();
    }

    private void head() {
        line(
                "%s: %,d nodes, %s simulated, seed %d, codec %s",
                results.scenario(),
                results.nodes(),
                seconds(results.simulatedNanos()),
                results.seed(),
                results.codec().name().toLowerCase(Locale.ROOT));
    }

    private void settled() {
        line("");
        line("All see all");
        List<Settled> all = results.settled();
        for (Settled each : all.subList(0, Math.min(MOST_LINES_OF_A_KIND, all.size()))) {
            String took =
                    each.tookNanos() == Settled.NEVER
                            ? "not before the next change or the end"
                            : seconds(each.tookNanos()) + " later";
            line("  %-10s at %9s   %s", each.cause(), seconds(each.atNanos()), took);
        }
        more(all.size());
    }

    private void crashes() {
        line("");
        line(
                "Crashes: %d   false deaths: %,d   false suspicions: %,d",
                results.crashes().size(), results.falseDeaths(), results.falseSuspicions());
        if (results.crashes().isEmpty()) return;
        crashLine("known first", Detected::firstNanos);
        crashLine("everywhere", Detected::everywhereNanos);
    }

    private void crashLine(String what, ToLongFunction<Detected> time) {
        Samples samples = new Samples();
        for (Detected crash : results.crashes()) {
            if (time.applyAsLong(crash) != Settled.NEVER) samples.add(time.applyAsLong(crash));
        }
        Spread spread = samples.spread();
        line("  %-11s %d of %d: %s", what, spread.count(), results.crashes().size(), times(spread));
    }

    private void traffic() {
        line("");
        line("Traffic      packets/node/s   bytes/node/s   largest         lost      cut off");
        for (CarrierLoad load : results.traffic()) {
            line(
                    "  %-10s %,14.2f %,14.0f %,9d %,12d %,12d",
                    load.carrier().name().toLowerCase(Locale.ROOT),
                    load.packetsPerNodeSecond(),
                    load.bytesPerNodeSecond(),
                    load.largestBytes(),
                    load.lost(),
                    load.cut());
        }
    }

    private void services() {
        var registrations = results.registrations();
        line("");
        line(
                "Registrations: %,d asked, %,d acknowledged",
                registrations.asked(), registrations.acknowledged());
        line("  took         %s", times(registrations.nanos()));
        LookupFigures lookups = results.lookups();
        line("Lookups: %,d asked, %,d answered", lookups.asked(), lookups.answered());
        if (lookups.answered() == 0) return;
        line("  took         %s", times(lookups.nanos()));
        Spread rounds = lookups.rounds();
        line(
                "  rounds       median %d, p99 %d, most %d",
                rounds.median(), rounds.p99(), rounds.most());
        line(
                "  answers      %s say they are complete, %s lack nothing",
                percent(lookups.complete(), lookups.answered()),
                percent(lookups.correct(), lookups.answered()));
        line(
                "  instances    %,d expected, %,d missing (%,d unnoticed), %,d stale",
                lookups.expected(), lookups.missing(), lookups.unnoticed(), lookups.stale());
    }

    private void tasks() {
        TaskFigures tasks = results.tasks();
        if (tasks.submitted() == 0) return;
        line(
                "Jobs: %,d submitted, %,d accepted, %,d refused",
                tasks.submitted(), tasks.accepted(), tasks.refused());
        line(
                "  tasks        %,d of %,d started, %,d started again elsewhere, %,d ended",
                tasks.placed(), tasks.tasks(), tasks.reawarded(), tasks.ended());
        line("  at the end   %,d run, %,d of them twice", tasks.running(), tasks.runningTwice());
        line("  started      after %s", times(tasks.placementNanos()));
    }

    private void foot() {
        SimResults.Trace trace = results.trace();
        SimResults.Pace pace = results.pace();
        line("");
        line(
                "Invariants: %,d looks (%s), all held   warnings: %,d",
                results.invariants().checks(),
                results.invariants().checking().name().toLowerCase(Locale.ROOT),
                results.warnings());
        line("Trace: %s   content: %s", trace.hash(), trace.contentHash());
        line(
                "Ran %s, %,d events: %,.0f events/s, %.1f x real time",
                seconds(pace.wallNanos()), trace.events(), pace.eventsPerSecond(), pace.speed());
    }

    private void more(int count) {
        if (count > MOST_LINES_OF_A_KIND) {
            line("  ... and %,d more", count - MOST_LINES_OF_A_KIND);
        }
    }

    private static String times(Spread nanos) {
        if (nanos.count() == 0) return "-";
        return "median %s, p99 %s, most %s"
                .formatted(seconds(nanos.median()), seconds(nanos.p99()), seconds(nanos.most()));
    }

    private static String percent(int part, int whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
    }

    private static String seconds(long nanos) {
        if (nanos < 1_000_000_000) return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
