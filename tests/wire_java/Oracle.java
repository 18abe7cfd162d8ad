import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * Asks Kafka's own generated classes about the lines of messages.c: our JSON must become our bytes, our bytes must become
 * our JSON, and must come back as themselves; and a message of defaults is what a new object of theirs is. Prints the versions that this client's classes have, one message a line, and
 * at last how many were asked and how many answers were others.
 */
public class Oracle {
    private static final String PACKAGE = "org.apache.kafka.common.message.";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, TreeSet<Short>> seen = new TreeMap<>();
    private int asked;
    private int wrong;

    /** A message's class and its converter. */
    private record Kind(Class<?> data, Method fromJson, Method toJson, short lowest, short highest) {
        static Kind of(String name) {
            try {
                Class<?> data = Class.forName(PACKAGE + name + "Data");
                Class<?> converter = Class.forName(PACKAGE + name + "DataJsonConverter");
                Message empty = (Message) data.getConstructor().newInstance();
                return new Kind(data, converter.getMethod("read", JsonNode.class, short.class),
                        converter.getMethod("write", data, short.class), empty.lowestSupportedVersion(),
                        empty.highestSupportedVersion());
            } catch (ReflectiveOperationException e) {
                return null; // this client has no such message
            }
        }
    }

    private void complain(String[] words, String what, Object ours, Object theirs) {
        wrong++;
        if (wrong <= 20) {
            System.err.printf("%s %s version %s: %s%n  ours   %s%n  theirs %s%n", words[0], words[1], words[2], what, ours, theirs);
        }
    }

    /** Kafka's converters print no records, only that there are some. */
    private static void withoutRecords(JsonNode node) {
        if (node instanceof ObjectNode object) {
            JsonNode records = object.get("records");
            if (records != null && records.isTextual()) {
                object.set("records", new BinaryNode(new byte[0]));
            }
        }
        node.forEach(Oracle::withoutRecords);
    }

    private static JsonNode normal(JsonNode node) throws Exception {
        JsonNode copy = MAPPER.readTree(MAPPER.writeValueAsString(node));
        withoutRecords(copy);
        return MAPPER.readTree(MAPPER.writeValueAsString(copy));
    }

    private static byte[] bytes(Message message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(buffer), cache, version);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void body(String[] words) throws Exception {
        Kind kind = kinds.computeIfAbsent(words[1], Kind::of);
        short version = Short.parseShort(words[2]);
        if (kind == null || version < kind.lowest || version > kind.highest) {
            return;
        }
        byte[] ours = HEX.parseHex(words[3]);
        JsonNode json = MAPPER.readTree(words[4]);
        asked++;
        seen.computeIfAbsent(words[1], name -> new TreeSet<>()).add(version);

        if (words[0].equals("default")) {
            byte[] empty = bytes((Message) kind.data.getConstructor().newInstance(), version);
            if (!Arrays.equals(ours, empty)) {
                complain(words, "bytes of the defaults", words[3], HEX.formatHex(empty));
            }
        }
        byte[] fromJson = bytes((Message) kind.fromJson.invoke(null, json, version), version);
        if (!Arrays.equals(ours, fromJson)) {
            complain(words, "bytes of our JSON " + json, words[3], HEX.formatHex(fromJson));
        }
        Message decoded = (Message) kind.data.getConstructor().newInstance();
        ByteBuffer buffer = ByteBuffer.wrap(ours);
        decoded.read(new ByteBufferAccessor(buffer), version);
        if (buffer.hasRemaining()) {
            complain(words, "bytes left over", 0, buffer.remaining());
        }
        JsonNode theirs = normal((JsonNode) kind.toJson.invoke(null, decoded, version));
        if (!normal(json).equals(theirs)) {
            complain(words, "JSON of our bytes", json, theirs);
        }
        if (!Arrays.equals(ours, bytes(decoded, version))) {
            complain(words, "our bytes again", words[3], HEX.formatHex(bytes(decoded, version)));
        }
    }

    private void header(String[] words) throws Exception {
        ApiKeys key;
        try {
            key = ApiKeys.forId(Integer.parseInt(words[1]));
        } catch (IllegalArgumentException e) {
            return;
        }
        short version = Short.parseShort(words[2]);
        int id = Integer.parseInt(words[3]);
        byte[] theirs;
        if (version < key.oldestVersion() || version > key.latestVersion()) {
            return;
        }
        asked++;
        if (words[0].equals("request")) {
            String client = MAPPER.readTree(words[4]).textValue();
            theirs = bytes(new RequestHeaderData().setRequestApiKey(key.id).setRequestApiVersion(version).setCorrelationId(id)
                    .setClientId(client), key.requestHeaderVersion(version));
        } else {
            theirs = bytes(new ResponseHeaderData().setCorrelationId(id), key.responseHeaderVersion(version));
        }
        String ours = words[words.length - 1];
        if (!ours.equals(HEX.formatHex(theirs))) {
            complain(words, "header", ours, HEX.formatHex(theirs));
        }
    }

    public static void main(String[] args) throws Exception {
        Oracle oracle = new Oracle();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split("\t", -1);
            try {
                if (words[0].equals("body") || words[0].equals("default")) {
                    oracle.body(words);
                } else {
                    oracle.header(words);
                }
            } catch (Exception e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                oracle.complain(words, "an exception", line, cause);
            }
        }
        oracle.seen.forEach((name, versions) -> System.out.println(name + " " + versions));
        System.out.println("asked " + oracle.asked + " wrong " + oracle.wrong);
        System.exit(oracle.wrong == 0 && oracle.asked > 0 ? 0 : 1);
    }
}
