"""confluent-kafka, that is a current librdkafka: a transaction, a group, and what its admin client can ask."""
import sys
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, ConfigEntry, ConfigResource, AlterConfigOpType, NewPartitions, NewTopic

bootstrap = sys.argv[1]
admin = AdminClient({'bootstrap.servers': bootstrap, 'client.id': 'rd-admin'})
for future in admin.create_topics([NewTopic('rd', 2, 1)]).values():
    future.result()
for future in admin.create_partitions([NewPartitions('rd', 3)]).values():
    future.result()
resource = ConfigResource(ConfigResource.Type.TOPIC, 'rd', incremental_configs=[
    ConfigEntry('retention.ms', '100000', incremental_operation=AlterConfigOpType.SET)])
for future in admin.incremental_alter_configs([resource]).values():
    future.result()
for future in admin.describe_configs([ConfigResource(ConfigResource.Type.TOPIC, 'rd')]).values():
    future.result()
producer = Producer({'bootstrap.servers': bootstrap, 'transactional.id': 'rd-tx', 'compression.type': 'lz4'})
producer.init_transactions(10)
for commit in (True, False):
    producer.begin_transaction()
    for i in range(5):
        producer.produce('rd', b'value %d' % i, key=b'k%d' % i, headers={'h': b'v', 'n': None})
    producer.flush()
    producer.commit_transaction() if commit else producer.abort_transaction()
consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'rd-group', 'auto.offset.reset': 'earliest'})
consumer.subscribe(['rd'])
count = 0
while count < 5:
    message = consumer.poll(5)
    if message is None:
        break
    count += 1
consumer.commit(asynchronous=False)
admin.list_consumer_groups().result()
for future in admin.describe_consumer_groups(['rd-group']).values():
    future.result()
consumer.close()
admin.describe_cluster().result()
for future in admin.delete_consumer_groups(['rd-group']).values():
    future.result()
for future in admin.delete_topics(['rd']).values():
    future.result()
print(count)
