"""kafka-python against a broker: makes a topic, writes with keys and headers, reads everything back, deletes the topic."""
import sys

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

BOOTSTRAP, COUNT, TOPIC = sys.argv[1], 3000, "by-kafka-python"

admin = KafkaAdminClient(bootstrap_servers=BOOTSTRAP)
admin.create_topics([NewTopic(TOPIC, 3, 1)])
producer = KafkaProducer(bootstrap_servers=BOOTSTRAP)
sent = [producer.send(TOPIC, b"v%d" % i, key=b"k%d" % i, headers=[("h", b"%d" % i)]) for i in range(COUNT)]
producer.flush()
assert all(one.succeeded() for one in sent), "not every record was acknowledged"
partitions = [TopicPartition(TOPIC, i) for i in range(3)]
consumer = KafkaConsumer(bootstrap_servers=BOOTSTRAP, group_id=None, consumer_timeout_ms=20000)
consumer.assign(partitions)
consumer.seek_to_beginning(*partitions)
found = {}
for record in consumer:
    assert record.headers == [("h", record.value[1:])], record
    found[record.value] = record.key
    if len(found) == COUNT:
        break
assert found == {b"v%d" % i: b"k%d" % i for i in range(COUNT)}, f"{len(found)} of {COUNT} came back"
assert sum(consumer.end_offsets(partitions).values()) == COUNT
admin.delete_topics([TOPIC])
