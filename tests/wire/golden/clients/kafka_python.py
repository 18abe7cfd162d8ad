"""kafka-python: produces with and without keys, reads back as a group."""
import sys
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

bootstrap = sys.argv[1]
admin = KafkaAdminClient(bootstrap_servers=bootstrap, client_id='py-admin')
admin.create_topics([NewTopic('py', 2, 1)])
for acks, codec in ((0, None), (1, None), ('all', 'gzip')):
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks=acks, compression_type=codec, client_id='py')
    for i in range(5):
        producer.send('py', value=b'value %d' % i, key=None if i % 2 else b'key', headers=[('h', b'v')])
    producer.flush()
    producer.close()
consumer = KafkaConsumer('py', bootstrap_servers=bootstrap, group_id='py-group', auto_offset_reset='earliest',
                         consumer_timeout_ms=3000)
print(sum(1 for _ in consumer))
consumer.close()
admin.delete_topics(['py'])
admin.close()
