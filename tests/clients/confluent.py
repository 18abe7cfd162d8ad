"""The current librdkafka against a broker: idempotent, with every codec; reads back, by offset and by time."""
import sys
import time

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

BOOTSTRAP, COUNT, TOPIC = sys.argv[1], 2000, "by-librdkafka"
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]

admin = AdminClient({"bootstrap.servers": BOOTSTRAP})
for made in admin.create_topics([NewTopic(TOPIC, 4, 1)]).values():
    made.result()
wanted = set()
for codec in CODECS:
    producer = Producer({"bootstrap.servers": BOOTSTRAP, "enable.idempotence": True, "compression.type": codec})
    errors = []
    for i in range(COUNT):
        value = f"{codec} {i} ".encode() * 5
        wanted.add(value)
        producer.produce(TOPIC, value, on_delivery=lambda err, message: errors.append(err) if err else None)
    assert producer.flush(30) == 0 and not errors, f"{codec}: {errors[:1]}"
consumer = Consumer({"bootstrap.servers": BOOTSTRAP, "group.id": "unused", "enable.auto.commit": False})
consumer.assign([TopicPartition(TOPIC, i, 0) for i in range(4)])
found, total, until = set(), 0, time.monotonic() + 60
while len(found) < len(wanted) and time.monotonic() < until:
    for message in consumer.consume(1000, 1):
        assert not message.error(), message.error()
        found.add(message.value())
        total += 1
assert found == wanted and total == len(wanted), f"{len(found)} of {len(wanted)} came back, {total} records"
ends = [consumer.get_watermark_offsets(TopicPartition(TOPIC, i))[1] for i in range(4)]
assert sum(ends) == len(wanted), ends
late = consumer.offsets_for_times([TopicPartition(TOPIC, i, int(time.time() * 1000) + 60000) for i in range(4)])
assert [one.offset for one in late] == [-1] * 4 or [one.offset for one in late] == ends, late
early = consumer.offsets_for_times([TopicPartition(TOPIC, i, 1) for i in range(4)])
assert [one.offset for one in early] == [0] * 4, early
consumer.close()
