package org.countersign.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Patients by chance: some have a mobile, some a landline, an e-mail address, all of them or none. Each answers, once, with
 * the code of the first message that is truly there, at once or after some thought.
 */
final class Town {

    private static final Pattern DIGITS = Pattern.compile("\\b(\\d{6})\\b");
    private static final List<String> WORDS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final Pattern SPOKEN = Pattern.compile("\\b(" + String.join("|", WORDS) + ")\\b");

    /**
     * A patient.
     *
     * @param number unique in all rounds
     * @param prompt whether they answer at once
     */
    record Patient(int number, boolean mobile, boolean landline, boolean email, boolean prompt) {

        String prescription() {
            return "RX-" + number;
        }

        /** The landline is one in London: in the United States the number does not tell it from a mobile. */
        Stream<String> addresses() {
            return Stream.of(
                            mobile ? Stream.of("+1415" + seven()) : Stream.<String>empty(),
                            landline ? Stream.of("+44207" + seven()) : Stream.<String>empty(),
                            email ? Stream.of(mail()) : Stream.<String>empty())
                    .flatMap(one -> one);
        }

        /** RDE^O25 that asks for a refill; whoever has nothing else has a fax. */
        String refill() {
            List<String> telecoms = new ArrayList<>();
            if (mobile) {
                telecoms.add("^PRN^CP^^^415^" + seven());
            }
            if (landline) {
                telecoms.add("^PRN^PH^^44^20^7" + seven());
            }
            if (email) {
                telecoms.add("^NET^Internet^" + mail());
            }
            String pid13 = telecoms.isEmpty() ? "^PRN^FX^^^212^" + seven() : String.join("~", telecoms);
            return "MSH|^~\\&|PHARMACY|RIVERSIDE PHARMACY|COUNTERSIGN|HUB|20261124103000||RDE^O25^RDE_O11|M-" + number
                    + "|P|2.5.1\rPID|1||MRN-" + number + "^^^RIVERSIDE^MR||Berg^Ida||19840219|F|||||" + pid13
                    + "||eng\rORC|RF|P-" + number + "^EHR|F-" + number + "^PHARMACY\r"
                    + "RXE||861007^metformin hydrochloride 500 MG^RXNORM|1||TAB^tablet|||||30|TAB^tablet|3|||"
                    + prescription() + "|2\r";
        }

        private String seven() {
            return Integer.toString(2_000_000 + number);
        }

        private String mail() {
            return "p" + number + "@example.org";
        }
    }

    private final BiConsumer<Patient, String> answer;
    private final Map<String, Patient> byAddress = new ConcurrentHashMap<>();
    private final Map<Patient, String> heard = new ConcurrentHashMap<>();
    private final Queue<Runnable> thinking = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answering = new AtomicInteger();

    /** @param answer what a patient does with the code */
    Town(BiConsumer<Patient, String> answer) {
        this.answer = answer;
    }

    /** Other patients than before. */
    List<Patient> populate(int from, int count, RandomGenerator random) {
        List<Patient> patients = new ArrayList<>();
        for (int number = from; number < from + count; number++) {
            int kind = random.nextInt(10);
            boolean all = kind >= 6 && kind < 9;
            patients.add(new Patient(
                    number,
                    all || kind < 2,
                    all || kind == 2 || kind == 3,
                    all || kind == 4 || kind == 5,
                    random.nextBoolean()));
        }
        byAddress.clear();
        heard.clear();
        for (Patient patient : patients) {
            patient.addresses().forEach(address -> byAddress.put(address, patient));
        }
        return patients;
    }

    /** Something is there. What comes for somebody of an earlier round is thrown away. */
    void arrive(String to, String text) {
        Optional.ofNullable(byAddress.get(to))
                .filter(patient -> heard.putIfAbsent(patient, code(text)) == null)
                .ifPresent(patient -> {
                    if (patient.prompt()) {
                        answer(patient);
                    } else {
                        thinking.add(() -> answer(patient));
                    }
                });
    }

    /** Who has thought long enough answers now. */
    void think() {
        for (Runnable one = thinking.poll(); one != null; one = thinking.poll()) {
            one.run();
        }
    }

    boolean reached(Patient patient) {
        return heard.containsKey(patient);
    }

    /** Whether everybody who has a code and does not think has answered. */
    boolean isQuiet() {
        return answering.get() == 0;
    }

    private void answer(Patient patient) {
        answering.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                answer.accept(patient, heard.get(patient));
            } finally {
                answering.decrementAndGet();
            }
        });
    }

    /** Read, or heard digit by digit. */
    private static String code(String text) {
        Matcher digits = DIGITS.matcher(text);
        if (digits.find()) {
            return digits.group(1);
        }
        String spoken = SPOKEN.matcher(text)
                .results()
                .limit(6)
                .map(word -> Integer.toString(WORDS.indexOf(word.group(1))))
                .collect(Collectors.joining());
        if (spoken.length() != 6) {
            throw new IllegalStateException("A message without a code");
        }
        return spoken;
    }
}
