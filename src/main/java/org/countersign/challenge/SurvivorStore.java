package org.countersign.challenge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.event.Person;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Sensitive;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which identifier stands for each that gave way in a merge. Writes belong to the caller's transaction. */
public final class SurvivorStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final KeyRing keys;

    public SurvivorStore(JdbcClient jdbc, KeyRing keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** What stands for those of {@code patientKeys} that gave way. */
    Map<String, Person.Identifier> find(Set<String> patientKeys) {
        Map<String, Person.Identifier> survivors = new HashMap<>();
        jdbc.sql("select patient_key, sealed from absorbed_patient where patient_key = any(:keys)")
                .param("keys", patientKeys.toArray(String[]::new))
                .query(row -> {
                    survivors.put(row.getString("patient_key"), open(row.getBytes("sealed")));
                });
        return survivors;
    }

    /**
     * Lets {@code into} stand for {@code absorbed} and for all that these stood for. It gives way to nothing any more, so
     * that a merge can be taken back by its opposite.
     */
    void absorb(Set<String> absorbed, String intoKey, Person.Identifier into, Instant now) {
        byte[] sealed = seal(into);
        jdbc.sql("delete from absorbed_patient where patient_key = :into")
                .param("into", intoKey)
                .update();
        jdbc.sql("update absorbed_patient set into_key = :into, sealed = :sealed where into_key = any(:absorbed)")
                .param("into", intoKey)
                .param("sealed", sealed)
                .param("absorbed", absorbed.toArray(String[]::new))
                .update();
        for (String key : absorbed) {
            jdbc.sql("""
                            insert into absorbed_patient (patient_key, into_key, sealed, absorbed_at)
                            values (:key, :into, :sealed, :now)
                            on conflict (patient_key) do update
                            set into_key = excluded.into_key, sealed = excluded.sealed, absorbed_at = excluded.absorbed_at
                            """)
                    .param("key", key)
                    .param("into", intoKey)
                    .param("sealed", sealed)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private byte[] seal(Person.Identifier identifier) {
        List<String> parts = List.of(identifier.value().reveal(), identifier.authority(), identifier.type());
        try {
            return keys.seal(JSON.writeValueAsBytes(parts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An identifier could not be written as JSON");
        }
    }

    private Person.Identifier open(byte[] sealed) {
        try {
            String[] parts = JSON.readValue(keys.open(sealed), String[].class);
            return new Person.Identifier(Sensitive.of(parts[0]), parts[1], parts[2]);
        } catch (IOException e) {
            throw new IllegalStateException("A sealed identifier is not the JSON that was written");
        }
    }
}
