package org.countersign.node;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the hub starts a server itself: when no URL, or an empty one, is set. */
final class Embedded {

    private Embedded() {}

    static final class Database implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isUnset(context, "countersign.database.url");
        }
    }

    static final class Broker implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isUnset(context, "countersign.broker.url");
        }
    }

    private static boolean isUnset(ConditionContext context, String property) {
        return context.getEnvironment().getProperty(property, "").isBlank();
    }
}
