package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.verification.ProblemKind;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code openapi.yaml} has what the controllers have, no more and no less. */
class OpenApiTest {

    private static final Path DOCUMENT = Path.of("src", "main", "resources", "static", "openapi.yaml");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void itHasEachAddressOfTheApiWithItsMethodsAndNoOther() throws Exception {
        assertThat(documented()).isEqualTo(mapped()).hasSizeGreaterThan(10);
    }

    @Test
    void itHasEachKindOfProblem() throws IOException {
        List<String> kinds = Arrays.stream(ProblemKind.values())
                .map(kind -> "urn:countersign:problem:"
                        + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        assertThat(at("components", "schemas", "Problem", "properties", "type").get("enum"))
                .isEqualTo(kinds);
    }

    @Test
    void whatItRefersToIsThere() throws IOException {
        String text = Files.readString(DOCUMENT);
        List<String[]> references = Pattern.compile("\\$ref: '#/([^']+)'")
                .matcher(text)
                .results()
                .map(hit -> hit.group(1).split("/"))
                .toList();
        assertThat(references).isNotEmpty();
        for (String[] reference : references) {
            assertThat(at(reference)).as(String.join("/", reference)).isNotEmpty();
        }
    }

    private static Set<String> documented() throws IOException {
        return at("paths").entrySet().stream()
                .flatMap(path -> object(path.getValue()).keySet().stream()
                        .filter(METHODS::contains)
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> mapped() throws ClassNotFoundException {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        Set<String> mapped = new TreeSet<>();
        for (var found : scan.findCandidateComponents("org.countersign")) {
            Class<?> controller = Class.forName(found.getBeanClassName());
            for (Method method : controller.getDeclaredMethods()) {
                mappings(controller, method)
                        .filter(one -> one.contains(" /v1/"))
                        .forEach(mapped::add);
            }
        }
        return mapped;
    }

    private static Stream<String> mappings(Class<?> controller, Method method) {
        RequestMapping own = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (own == null) {
            return Stream.empty();
        }
        RequestMapping common = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String prefix = common == null || common.path().length == 0 ? "" : common.path()[0];
        List<String> paths = own.path().length == 0 ? List.of("") : List.of(own.path());
        return paths.stream()
                .flatMap(path ->
                        Arrays.stream(own.method()).map(RequestMethod::name).map(verb -> verb + " " + prefix + path));
    }

    private static Map<String, Object> at(String... keys) throws IOException {
        Object node = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(DOCUMENT));
        for (String key : keys) {
            node = object(node).get(key);
        }
        return object(node);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object node) {
        assertThat(node).isInstanceOf(Map.class);
        return (Map<String, Object>) node;
    }
}
