import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/** Kafka's own error codes as error_table.c prints ours: code, name, may be tried again, calls for fresh metadata. */
public class ErrorTable {
    public static void main(String[] args) {
        for (Errors error : Errors.values()) {
            if (error == Errors.NONE) {
                continue;
            }
            System.out.println(error.code() + " " + error.name()
                + (error.exception() instanceof RetriableException ? " retriable" : "")
                + (error.exception() instanceof InvalidMetadataException ? " refresh" : ""));
        }
    }
}
