package org.countersign.intake;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;

/** The networks that may connect to a feed. */
record AllowedNetworks(List<IpSubnetFilterRule> rules) {

    /**
     * @param networks IPv4 or IPv6 networks as 10.1.0.0/16 or fd00::/8, or single addresses; none for all
     * @throws IllegalArgumentException for what is neither; names of hosts are not looked up
     */
    static AllowedNetworks of(List<String> networks) {
        return new AllowedNetworks(networks.stream().map(AllowedNetworks::rule).toList());
    }

    boolean allow(InetSocketAddress peer) {
        return rules.isEmpty() || rules.stream().anyMatch(rule -> rule.matches(peer));
    }

    private static IpSubnetFilterRule rule(String network) {
        String[] parts = network.strip().split("/", -1);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (address == null || parts.length > 2) {
            throw new IllegalArgumentException("allow: " + network + " is no network, as 10.1.0.0/16 is");
        }
        int bits = address.length * 8;
        int prefix = parts.length == 1 ? bits : prefix(network, parts[1], bits);
        return new IpSubnetFilterRule(parts[0], prefix, IpFilterRuleType.ACCEPT);
    }

    private static int prefix(String network, String text, int bits) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > bits) {
            throw new IllegalArgumentException("allow: " + network + " ends with a number from 0 to " + bits);
        }
        return Integer.parseInt(text);
    }
}
