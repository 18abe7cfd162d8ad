// franz-go under the benchmark's load; a promise for every record. Same options and output as the C drivers.
package main

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func cpu() (seconds float64, switches int64, rss int64) {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err)
	}
	seconds = float64(use.Utime.Sec+use.Stime.Sec) + float64(use.Utime.Usec+use.Stime.Usec)*1e-6
	return seconds, use.Nvcsw + use.Nivcsw, use.Maxrss
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "github.com/twmb/franz-go" {
				return dep.Version
			}
		}
	}
	return "?"
}

func main() {
	bootstrap := flag.String("bootstrap", "", "")
	messages := flag.Int("messages", 1000000, "")
	warmup := flag.Int("warmup", 100000, "")
	size := flag.Int("size", 100, "")
	partitions := flag.Int("partitions", 8, "")
	linger := flag.Int("linger-ms", 5, "")
	batch := flag.Int("batch-bytes", 1000000, "")
	memory := flag.Int("memory-bytes", 64<<20, "")
	assign := flag.String("assign", "rr", "")
	defaults := flag.Bool("defaults", false, "")
	flag.Parse()
	if *defaults {
		*linger, *batch, *memory = 5, 16384, 32<<20
	}
	options := []kgo.Opt{
		kgo.SeedBrokers(*bootstrap), kgo.ProducerLinger(time.Duration(*linger) * time.Millisecond),
		kgo.ProducerBatchMaxBytes(int32(*batch)), kgo.ProducerBatchCompression(kgo.NoCompression()),
		kgo.MaxBufferedRecords(1 << 30), kgo.MaxBufferedBytes(*memory), kgo.DefaultProduceTopic("bench"),
	}
	if *assign == "rr" {
		options = append(options, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	var acked, failed atomic.Int64
	report := func(_ *kgo.Record, err error) {
		if err != nil {
			failed.Add(1)
		} else {
			acked.Add(1)
		}
	}
	background := context.Background()
	produceSlice(client, background, *warmup, *size, *partitions, report)
	if err := client.Flush(background); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	acked.Store(0)
	failed.Store(0)
	from := time.Now()
	cpuFrom, switchesFrom, _ := cpu()
	for left := *messages; left > 0; left -= 100000 { // records of a slice at a time, so that memory is not what is measured
		produceSlice(client, background, min(left, 100000), *size, *partitions, report)
	}
	if err := client.Flush(background); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	seconds := time.Since(from).Seconds()
	cpuTo, switchesTo, rss := cpu()
	n := float64(*messages)
	fmt.Printf("{\"client\":\"franz-go\",\"version\":\"%s\",\"records\":%d,\"acked\":%d,\"failed\":%d,\"seconds\":%.4f,"+
		"\"records_per_s\":%.0f,\"cpu_ns_per_record\":%.1f,\"switches_per_record\":%.5f,\"max_rss_kib\":%d}\n",
		version(), *messages, acked.Load(), failed.Load(), seconds, n/seconds, (cpuTo-cpuFrom)*1e9/n,
		float64(switchesTo-switchesFrom)/n, rss)
	if failed.Load() != 0 || acked.Load() != int64(*messages) {
		os.Exit(1)
	}
}

// produceSlice takes its records and values from two allocations, the cheapest a Go program can do.
func produceSlice(client *kgo.Client, ctx context.Context, n, size, partitions int, report func(*kgo.Record, error)) {
	records := make([]kgo.Record, n)
	values := make([]byte, n*size)
	for i := range records {
		value := values[i*size : (i+1)*size : (i+1)*size]
		if size >= 8 {
			binary.LittleEndian.PutUint64(value, uint64(i))
		}
		records[i].Value = value
		records[i].Partition = int32(i % partitions)
		client.Produce(ctx, &records[i], report)
	}
}
