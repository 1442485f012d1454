package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.acceptance.Provider.Conduct;
import org.countersign.acceptance.Provider.Request;
import org.countersign.acceptance.Town.Patient;
import org.countersign.channel.ChannelHealth;
import org.countersign.platform.WakeUps;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MllpSender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Twelve rounds of patients by chance, and six providers of which half fail, each in each way once. The hub's clock is put
 * forward, so that waits cost no time; every wake-up comes twice.
 */
class SixProvidersIT {

    private static final int ROUNDS = 12;
    private static final int PATIENTS = Integer.getInteger("six.patients", 40);
    private static final List<Conduct> FAILURES = Stream.of(Conduct.values())
            .filter(conduct -> conduct != Conduct.WORKS)
            .toList();

    /** By the router, and by somebody for whom nothing else comes before it. */
    private static final List<String> ASKED_FIRST = List.of("sms-smpp", "voice-pbx", "email");

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_STEPS = 7;

    /** Longer than a step waits, than a breaker pauses, and than the sends to an address are counted. */
    private static final Duration STEP = Duration.ofSeconds(31);

    private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(11);

    private static final Town TOWN = new Town(SixProvidersIT::answer);
    private static final Map<Patient, Integer> SENDS_WHEN_VERIFIED = new ConcurrentHashMap<>();

    private static SixProvidersHub six;
    private static JdbcClient jdbc;
    private static ApiClient api;

