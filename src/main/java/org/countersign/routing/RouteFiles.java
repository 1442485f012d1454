package org.countersign.routing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All files of a routes folder at one moment; what an editor leaves beside them is not seen. */
final class RouteFiles {

    static final String ROUTE = ".camel.yaml";
    static final String KAMELET = ".kamelet.yaml";

    /** Far more than any hub has; a wrong folder has more. */
    private static final int FILES_AT_MOST = 1000;

    private static final long BYTES_AT_MOST = 1_000_000;
    private static final String POLICIES = "policies/";
    private static final String CHANNELS = "channels/";
    private static final String LOOKUPS = "lookups/";

    /** Senders and prices: one file each, beside the folders. */
    private static final Set<String> TERMS = Set.of("senders.yaml", "prices.yaml");

    private final SortedMap<String, byte[]> files;
    private final String hash;

    private RouteFiles(SortedMap<String, byte[]> files) {
        this.files = files;
        this.hash = hash(files);
    }

    /**
     * Reads the folder.
     *
     * @throws IOException when it is not there, cannot be read, changes meanwhile, or is no routes folder by its size
     */
    static RouteFiles read(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder)) {
            found = all.filter(file -> isOurs(name(folder, file)))
                    .limit(FILES_AT_MOST + 1L)
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
        if (found.size() > FILES_AT_MOST) {
            throw new IOException(folder + " holds more than " + FILES_AT_MOST + " files");
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Path file : found) {
            if (Files.isRegularFile(file)) {
                if (Files.size(file) > BYTES_AT_MOST) {
                    throw new IOException(file + " has more than " + BYTES_AT_MOST + " bytes");
                }
                files.put(name(folder, file), Files.readAllBytes(file));
            }
        }
        return new RouteFiles(files);
    }

    private static boolean isOurs(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        // Hidden files and folders are an editor's, a version control's or a mount's.
        if (name.startsWith(".") || name.contains("/.") || last.startsWith("#")) {
            return false;
        }
        boolean policy = in(POLICIES, name) && (last.endsWith(".yaml") || last.endsWith(".yml"));
        boolean kamelet = (in(CHANNELS, name) || in(LOOKUPS, name)) && last.endsWith(KAMELET);
        return policy || kamelet || TERMS.contains(name) || last.endsWith(ROUTE);
    }

    private static boolean in(String folder, String name) {
        return name.startsWith(folder) && name.indexOf('/', folder.length()) < 0;
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    /** Names relative to the folder, with slashes. */
    SortedSet<String> names() {
        return new TreeSet<>(files.keySet());
    }

    List<String> routes() {
        return files.keySet().stream().filter(RouteFiles::isRoute).toList();
    }

    List<String> kamelets() {
        return files.keySet().stream().filter(RouteFiles::isKamelet).toList();
    }

    static boolean isRoute(String name) {
        return name.endsWith(ROUTE);
    }

    static boolean isKamelet(String name) {
        return name.endsWith(KAMELET);
    }

    /** Whether it is the Kamelet of a lookup, not of a channel. */
    static boolean isLookup(String name) {
        return isKamelet(name) && name.startsWith(LOOKUPS);
    }

    static boolean isPolicy(String name) {
        return in(POLICIES, name) && !isRoute(name) && !isKamelet(name);
    }

    /** Whether Camel has no part in it: a policy, senders or prices. */
    static boolean isData(String name) {
        return !isRoute(name) && !isKamelet(name);
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    byte[] bytes(String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("There is no file " + name);
        }
        return bytes;
    }

    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** SHA-256 over names and contents, in hexadecimal. */
    String hash() {
        return hash;
    }

    /** Names of the files that are not the same in {@code other}: changed, new or deleted. */
    SortedSet<String> differences(RouteFiles other) {
        SortedSet<String> different = names();
        different.addAll(other.names());
        different.removeIf(
                name -> has(name) && other.has(name) && MessageDigest.isEqual(bytes(name), other.bytes(name)));
        return different;
    }

    /** Writes the files into a folder that is not there yet. */
    void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static String hash(SortedMap<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, bytes) -> {
                digest.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
