package org.countersign.testing;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed Chromium, started once for the JVM; each visit has a context, and so cookies, of its own. */
public final class Browser {

    private static final int TIMEOUT_MS = 15_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private Browser() {}

    /** A window of its own, without cookies, that asks for English. Close its context at the end. */
    public static Page visit(int width, int height) {
        return visit(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(width, height));
    }

    /** The same, of somebody who reads {@code language}. */
    public static Page visit(int width, int height, String language) {
        return visit(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(language));
    }

    private static Page visit(com.microsoft.playwright.Browser.NewContextOptions options) {
        BrowserContext context = Running.CHROMIUM.newContext(options);
        context.setDefaultTimeout(TIMEOUT_MS);
        return context.newPage();
    }

    /** Keeps what {@code page} shows as {@code target/screenshots/NAME.png}. */
    public static void photograph(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                // To hide the caret Playwright would add a style to the page, which its policy forbids.
                .setCaret(ScreenshotCaret.INITIAL)
                .setFullPage(true));
    }

    private static Path executable() {
        Optional<Path> named = Optional.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
        Stream<Path> onPath = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)));
        return Stream.concat(named.stream(), named.isPresent() ? Stream.empty() : onPath)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No Chromium was found: run bin/test, which installs it, or name it by CHROMIUM=/path/to/it"));
    }

    private static final class Running {

        static final com.microsoft.playwright.Browser CHROMIUM = start();

        private static com.microsoft.playwright.Browser start() {
            Path chromium = executable();
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium)
                            .setHeadless(true)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--no-first-run")));
        }
    }
}
