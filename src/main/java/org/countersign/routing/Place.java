package org.countersign.routing;

import org.yaml.snakeyaml.error.Mark;

/** A place in a file; 1 is the first line and column. */
record Place(int line, int column) {

    static final Place TOP = new Place(1, 1);

    static Place of(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