    @BeforeAll
    static void start() throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "six");
        six = new SixProvidersHub(home, TOWN);
        six.awaitReceiver();
        jdbc = six.hub().get(JdbcClient.class);
        api = new ApiClient(six.hub().httpPort());
    }

    @AfterAll
    static void stop() throws IOException {
        six.close();
    }

    @Test
    void whoeverCanBeReachedIsReachedOnceAStepAndNeverAfterTheRightCode() throws IOException {
        long seed = Long.getLong("six.seed", new java.security.SecureRandom().nextLong());
        System.out.println("SixProvidersIT: -Dsix.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            fail(round);
            List<Patient> patients = TOWN.populate(1000 * round, PATIENTS, random);
            order(patients);
            play();
            String told = "round " + round + ", " + conducts() + ", seed " + seed;
            patients.forEach(patient -> holds(patient, told));
            providersAreMarked(told);
            six.hub().clock().advance(BETWEEN_ROUNDS);
            settle();
            patients.forEach(patient -> hasEnded(patient, told));
        }
    }

    /** One half in the even rounds, the other in the odd ones; over twelve rounds each fails in each way. */
    private static void fail(int round) {
        List<Provider> all = List.copyOf(six.providers.values());
        for (int i = 0; i < all.size(); i++) {
            boolean fails = i / 3 == round % 2;
            all.get(i).behave(fails ? FAILURES.get((round / 2 + 2 * i) % FAILURES.size()) : Conduct.WORKS);
        }
    }

    private static String conducts() {
        return six.providers.values().stream()
                .map(provider -> provider.channel + " " + provider.conduct())
                .collect(Collectors.joining(", "));
    }

    /** The pharmacy asks for a refill for each. */
    private static void order(List<Patient> patients) throws IOException {
        int port = Integer.parseInt(six.hub().setting("countersign.feeds.pharmacy.port"));
        try (MllpSender pharmacy = new MllpSender(port)) {
            assertThat(pharmacy.sendAll(patients.stream().map(Patient::refill).toList()))
                    .allSatisfy(answer -> assertThat(answer).contains("MSA|AA|"));
        }
        settle();
    }

    /** Lets the waits of all steps pass; what is delivered late comes after the second. */
    private static void play() {
        for (int step = 0;
                step < MOST_STEPS && count("challenge where state = 'OPEN' and due_step is not null") > 0;
                step++) {
            if (step == 2) {
                six.providers.values().forEach(Provider::release);
            }
            six.hub().clock().advance(STEP);
            wakeAllTwice();
            TOWN.think();
            settle();
        }
        six.providers.values().forEach(Provider::release);
        TOWN.think();
        settle();
    }

    private static void wakeAllTwice() {
        WakeUps wakeUps = six.hub().get(WakeUps.class);
        Instant now = six.hub().clock().instant();
        jdbc.sql("select id, turn from challenge where state = 'OPEN'")
                .query((row, number) -> {
                    wakeUps.challenge(row.getObject(1, UUID.class), row.getInt(2), now);
                    wakeUps.challenge(row.getObject(1, UUID.class), row.getInt(2), now);
                    return row;
                })
                .list();
    }

    /** Until nothing is due, nothing is on its way and nobody is about to answer. */
    private static void settle() {
        await("all that is due")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(30))
                .until(() -> isQuiet() && waiting() == 0 && isQuiet());
    }

    /** In one look: what is due becomes a send, and a send that fails makes the next one due. */
    private static int waiting() {
        return jdbc.sql("""
                        select (select count(*) from inbox where state = 'WAITING')
                            + (select count(*) from attempt where progress = 'SENDING')
                            + (select count(*) from challenge where wake_at <= cast(:now as timestamptz))
                        """)
                .param("now", six.hub().clock().instant().toString())
                .query(Integer.class)
                .single();
    }

    private static boolean isQuiet() {
        return six.providers.values().stream().allMatch(Provider::isIdle) && TOWN.isQuiet();
    }

    private static void answer(Patient patient, String code) {
        UUID id = challenge(patient).getFirst();
        boolean verified = ApiClient.json(
                        api.postJson("/v1/verifications/" + id + "/check", "{\"code\":\"" + code + "\"}"))
                .path("verified")
                .asBoolean();
        if (verified) {
            SENDS_WHEN_VERIFIED.put(patient, sends(id));
        }
    }

    private static void holds(Patient patient, String told) {
        String who = patient + " in " + told;
        List<UUID> challenges = challenge(patient);
        assertThat(challenges).as(who).hasSize(patient.addresses().findAny().isPresent() ? 1 : 0);
        for (UUID id : challenges) {
            if (canBeReached(patient)) {
                assertThat(state(id)).as("reached: %s", who).isEqualTo("VERIFIED");
            }
            if (state(id).equals("VERIFIED")) {
                assertThat(TOWN.reached(patient)).as(who).isTrue();
                assertThat(sends(id))
                        .as("no send after the right code: %s", who)
                        .isEqualTo(SENDS_WHEN_VERIFIED.get(patient));
                assertThat(told(id, "CODE_VERIFIED")).as(who).hasSize(1);
            }
            noneIsDoubled(patient, id, who);
            failuresAreTold(id, who);
        }
    }

    private static boolean canBeReached(Patient patient) {
        return six.providers.values().stream()
                .filter(provider -> provider.conduct().brings())
                .anyMatch(provider -> switch (provider.transport) {
                    case "voice" -> patient.mobile() || patient.landline();
                    case "email" -> patient.email();
                    default -> patient.mobile();
                });
    }

    private static void noneIsDoubled(Patient patient, UUID id, String who) {
        List<String> addresses = patient.addresses().toList();
        List<Request> requests = six.providers.values().stream()
                .flatMap(provider -> provider.requests().stream())
                .filter(request -> addresses.contains(request.to()))
                .toList();
        for (Provider provider : six.providers.values()) {
            List<Request> own = requests.stream()
                    .filter(request -> request.channel().equals(provider.channel))
                    .toList();
            assertThat(own.stream().map(Request::reference).filter(reference -> !reference.isEmpty()))
                    .as("one request for each send: %s", who)
                    .doesNotHaveDuplicates();
            assertThat(own).as(who).hasSizeLessThanOrEqualTo(attempts(id, provider.transport));
        }
        for (String transport : List.of("sms", "whatsapp", "voice", "email")) {
            assertThat(requests.stream()
                            .filter(request -> !request.declined())
                            .filter(request -> six.providers
                                    .get(request.channel())
                                    .transport
                                    .equals(transport)))
                    .as("one provider has it, or may have it: %s", who)
                    .hasSizeLessThanOrEqualTo(attempts(id, transport));
        }
    }

    /** Each send that failed while the challenge was open stands in the trail, with its reason. */
    private static void failuresAreTold(UUID id, String who) {
        List<String> failed = jdbc.sql("""
                        select (step + 1) || ' ' || category from attempt a join challenge c on c.id = a.challenge_id
                        where challenge_id = :id and a.progress = 'FAILED'
                            and (closed_at is null or a.updated_at < closed_at - interval '10 seconds')
                        """).param("id", id).query(String.class).list();
        List<String> told = jdbc.sql("""
                        select (details ->> 'step') || ' ' || (details ->> 'category') from audit_entry
                        where challenge_id = :id and kind = 'SEND_FAILED' and details ->> 'reason' <> ''
                        """).param("id", id).query(String.class).list();
        assertThat(told).as(who).containsAll(failed);
    }

    /** A provider that answers nothing or only errors is marked down; one that works again is used again. */
    private static void providersAreMarked(String told) {
        ChannelHealth health = six.hub().get(ChannelHealth.class);
        for (Provider provider : six.providers.values()) {
            if (provider.requests().size() >= 5) {
                boolean dead = provider.conduct() == Conduct.HANGS || provider.conduct() == Conduct.BREAKS;
                assertThat(health.isDown(provider.channel))
                        .as("%s marked down in %s", provider.channel, told)
                        .isEqualTo(dead);
            }
            if (provider.conduct() == Conduct.WORKS && ASKED_FIRST.contains(provider.channel)) {
                assertThat(provider.requests())
                        .as("%s used in %s", provider.channel, told)
                        .isNotEmpty();
            }
        }
    }

    /** Whom nothing reached: their challenge failed with its last step, or its time is up. */
    private static void hasEnded(Patient patient, String told) {
        for (UUID id : challenge(patient)) {
            String state = state(id);
            assertThat(state).as("%s in %s", patient, told).isIn("VERIFIED", "UNDELIVERED", "EXPIRED");
            if (state.equals("UNDELIVERED")) {
                assertThat(told(id, "CODE_UNDELIVERED"))
                        .as("%s in %s", patient, told)
                        .hasSize(1);
                assertThat(told(id, "SEND_FAILED").size()).isGreaterThanOrEqualTo(attempts(id, "%"));
            }
            if (state.equals("EXPIRED")) {
                assertThat(told(id, "CHALLENGE_EXPIRED"))
                        .as("%s in %s", patient, told)
                        .hasSize(1);
            }
        }
    }

    private static List<UUID> challenge(Patient patient) {
        return new ArrayList<>(jdbc.sql("select id from challenge where act = :act")
                .param("act", "MedicationRequest/" + patient.prescription())
                .query(UUID.class)
                .list());
    }

    private static String state(UUID id) {
        return jdbc.sql("select state from challenge where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private static int sends(UUID id) {
        return attempts(id, "%");
    }

    private static int attempts(UUID id, String transport) {
        return jdbc.sql("select count(*) from attempt where challenge_id = :id and transport like :transport")
                .param("id", id)
                .param("transport", transport)
                .query(Integer.class)
                .single();
    }

    private static List<String> told(UUID id, String kind) {
        return jdbc.sql("select kind from audit_entry where challenge_id = :id and kind = :kind")
                .param("id", id)
                .param("kind", kind)
                .query(String.class)
                .list();
    }

    private static int count(String rows) {
        return jdbc.sql("select count(*) from " + rows).query(Integer.class).single();
    }
}
