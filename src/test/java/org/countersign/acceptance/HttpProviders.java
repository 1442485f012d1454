package org.countersign.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.acceptance.Provider.Conduct;

/** The four providers with an HTTP API, each as its documentation says, on one port. */
final class HttpProviders implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    private final HttpServer server;
    private final SignedReceipts receipts;
    private final Duration tooLong;

    /** A message as an API gives it; {@code reference} is the hub's, where the API has a place for it. */
    private record Message(String to, String reference, String text) {}

    /** @param tooLong longer than the hub waits for an answer */
    HttpProviders(SignedReceipts receipts, Duration tooLong, Map<String, Provider> providers) {
        this.receipts = receipts;
        this.tooLong = tooLong;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/subaccounts/hospital_1/messages", http -> eightByEight(http, providers));
        server.createContext("/v23.0/1065/messages", http -> meta(http, providers));
        server.createContext("/voice", http -> pbx(http, providers));
        server.createContext("/2010-04-01/Accounts/AC1/Calls.json", http -> twilio(http, providers));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** https://developer.8x8.com/connect/reference/send-sms-single */
    private void eightByEight(HttpExchange http, Map<String, Provider> providers) throws IOException {
        JsonNode asked = json(http);
        String id = UUID.randomUUID().toString();
        Message message = new Message(
                asked.path("destination").asText(),
                asked.path("clientMessageId").asText(),
                asked.path("text").asText());
        String answer = "{\"umid\":\"" + id + "\",\"status\":{\"code\":\"QUEUED\"}}";
        serve(http, providers.get("sms-8x8"), message, answer, () -> receipts.eightByEight(id));
    }

    /** https://developers.facebook.com/documentation/business-messaging/whatsapp */
    private void meta(HttpExchange http, Map<String, Provider> providers) throws IOException {
        JsonNode asked = json(http);
        String id = "wamid." + UUID.randomUUID();
        String code = asked.at("/template/components/0/parameters/0/text").asText();
        Message message = new Message(asked.path("to").asText(), "", code);
        String answer = "{\"messages\":[{\"id\":\"" + id + "\"}]}";
        serve(http, providers.get("whatsapp-meta"), message, answer, () -> receipts.meta(id));
    }

    /** A telephone system of the hospital's own, after Standard Webhooks. */
    private void pbx(HttpExchange http, Map<String, Provider> providers) throws IOException {
        JsonNode asked = json(http).path("data");
        String id = UUID.randomUUID().toString();
        Message message = new Message(
                asked.path("to").asText(),
                asked.path("reference").asText(),
                asked.path("text").asText());
        serve(http, providers.get("voice-pbx"), message, "{\"reference\":\"" + id + "\"}", () -> receipts.pbx(id));
    }

    /** https://www.twilio.com/docs/voice/api/call-resource; the words come when a key was pressed. */
    private void twilio(HttpExchange http, Map<String, Provider> providers) throws IOException {
        Map<String, String> asked = form(http);
        String sid = "CA" + UUID.randomUUID();
        Matcher action = ACTION.matcher(asked.getOrDefault("Twiml", ""));
        if (!action.find()) {
            throw new IllegalStateException("A call that asks for no key");
        }
        String words = action.group(1).substring(action.group(1).indexOf('?') + 1);
        Provider provider = providers.get("voice-twilio");
        String to = asked.get("To");
        Conduct conduct = provider.asked(to, "");
        // The key is pressed when the call is answered; the words that are asked for then are the receipt.
        answer(
                http,
                provider,
                conduct,
                "{\"sid\":\"" + sid + "\",\"status\":\"queued\"}",
                () -> provider.arrive(to, receipts.twilio(sid, words)));
    }

    private void serve(HttpExchange http, Provider provider, Message message, String answer, Runnable receipt)
            throws IOException {
        Conduct conduct = provider.asked(message.to(), message.reference());
        answer(http, provider, conduct, answer, () -> {
            provider.arrive(message.to(), message.text());
            receipt.run();
        });
    }

    /** By chance a message arrives, with its receipt, before the hub has the answer; always when it gets none. */
    private void answer(HttpExchange http, Provider provider, Conduct conduct, String answer, Runnable arrival)
            throws IOException {
        boolean early = conduct == Conduct.HANGS || ThreadLocalRandom.current().nextBoolean();
        if (early) {
            provider.carry(conduct, arrival);
        }
        switch (conduct) {
            case REFUSES -> respond(http, 400, "{\"message\":\"no\"}");
            case BREAKS -> respond(http, 503, "<html>busy</html>");
            case HANGS -> {
                pause();
                http.close();
            }
            case WORKS, LOSES, DELIVERS_LATE, DELIVERS_TWICE -> respond(http, 200, answer);
        }
        if (!early) {
            provider.carry(conduct, arrival);
        }
    }

    private void pause() {
        try {
            Thread.sleep(tooLong);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(HttpExchange http, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
        http.close();
    }

    private static JsonNode json(HttpExchange http) throws IOException {
        return JSON.readTree(http.getRequestBody());
    }

    private static Map<String, String> form(HttpExchange http) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String field : new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
