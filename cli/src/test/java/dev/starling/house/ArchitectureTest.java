package dev.starling.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import org.junit.jupiter.api.Test;

/** The architecture in ten rules; {@link ArchitectureBitesTest} shows that they bite. */
class ArchitectureTest {

    static final String[] PURE = {
        "dev.starling.node..",
        "dev.starling.wire..",
        "dev.starling.gossip..",
        "dev.starling.dht..",
        "dev.starling.agent.core..",
        "dev.starling.agent.service..",
        "dev.starling.agent.task.."
    };

    private static final String[] SHELL = {
        "dev.starling.agent.loop..",
        "dev.starling.agent.net..",
        "dev.starling.agent.http..",
        "dev.starling.agent.dns..",
        "dev.starling.agent.check..",
        "dev.starling.agent.exec..",
        "dev.starling.agent.store.."
    };

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.starling");

    @Test
    void the_rules_have_something_to_judge() {
        assertThat(MAIN.stream().filter(resideInAnyPackage(PURE)).count()).isGreaterThan(60);
        assertThat(MAIN.stream().filter(resideInAnyPackage(SHELL)).count()).isGreaterThan(10);
    }

    @Test
    void r1_pure_code_knows_pure_code_and_a_short_list_of_the_jdk() {
        classes()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat(PureCode.mayUse())
                .check(MAIN);
    }

    @Test
    void r2_pure_code_has_no_hidden_input_and_no_accidental_order() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .accessTargetWhere(PureCode.hiddenInput())
                .check(MAIN);
    }

    @Test
    void r3_gossip_and_table_do_not_know_each_other_and_the_ground_knows_neither() {
        noClasses()
                .that()
                .resideInAPackage("dev.starling.dht..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.starling.gossip..", "dev.starling.agent..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage("dev.starling.gossip..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.starling.dht..", "dev.starling.agent..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage("dev.starling.node..", "dev.starling.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.starling.gossip..", "dev.starling.dht..", "dev.starling.agent..")
                .check(MAIN);
    }

    @Test
    void r4_only_the_network_and_the_loop_know_netty() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.starling.agent.net..",
                        "dev.starling.agent.loop..",
                        "dev.starling.agent.http..",
                        "dev.starling.agent.dns..",
                        "dev.starling.agent")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.vertx..")
                .check(MAIN);
    }

    @Test
    void r5_in_the_agent_only_the_shell_has_clocks_and_threads() {
        noClasses()
                .that()
                .resideInAPackage("dev.starling.agent..")
                .and(DescribedPredicate.not(resideInAnyPackage(SHELL)))
                .and(DescribedPredicate.not(resideInAnyPackage("dev.starling.agent")))
                .should()
                .accessTargetWhere(PureCode.clockOrThread())
                .check(MAIN);
    }

    @Test
    void r6_the_command_line_sees_the_api_and_how_to_launch() {
        noClasses()
                .that()
                .resideInAPackage("dev.starling.cli..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(PURE)
                                .or(resideInAnyPackage(SHELL))
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage("dev.starling.node.."))))
                .check(MAIN);
    }

    @Test
    void r7_the_simulator_sees_pure_code_and_never_the_shell() {
        noClasses()
                .that()
                .resideInAPackage("dev.starling.simulator..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(SHELL)
                                .or(
                                        resideInAnyPackage(
                                                "dev.starling.agent",
                                                "dev.starling.agent.config..",
                                                "dev.starling.cli..",
                                                "io.netty..",
                                                "io.vertx..")))
                .check(MAIN);
    }

    @Test
    void r8_packages_with_their_sub_packages_have_no_cycles() {
        slices().assignedFrom(new Rooms()).should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void r9_messages_effects_commands_and_settings_are_records() {
        DescribedPredicate<JavaClass> value =
                describe(
                        "are values by name",
                        type ->
                                type.getAllRawInterfaces().stream()
                                        .map(JavaClass::getSimpleName)
                                        .anyMatch(name ->
                                                name.matches(".*(Message|Effect|Command)")));
        classes().that(value).and().areNotInterfaces().should().beRecords().check(MAIN);
        classes().that().haveSimpleNameEndingWith("Config").should().beRecords().check(MAIN);
    }

    @Test
    void r10_the_insides_of_the_table_are_seen_only_from_the_table() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.starling.dht..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.starling.dht.routing..",
                        "dev.starling.dht.lookup..",
                        "dev.starling.dht.store..")
                .check(MAIN);
    }

    /** One slice for each room of the house: {@code dht..}, {@code agent.task..}, {@code agent}. */
    private static final class Rooms implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String[] parts = type.getPackageName().split("\\.");
            if (parts.length < 3) return SliceIdentifier.ignore();
            boolean isWithin = parts[2].equals("agent") && parts.length > 3;
            return isWithin ? SliceIdentifier.of(parts[2], parts[3]) : SliceIdentifier.of(parts[2]);
        }

        @Override
        public String getDescription() {
            return "rooms of the house";
        }
    }
}
