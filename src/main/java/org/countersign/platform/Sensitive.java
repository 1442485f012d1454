package org.countersign.platform;

import java.util.Objects;

/**
 * A value that no log, exception text or metric may show: a code, a phone number, a name. Its {@code toString} is a
 * constant; only {@link #reveal()} gives the value, so that each place that needs it can be found by that word.
 *
 * @param <T> the kind of value hidden
 */
public final class Sensitive<T> {

    private final T value;

    private Sensitive(T value) {
        this.value = Objects.requireNonNull(value);
    }

    /** Hides {@code value}. */
    public static <T> Sensitive<T> of(T value) {
        return new Sensitive<>(value);
    }

    /** The value itself; never to be logged. */
    public T reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sensitive<?> that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "‹hidden›";
    }
}
