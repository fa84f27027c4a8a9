package dev.starling.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

    @Test
    void a_number_is_that_many_but_never_more_than_there_are() {
        assertThat(Share.parse("3").count(10)).isEqualTo(3);
        assertThat(Share.parse("30").count(10)).isEqualTo(10);
    }

    @Test
    void a_percentage_is_rounded() {
        assertThat(Share.parse("10%").count(100)).isEqualTo(10);
        assertThat(Share.parse("50%").count(5)).isEqualTo(3);
        assertThat(Share.parse("1%").count(10)).isZero();
        assertThat(Share.parse("all").count(7)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "three", "1.5", "101%", "%", "9999999999"})
    void anything_else_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> Share.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n");
    }
}
