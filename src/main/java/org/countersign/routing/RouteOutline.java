package org.countersign.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What a file of routes names, each with its place: its routes, the beans that they call, the endpoints that they use.
 *
 * @param routes the routes that it defines
 * @param configurations ids of the route configurations that it defines
 * @param beans names of the beans that it defines itself
 */
record RouteOutline(
        String file,
        List<Route> routes,
        List<Named> configurations,
        Set<String> beans,
        List<Call> calls,
        List<Endpoint> endpoints) {

    private static final Pattern IN_SIMPLE = Pattern.compile("bean:(\\w+)(?:\\?method=|\\.)(\\w+)");
    private static final Set<String> HOLDS_ENDPOINT =
            Set.of("from", "to", "toD", "wireTap", "enrich", "pollEnrich", "interceptSendToEndpoint");

    /**
     * A route.
     *
     * @param id empty where it has none
     * @param configuration its routeConfigurationId; empty where it has none
     */
    record Route(String id, String configuration, Place place) {}

    /** Something that has a name. */
    record Named(String name, Place place) {}

    /**
     * A call of a bean.
     *
     * @param method empty where none is named
     */
    record Call(String bean, Place beanPlace, String method, Place methodPlace) {}

    /**
     * An endpoint.
     *
     * @param step how it is used: from, to, toD, ...
     * @param parameters names of those that stand beneath it, not in the URI
     */
    record Endpoint(String step, String uri, Place place, List<Named> parameters) {

        /** Empty where only a property tells. */
        String scheme() {
            int colon = uri.indexOf(':');
            String scheme = colon < 0 ? uri : uri.substring(0, colon);
            return scheme.contains("{") || scheme.contains("$") ? "" : scheme;
        }

        /** Without its parameters, with one colon and no slashes behind the scheme. */
        String address() {
            return address(uri);
        }

        static String address(String uri) {
            String plain = uri.replaceFirst("\\?.*", "");
            return plain.replaceFirst("^([A-Za-z0-9.+-]+):/{1,2}", "$1:");
        }
    }

    /** @param root of a file that is YAML */
    static RouteOutline of(String file, Node root) {
        RouteOutline outline = empty(file);
        outline.walk(root);
        return outline;
    }

    /** Of a file that is not there. */
    static RouteOutline empty(String file) {
        return new RouteOutline(
                file, new ArrayList<>(), new ArrayList<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
    }

    private void walk(Node node) {
        switch (node) {
            case MappingNode mapping -> {
                call(mapping);
                for (NodeTuple member : mapping.getValue()) {
                    member(YamlTree.text(member.getKeyNode()), member.getKeyNode(), member.getValueNode());
                    walk(member.getValueNode());
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(this::walk);
            case ScalarNode scalar -> callsInSimple(scalar);
            default -> throw new IllegalStateException("YAML has no node of id " + node.getNodeId());
        }
    }

    private void member(String key, Node keyNode, Node value) {
        Place place = Place.of(keyNode.getStartMark());
        switch (key) {
            case "route" -> routes.add(new Route(text(value, "id"), text(value, "routeConfigurationId"), place));
            case "routeConfiguration" -> configurations.add(new Named(text(value, "id"), place));
            case "beans" -> declare(value);
            default -> {
                if (HOLDS_ENDPOINT.contains(key)) {
                    endpoint(key, value);
                }
            }
        }
    }

    private void declare(Node list) {
        if (list instanceof SequenceNode sequence) {
            sequence.getValue().forEach(bean -> beans.add(text(bean, "name")));
        }
    }

    private void endpoint(String step, Node value) {
        if (value instanceof ScalarNode uri) {
            endpoints.add(new Endpoint(step, uri.getValue(), Place.of(uri.getStartMark()), List.of()));
            return;
        }
        YamlTree.find(value, "uri").ifPresent(uri -> {
            List<Named> names = new ArrayList<>();
            if (YamlTree.find(value, "parameters").orElse(null) instanceof MappingNode parameters) {
                parameters
                        .getValue()
                        .forEach(one -> names.add(new Named(
                                YamlTree.text(one.getKeyNode()),
                                Place.of(one.getKeyNode().getStartMark()))));
            }
            endpoints.add(new Endpoint(step, YamlTree.text(uri), Place.of(uri.getStartMark()), names));
        });
    }

    private void call(MappingNode mapping) {
        Optional<Node> ref = YamlTree.find(mapping, "ref");
        Optional<Node> method = YamlTree.find(mapping, "method");
        if (ref.isEmpty() || !(method.orElse(null) instanceof ScalarNode name)) {
            return;
        }
        Place beanPlace = Place.of(ref.get().getStartMark());
        calls.add(new Call(
                YamlTree.text(ref.get()),
                beanPlace,
                name.getValue().replaceFirst("\\(.*", "").strip(),
                Place.of(name.getStartMark())));
    }

    private void callsInSimple(ScalarNode scalar) {
        Matcher hit = IN_SIMPLE.matcher(scalar.getValue());
        Place place = Place.of(scalar.getStartMark());
        while (hit.find()) {
            calls.add(new Call(hit.group(1), place, hit.group(2), place));
        }
    }

    private static String text(Node mapping, String key) {
        return YamlTree.find(mapping, key).map(YamlTree::text).orElse("");
    }
}
