package org.countersign.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.event.ClinicalEvent.Change;

/** One act that a message tells of, and what becomes of it. */
record Occurrence(ClinicalAct act, Change change) {

    static Occurrence other(String why) {
        return new Occurrence(new ClinicalAct.Other(why), Change.NONE);
    }

    /**
     * Those that concern a challenge, the last for each act; where there are none, the first of the others, which says
     * why. One act told of in parts, as a panel is by its tests, must not challenge once for each.
     */
    static List<Occurrence> relevant(List<Occurrence> all, String none) {
        Map<Object, Occurrence> last = new LinkedHashMap<>();
        for (Occurrence one : all) {
            if (one.change() != Change.NONE) {
                last.put(one.act().reference().isEmpty() ? one : one.act().reference(), one);
            }
        }
        if (!last.isEmpty()) {
            return new ArrayList<>(last.values());
        }
        return List.of(all.isEmpty() ? other(none) : all.getFirst());
    }
}
