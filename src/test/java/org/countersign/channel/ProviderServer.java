package org.countersign.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A provider's server that answers as it is told and remembers what it was asked. */
final class ProviderServer extends WireMockExtension {

    static final String ABILITY = "/checkSendAbility";

    ProviderServer() {
        super(newInstance().options(wireMockConfig().dynamicPort()));
    }

    String url() {
        return "http://127.0.0.1:" + getPort();
    }

    void answer(int status, String json) {
        answer(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(json));
    }

    void answer(ResponseDefinitionBuilder response) {
        stubFor(post(anyUrl()).willReturn(response));
        // Telegram is asked first whether the number has Telegram; that sends nothing.
        stubFor(post(urlEqualTo(ABILITY))
                .atPriority(1)
                .willReturn(okJson("{\"ok\": true, \"result\": {\"request_id\": \"req-7\"}}")));
    }

    /** What would have sent something. */
    List<LoggedRequest> requests() {
        return findAll(postRequestedFor(anyUrl())).stream()
                .filter(request -> !request.getUrl().equals(ABILITY))
                .toList();
    }

    LoggedRequest onlyRequest() {
        assertThat(requests()).hasSize(1);
        return requests().getFirst();
    }

    static Map<String, String> form(LoggedRequest request) {
        Map<String, String> fields = new TreeMap<>();
        request.getFormParameters().forEach((name, value) -> fields.put(name, value.firstValue()));
        return fields;
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
