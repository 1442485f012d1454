package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

    private final ApplicationModules modules = ApplicationModules.of(Countersign.class);

    @Test
    void arrowsBetweenPackagesGoOneWay() {
        assertThat(modules.stream()).hasSizeGreaterThan(10);
        modules.verify();
    }
}
