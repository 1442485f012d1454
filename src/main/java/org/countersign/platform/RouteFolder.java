package org.countersign.platform;

import java.nio.file.Path;

/**
 * The folder that the hub reads its routes from at its start: what an integration engineer edits, or a copy of what ran
 * last where that is not as it should be.
 */
public record RouteFolder(Path path) {}
