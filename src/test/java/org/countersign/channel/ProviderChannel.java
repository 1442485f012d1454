package org.countersign.channel;

import java.util.Map;

/**
 * A channel over HTTP in the words of its provider's documentation: what is configured, what is asked, what is answered.
 */
enum ProviderChannel {
    VOICE_TWILIO(
            "voice-twilio",
            "/2010-04-01/Accounts/AC1/Calls.json",
            Map.of("account-sid", "AC1", "auth-token", "token", "from", "+15550199"),
            // https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
            "{\"sid\": \"ref-1\", \"status\": \"queued\", \"to\": \"+15550100\"}",
            "{\"code\": 21211, \"message\": \"The number +15550100 is not valid\", \"status\": 400}",
            "21211"),
    WHATSAPP_TWILIO(
            "whatsapp-twilio",
            "/2010-04-01/Accounts/AC1/Messages.json",
            Map.of("account-sid", "AC1", "auth-token", "token", "from", "+15550199", "content-sid", "HX1"),
            // https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
            "{\"sid\": \"ref-1\", \"status\": \"queued\"}",
            "{\"code\": 63024, \"message\": \"Invalid message recipient +15550100\", \"status\": 400}",
            "63024"),
    SMS_VONAGE("sms-vonage"),
    VIBER_VONAGE("viber-vonage"),
    RCS_VONAGE("rcs-vonage"),
    SMS_8X8(
            "sms-8x8",
            "/api/v1/subaccounts/hospital_1/messages",
            Map.of("sub-account", "hospital_1", "api-key", "key", "from", "CLINIC"),
            // docs_oas/connect/sms_api.json of github.com/8x8Cloud/public-developer-docs
            "{\"umid\": \"ref-1\", \"destination\": \"15550100\", \"encoding\": \"GSM7\","
                    + " \"status\": {\"code\": \"QUEUED\", \"description\": \"SMS is accepted\"}}",
            "{\"code\": 1002, \"message\": \"Invalid MSISDN +15550100\", \"errorId\": \"e\", \"timestamp\": \"t\"}",
            "1002"),
    WHATSAPP_META(
            "whatsapp-meta",
            "/v23.0/106540352242922/messages",
            Map.of("phone-number-id", "106540352242922", "token", "EAAJB", "template", "verification_code"),
            "{\"messaging_product\": \"whatsapp\", \"contacts\": [{\"input\": \"+15550100\", \"wa_id\": \"15550100\"}],"
                    + " \"messages\": [{\"id\": \"ref-1\"}]}",
            "{\"error\": {\"message\": \"(#131026) +15550100\", \"type\": \"OAuthException\", \"code\": 131026}}",
            "131026"),
    TELEGRAM_GATEWAY(
            "telegram-gateway",
            "/sendVerificationMessage",
            Map.of("token", "AAEAAA"),
            // https://core.telegram.org/gateway/api
            "{\"ok\": true, \"result\": {\"request_id\": \"ref-1\", \"phone_number\": \"+15550100\", \"request_cost\": 0.01,"
                    + " \"delivery_status\": {\"status\": \"sent\", \"updated_at\": 1}}}",
            "{\"ok\": false, \"error\": \"ACCESS_TOKEN_INVALID\"}",
            "ACCESS_TOKEN_INVALID"),
    SMS_WEBHOOK("sms-webhook", "sms"),
    VOICE_PBX("voice-pbx", "voice");

    final String channel;
    final String path;
    final Map<String, String> settings;
    final String accepted;
    final String refused;
    private final String errorCode;

    ProviderChannel(
            String channel,
            String path,
            Map<String, String> settings,
            String accepted,
            String refused,
            String errorCode) {
        this.channel = channel;
        this.path = path;
        this.settings = settings;
        this.accepted = accepted;
        this.refused = refused;
        this.errorCode = errorCode;
    }

    /** https://developer.vonage.com/en/api/messages */
    ProviderChannel(String channel) {
        this(
                channel,
                "/v1/messages",
                Map.of("api-key", "a1b2c3d", "api-secret", "s3cret", "from", "CLINIC"),
                "{\"message_uuid\": \"ref-1\"}",
                "{\"type\": \"https://developer.vonage.com/api-errors/messages#1120\", \"title\": \"Invalid sender\","
                        + " \"detail\": \"+15550100\", \"instance\": \"bf0ca0bf927b3b52e3cb03217e1a1ddf\"}",
                "");
    }

    /** One of the hospital's own. */
    ProviderChannel(String channel, String transport) {
        this(
                channel,
                "/" + transport,
                Map.of("secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                "{\"reference\": \"ref-1\"}",
                "{\"error\": \"no such number +15550100\"}",
                "");
    }

    /** Whether the setting url is the whole address. */
    private boolean own() {
        return settings.containsKey("secret");
    }

    /** What a refusal tells of the provider's error; empty when it has no code. */
    String error() {
        return errorCode.isEmpty() ? "" : ", error " + errorCode;
    }

    /** The channel, set to a provider at {@code url}. */
    ChannelRoutes at(String url) {
        return at(url, new ChannelRoutes());
    }

    ChannelRoutes at(String url, ChannelRoutes routes) {
        settings.forEach((name, value) -> routes.set("countersign.channels." + channel + "." + name, value));
        return routes.set("countersign.channels." + channel + ".url", url + (own() ? path : ""));
    }
}
