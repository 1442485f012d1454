package org.countersign.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ListableBeanFactory;

/** The beans that routes may call, by their types alone: none of them need be made for it. */
final class Vocabulary {

    private static final String OURS = "org.countersign.";

    private final ListableBeanFactory beans;

    Vocabulary(ListableBeanFactory beans) {
        this.beans = beans;
    }

    Optional<Class<?>> find(String bean) {
        return beans.containsBean(bean) ? Optional.ofNullable(beans.getType(bean, false)) : Optional.empty();
    }

    static boolean has(Class<?> type, String method) {
        return Arrays.stream(type.getMethods()).anyMatch(one -> one.getName().equals(method))
                || Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(one -> one.getName().equals(method));
    }

    /** The bean of the hub that {@code word} comes closest to, if it comes close. */
    Optional<String> closestBean(String word) {
        List<String> ours = new ArrayList<>();
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = beans.getType(name, false);
            if (type != null && type.getName().startsWith(OURS)) {
                ours.add(name);
            }
        }
        return closest(word, ours);
    }

    /** The one that {@code word} comes closest to, if it comes close. */
    static Optional<String> closest(String word, Iterable<String> words) {
        List<String> near = new ArrayList<>();
        words.forEach(one -> {
            if (distance(word, one) <= Math.max(1, word.length() / 4)) {
                near.add(one);
            }
        });
        return near.stream()
                .min(Comparator.comparingInt((String one) -> distance(word, one))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many letters have to be put in, left out or changed (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
