package org.countersign.channel;

import org.countersign.testing.SmppNetwork;

/** The SMPP channel and its receipts, set to a network. */
final class SmppRoutes {

    private SmppRoutes() {}

    static ChannelRoutes to(int port) {
        return new ChannelRoutes()
                .bean("smppFields", new SmppFields())
                .set("countersign.channels.sms-smpp.host", "127.0.0.1")
                .set("countersign.channels.sms-smpp.port", port)
                .set("countersign.channels.sms-smpp.system-id", SmppNetwork.SYSTEM_ID)
                .set("countersign.channels.sms-smpp.password", SmppNetwork.PASSWORD)
                .set("countersign.channels.sms-smpp.source-addr", "CLINIC")
                .set("countersign.channels.sms-smpp.response-timeout", 3000);
    }
}
