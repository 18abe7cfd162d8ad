import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.storage.internals.log.LogConfig;

/** What Kafka itself says of the settings and values that topic_configs.c prints; and the settings that are missing there. */
public class TopicConfigs {
    /** Of compression that the broker does not do, of remote storage that it has not, of Kafka's own tests. */
    private static final Set<String> LEFT_OUT = Set.of("compression.gzip.level", "compression.lz4.level",
        "compression.zstd.level", "remote.log.copy.disable", "remote.log.delete.on.disable", "internal.segment.bytes");

    public static void main(String[] args) throws Exception {
        Map<String, ConfigDef.ConfigKey> keys = LogConfig.configKeys();
        TreeSet<String> missing = new TreeSet<>(keys.keySet());
        missing.removeAll(LEFT_OUT);
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] parts = line.split("\t");
            ConfigDef.ConfigKey key = keys.get(parts[0]);
            missing.remove(parts[0]);
            if (key == null) {
                System.out.println(parts[0] + " is no setting of a topic");
            } else if (parts[2].equals("default")) {
                System.out.println(parts[0] + "\t" + ConfigDef.convertToString(key.defaultValue, key.type) + "\tdefault");
            } else {
                System.out.println(parts[0] + "\t" + parts[1] + "\t" + (accepted(parts[0], parts[1]) ? "yes" : "no"));
            }
        }
        for (String name : missing) {
            System.out.println(name + " is missing");
        }
    }

    private static boolean accepted(String name, String value) {
        Properties properties = new Properties();
        properties.put(name, value);
        Map<String, String> brokers = Map.of("retention.ms", "604800000"); // without any, a part of the checks is left out
        try {
            LogConfig.validate(Map.of(), properties, brokers, false);
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }
}
