// KafkaJS against a broker: makes a topic, writes with an idempotent producer, asks for offsets, deletes the topic.
const {Kafka, logLevel} = require('kafkajs');
const assert = require('assert');

async function main() {
    const kafka = new Kafka({brokers: [process.argv[2]], logLevel: logLevel.NOTHING});
    const topic = 'by-kafkajs';
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({topics: [{topic, numPartitions: 2}]});
    const producer = kafka.producer({idempotent: true});
    await producer.connect();
    const sent = await producer.send(
        {topic, messages: Array.from({length: 500}, (_, i) => ({key: '' + i, value: 'v' + i}))});
    assert(sent.every(one => one.errorCode === 0));
    const offsets = await admin.fetchTopicOffsets(topic);
    assert.strictEqual(offsets.reduce((sum, one) => sum + Number(one.offset), 0), 500);
    await admin.deleteTopics({topics: [topic]});
    assert(!(await admin.listTopics()).includes(topic));
    await producer.disconnect();
    await admin.disconnect();
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
