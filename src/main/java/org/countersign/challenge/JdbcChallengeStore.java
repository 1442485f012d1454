package org.countersign.challenge;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.countersign.platform.KeyRing;
import org.countersign.policy.Purpose;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Challenges in PostgreSQL. */
final class JdbcChallengeStore implements ChallengeStore {

    private static final String INSERT = """
            insert into challenge (id, version, tag, inbox_id, facility, purpose, policy, act_key, act, patient_key,
                binding, key_epoch, generation, code_length, state, tries, max_tries, issued_at, expires_at, closed_at,
                locale, sealed, progress, turn, due_step, due_at, last_send_at, wake_at, names,
                at_step, chosen)
            values (:id, :version, :tag, :inboxId, :facility, :purpose, :policy, :actKey, :act, :patientKey,
                :binding, :keyEpoch, :generation, :codeLength, :state, :tries, :maxTries, :issuedAt, :expiresAt,
                :closedAt, :locale, :sealed, :progress, :turn, :dueStep, :dueAt, :lastSendAt, :wakeAt, :names,
                :atStep, :chosen)
            """;
    private static final String UPDATE = """
            update challenge set version = :version, state = :state, tries = :tries, closed_at = :closedAt,
                progress = :progress, turn = :turn, due_step = :dueStep, due_at = :dueAt, last_send_at = :lastSendAt,
                wake_at = :wakeAt, at_step = :atStep, chosen = :chosen
            where id = :id and version = :version - 1
            """;

    private static final String MOVE = UPDATE.replace(
            "set version", "set act = :act, act_key = :actKey, patient_key = :patientKey, sealed = :sealed, version");

    private final JdbcClient jdbc;
    private final SealedParts sealedParts;

    JdbcChallengeStore(JdbcClient jdbc, KeyRing keys) {
        this.jdbc = jdbc;
        this.sealedParts = new SealedParts(keys);
    }

    @Override
    public void insert(Challenge challenge) {
        CodeRecipe recipe = challenge.recipe();
        withMutable(jdbc.sql(INSERT), challenge)
                .param("tag", challenge.tag())
                .param(
                        "inboxId",
                        challenge.inboxId().isPresent() ? challenge.inboxId().getAsLong() : null)
                .param("facility", challenge.facility())
                .param("purpose", challenge.purpose().name())
                .param("policy", challenge.policy())
                .param("actKey", challenge.actKey())
                .param("act", challenge.act())
                .param("patientKey", challenge.patientKey())
                .param("binding", recipe.binding().bytes())
                .param("keyEpoch", recipe.keyEpoch())
                .param("generation", recipe.generation())
                .param("codeLength", recipe.length())
                .param("maxTries", challenge.maxTries())
                .param("issuedAt", timestamp(Optional.of(challenge.issuedAt())))
                .param("expiresAt", timestamp(Optional.of(challenge.expiresAt())))
                .param("locale", challenge.locale().toLanguageTag())
                .param("sealed", sealedParts.seal(challenge.recipient(), challenge.steps()))
                .param("names", challenge.names().toArray(String[]::new))
                .update();
    }

    @Override
    public boolean compareAndSet(Challenge next) {
        return withMutable(jdbc.sql(UPDATE), next).update() == 1;
    }

    @Override
    public boolean compareAndMove(Challenge next) {
        return withMutable(jdbc.sql(MOVE), next)
                        .param("act", next.act())
                        .param("actKey", next.actKey())
                        .param("patientKey", next.patientKey())
                        .param("sealed", sealedParts.seal(next.recipient(), next.steps()))
                        .update()
                == 1;
    }

