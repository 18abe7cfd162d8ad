// franz-go: an idempotent producer, a transaction, a group.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	seed := kgo.SeedBrokers(os.Args[1])
	producer, err := kgo.NewClient(seed, kgo.AllowAutoTopicCreation(), kgo.ClientID("franz"))
	must(err)
	for i := 0; i < 5; i++ {
		record := &kgo.Record{Topic: "franz", Key: []byte("k"), Value: []byte(fmt.Sprint("value ", i)),
			Headers: []kgo.RecordHeader{{Key: "h", Value: []byte("v")}}}
		must(producer.ProduceSync(ctx, record).FirstErr())
	}
	producer.Close()
	tx, err := kgo.NewClient(seed, kgo.TransactionalID("franz-tx"), kgo.DefaultProduceTopic("franz"))
	must(err)
	must(tx.BeginTransaction())
	must(tx.ProduceSync(ctx, kgo.StringRecord("in a transaction")).FirstErr())
	must(tx.EndTransaction(ctx, kgo.TryCommit))
	tx.Close()
	consumer, err := kgo.NewClient(seed, kgo.ConsumerGroup("franz-group"), kgo.ConsumeTopics("franz"),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	must(err)
	for count := 0; count < 6; {
		fetches := consumer.PollFetches(ctx)
		must(fetches.Err())
		count += fetches.NumRecords()
	}
	must(consumer.CommitUncommittedOffsets(ctx))
	consumer.Close()
}
