/* What a partition accepts from a producer: one whole batch that is what it says. */
#ifndef KP__BROKER_LOG_VALIDATE_H
#define KP__BROKER_LOG_VALIDATE_H

#include <stdint.h>

#include <wire/batch.h>

/* Checks the only batch in `batch`: magic, lengths, CRC, count, and, where the records are not compressed, that they
 * are as many as the header says, numbered from 0, and whole, with their keys, values and headers. Errors are Kafka's:
 * CORRUPT_MESSAGE, INVALID_RECORD, MESSAGE_TOO_LARGE. */
KP_MUST kp_err kp__validate_produced(kp__slice batch, int32_t message_bytes_max, kp__batch_header *header);

#endif
