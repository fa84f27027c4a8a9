package dev.starling.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Small cheats that the rules for pure code must catch, written the way people write them. */
class ArchitectureBitesTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                ReadsTheClock.class,
                HidesTheClockInAReference.class,
                ShufflesByItself.class,
                KeepsAHashMap.class,
                IteratesASet.class,
                CollectsByHash.class
            })
    void a_hidden_input_is_caught(Class<?> cheat) {
        JavaClasses imported = new ClassFileImporter().importClasses(cheat);

        assertThat(
                        noClasses()
                                .should()
                                .accessTargetWhere(PureCode.hiddenInput())
                                .evaluate(imported)
                                .hasViolation())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {KeepsAConcurrentMap.class, ReadsTheClock.class})
    void a_class_outside_the_short_list_or_a_clock_is_caught(Class<?> cheat) {
        JavaClasses imported = new ClassFileImporter().importClasses(cheat);
        boolean isForeign =
                classes()
                        .should()
                        .onlyDependOnClassesThat(PureCode.mayUse())
                        .evaluate(imported)
                        .hasViolation();
        boolean isClock =
                noClasses()
                        .should()
                        .accessTargetWhere(PureCode.clockOrThread())
                        .evaluate(imported)
                        .hasViolation();

        assertThat(isForeign || isClock).isTrue();
    }

    static final class ReadsTheClock {
        long now() {
            return System.nanoTime();
        }
    }

    static final class HidesTheClockInAReference {
        final LongSupplier clock = System::nanoTime;
    }

    static final class ShufflesByItself {
        void mix(List<String> list) {
            Collections.shuffle(list);
        }
    }

    static final class KeepsAHashMap {
        final Map<String, String> map = new HashMap<>();
    }

    static final class IteratesASet {
        final Set<String> set = Set.of("a", "b");
    }

    static final class CollectsByHash {
        Map<Integer, List<String>> byLength(Stream<String> words) {
            return words.collect(Collectors.groupingBy(String::length));
        }
    }

    static final class KeepsAConcurrentMap {
        final Map<String, String> map = new ConcurrentHashMap<>();
    }
}
