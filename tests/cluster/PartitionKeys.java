import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;

/** Compares what partition_keys.c wrote with Kafka's own hash and partitioner; prints how many keys agree. */
public class PartitionKeys {
    public static void main(String[] args) throws Exception {
        int same = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(args[0]), 1 << 16))) {
            while (true) {
                int length;
                try {
                    length = in.readInt();
                } catch (EOFException end) {
                    break;
                }
                byte[] key = in.readNBytes(length);
                int hash = in.readInt();
                int partitions = in.readInt();
                int partition = in.readInt();
                if (hash != Utils.murmur2(key) || partition != BuiltInPartitioner.partitionForKey(key, partitions)) {
                    System.out.println("key " + java.util.HexFormat.of().formatHex(key) + ", " + partitions
                        + " partitions: hash " + hash + ", partition " + partition + "; Java: " + Utils.murmur2(key) + ", "
                        + BuiltInPartitioner.partitionForKey(key, partitions));
                    System.exit(1);
                }
                same++;
            }
        }
        System.out.println(same + " keys agree");
    }
}
