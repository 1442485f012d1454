package org.countersign.verification;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.countersign.testing.ApiClient;

/** A client that asks for codes. */
final class Asking {

    static final String PATH = "/v1/verifications";
    static final String MOBILE = "+447911123456";

    /** Takes no message of the policy for portals, which has no call. */
    static final String LANDLINE = "+442079460958";

    private final ApiClient api;

    Asking(ApiClient api) {
        this.api = api;
    }

    HttpResponse<String> ask(String body) {
        return ask(body, UUID.randomUUID().toString());
    }

    HttpResponse<String> ask(String body, String key) {
        return api.send(api.request(PATH)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    UUID start(String body) {
        HttpResponse<String> answer = ask(body);
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.body());
        }
        return UUID.fromString(ApiClient.json(answer).path("id").asText());
    }

    HttpResponse<String> check(UUID id, String code) {
        return api.postJson(PATH + "/" + id + "/check", "{\"code\":\"" + code + "\"}");
    }

    HttpResponse<String> show(UUID id) {
        return api.get(PATH + "/" + id);
    }

    HttpResponse<String> resend(UUID id) {
        return api.send(api.request(PATH + "/" + id + "/resend").POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> resend(UUID id, String transport) {
        return api.postJson(PATH + "/" + id + "/resend", "{\"transport\":\"" + transport + "\"}");
    }

    HttpResponse<String> next(UUID id) {
        return api.send(api.request(PATH + "/" + id + "/next").POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> next(UUID id, String key) {
        return api.send(api.request(PATH + "/" + id + "/next")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> cancel(UUID id) {
        return api.postJson(PATH + "/" + id + "/cancel", "{\"reason\":\"signed-out\"}");
    }

    static String portal(String person, String number) {
        return body("portal", person, "{\"system\":\"phone\",\"value\":\"" + number + "\"}", "");
    }

    static String staff(String person, String number, String reference) {
        return body(
                "staff",
                person,
                "{\"system\":\"phone\",\"value\":\"" + number + "\"}",
                ",\"reference\":\"" + reference + "\"");
    }

    /** @param more further members, each with a comma before it */
    static String body(String purpose, String person, String telecoms, String more) {
        return "{\"purpose\":\"" + purpose + "\",\"subject\":{\"identifier\":\"" + person
                + "\",\"authority\":\"HOSP\",\"name\":\"Ada Everywoman\"},\"telecoms\":[" + telecoms + "]" + more + "}";
    }
}
