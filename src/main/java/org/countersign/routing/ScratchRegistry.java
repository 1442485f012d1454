package org.countersign.routing;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.objenesis.SpringObjenesis;

/**
 * The names of the hub's beans for a scratch context, with hollow objects of their types behind them: whatever a route
 * under check would do with a bean, the hub's own are not touched. Components of the hub's own make their endpoints
 * themselves, since only they know what they allow.
 */
final class ScratchRegistry implements BeanRepository {

    private final ListableBeanFactory beans;
    private final SpringObjenesis objenesis = new SpringObjenesis();
    private final Map<String, Object> hollow = new ConcurrentHashMap<>();

    ScratchRegistry(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Names of the components that are the hub's own. */
    static List<String> ownComponents(ListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanNamesForType(Component.class, false, false))
                .filter(name -> {
                    Class<?> type = beans.getType(name, false);
                    return type != null && !isFrameworks(type);
                })
                .toList();
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        if (!beans.containsBean(name)) {
            return null;
        }
        Class<?> type = beans.getType(name, false);
        if (type == null || (isFrameworks(type) && !Component.class.isAssignableFrom(type))) {
            return null;
        }
        return Component.class.isAssignableFrom(type)
                ? component(name, type)
                : hollow.computeIfAbsent(name, ignored -> hollow(type));
    }

    private @Nullable Object component(String name, Class<?> type) {
        // What Camel's own starters configure is made afresh by the scratch context.
        return isFrameworks(type)
                ? null
                : hollow.computeIfAbsent(name, ignored -> new LentComponent(beans.getBean(name, Component.class)));
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        Object found = lookupByName(name);
        return type.isInstance(found) ? type.cast(found) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new HashMap<>();
        if (!isFrameworks(type)) {
            for (String name : beans.getBeanNamesForType(type, false, false)) {
                // a bean of a framework's own class is hollow by what it is asked for as
                T bean = lookupByNameAndType(name, type);
                found.put(name, bean != null ? bean : type.cast(hollow(type)));
            }
        }
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return new HashSet<>(findByTypeWithName(type).values());
    }

    private static boolean isFrameworks(Class<?> type) {
        String name = type.getName();
        return name.startsWith("org.apache.camel.")
                || name.startsWith("org.springframework.")
                || name.startsWith("java.");
    }

    private Object hollow(Class<?> type) {
        if (!type.isInterface()) {
            return objenesis.newInstance(type);
        }
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "toString" -> "hollow " + type.getSimpleName();
                    default -> throw new IllegalStateException("A route is only checked here");
                });
    }
}