    @Override
    public Optional<Challenge> find(UUID id) {
        return jdbc.sql("select * from challenge where id = :id")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<Challenge> findLatest(String actKey) {
        return jdbc.sql("""
                        select * from challenge where act_key = :key
                        order by (state = 'OPEN') desc, issued_at desc, id desc limit 1
                        """).param("key", actKey).query(this::read).optional();
    }

    @Override
    public List<Challenge> listOpenOf(String patientKey) {
        return jdbc.sql("select * from challenge where patient_key = :key and state = 'OPEN' order by issued_at, id")
                .param("key", patientKey)
                .query(this::read)
                .list();
    }

    @Override
    public List<Challenge> listOpenNamed(String patientKey, String facility, Set<String> names) {
        return jdbc.sql("""
                        select * from challenge where patient_key = :key and state = 'OPEN' and facility = :facility
                            and names && cast(:names as text[])
                        order by issued_at, id
                        """)
                .param("key", patientKey)
                .param("facility", facility)
                .param("names", names.toArray(String[]::new))
                .query(this::read)
                .list();
    }

    @Override
    public List<Challenge> listOpen(Purpose purpose, int limit) {
        return jdbc.sql(
                        "select * from challenge where state = 'OPEN' and purpose = :purpose order by issued_at limit :limit")
                .param("purpose", purpose.name())
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public List<Challenge> listClosed(Purpose purpose, Instant since, int limit) {
        return jdbc.sql("select * from challenge where purpose = :purpose and closed_at >= :since"
                        + " order by closed_at desc limit :limit")
                .param("purpose", purpose.name())
                .param("since", Timestamp.from(since))
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public List<Challenge> listByAct(String act, int limit) {
        return jdbc.sql("select * from challenge where act = :act order by issued_at desc, id limit :limit")
                .param("act", act)
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public List<Wake> listDue(Instant now, int limit) {
        return jdbc.sql("select id, turn, wake_at from challenge where wake_at <= :now order by wake_at limit :limit")
                .param("now", Timestamp.from(now))
                .param("limit", limit)
                .query((row, n) -> new Wake(
                        row.getObject("id", UUID.class),
                        row.getInt("turn"),
                        row.getTimestamp("wake_at").toInstant()))
                .list();
    }

    private static JdbcClient.StatementSpec withMutable(JdbcClient.StatementSpec statement, Challenge challenge) {
        return statement
                .param("id", challenge.id())
                .param("version", challenge.version())
                .param("state", challenge.state().name())
                .param("tries", challenge.tries())
                .param("closedAt", timestamp(challenge.closedAt()))
                .param(
                        "progress",
                        challenge.progress().stream().map(Progress::name).toArray(String[]::new))
                .param("turn", challenge.turn())
                .param("dueStep", challenge.due().map(DueStep::step).orElse(null))
                .param("dueAt", timestamp(challenge.due().map(DueStep::at)))
                .param("lastSendAt", timestamp(challenge.lastSendAt()))
                .param("wakeAt", timestamp(challenge.wakeAt()))
                .param("atStep", challenge.course().step())
                .param("chosen", challenge.course().chosen());
    }

    private Challenge read(ResultSet row, int number) throws SQLException {
        SealedParts.Parts parts = sealedParts.open(row.getBytes("sealed"));
        long inboxId = row.getLong("inbox_id");
        boolean hasInboxId = !row.wasNull();
        return new Challenge(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                row.getString("tag"),
                hasInboxId ? OptionalLong.of(inboxId) : OptionalLong.empty(),
                row.getString("facility"),
                Purpose.valueOf(row.getString("purpose")),
                row.getString("policy"),
                row.getString("act"),
                row.getString("act_key"),
                row.getString("patient_key"),
                readRecipe(row),
                ChallengeState.valueOf(row.getString("state")),
                row.getInt("tries"),
                row.getInt("max_tries"),
                row.getTimestamp("issued_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "closed_at"),
                Locale.forLanguageTag(row.getString("locale")),
                parts.recipient(),
                parts.steps(),
                readProgress(row.getArray("progress")),
                row.getInt("turn"),
                readDue(row),
                instant(row, "last_send_at"),
                Set.of((String[]) row.getArray("names").getArray()),
                new Course(row.getInt("at_step"), row.getBoolean("chosen")));
    }

    private static CodeRecipe readRecipe(ResultSet row) throws SQLException {
        ActBinding binding = new ActBinding(HexFormat.of().formatHex(row.getBytes("binding")));
        return new CodeRecipe(row.getInt("key_epoch"), row.getInt("generation"), row.getInt("code_length"), binding);
    }

    private static List<Progress> readProgress(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray()).map(Progress::valueOf).toList();
    }

    private static Optional<DueStep> readDue(ResultSet row) throws SQLException {
        int step = row.getInt("due_step");
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(
                new DueStep(step, row.getInt("turn"), row.getTimestamp("due_at").toInstant()));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private static @Nullable Timestamp timestamp(Optional<Instant> instant) {
        return instant.map(Timestamp::from).orElse(null);
    }
}
