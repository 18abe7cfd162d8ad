// franz-go against a broker: produces, idempotent, as it does by default, and reads everything back once and in order.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	topic      = "by-franz"
	partitions = 4
	count      = 20000
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func create(ctx context.Context, client *kgo.Client) {
	one := kmsg.NewCreateTopicsRequestTopic()
	one.Topic, one.NumPartitions, one.ReplicationFactor = topic, partitions, 1
	request := kmsg.NewPtrCreateTopicsRequest()
	request.Topics = append(request.Topics, one)
	response, err := request.RequestWith(ctx, client)
	must(err)
	must(kerr.ErrorForCode(response.Topics[0].ErrorCode))
}

func produce(ctx context.Context, client *kgo.Client) {
	for i := 0; i < count; i++ {
		record := &kgo.Record{Topic: topic, Partition: int32(i % partitions), Key: []byte("k"), Value: []byte(fmt.Sprint(i))}
		client.Produce(ctx, record, func(_ *kgo.Record, err error) { must(err) })
	}
	must(client.Flush(ctx))
}

func consume(ctx context.Context, address string) {
	from := map[int32]kgo.Offset{}
	for i := int32(0); i < partitions; i++ {
		from[i] = kgo.NewOffset().AtStart()
	}
	client, err := kgo.NewClient(kgo.SeedBrokers(address), kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: from}))
	must(err)
	defer client.Close()
	var next [partitions]int64
	for total := 0; total < count; {
		fetches := client.PollFetches(ctx)
		must(fetches.Err())
		fetches.EachRecord(func(record *kgo.Record) {
			wanted := fmt.Sprint(next[record.Partition]*partitions + int64(record.Partition))
			if record.Offset != next[record.Partition] || string(record.Value) != wanted {
				must(fmt.Errorf("partition %d, offset %d: found %q, wanted %q at %d", record.Partition, record.Offset,
					record.Value, wanted, next[record.Partition]))
			}
			next[record.Partition]++
			total++
		})
	}
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	client, err := kgo.NewClient(kgo.SeedBrokers(os.Args[1]), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	must(err)
	defer client.Close()
	create(ctx, client)
	produce(ctx, client)
	consume(ctx, os.Args[1])
}
