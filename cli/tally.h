/* What became of the records of a run: counted by the callbacks, shown as a progress line and a summary. */
#ifndef KP_CLI_TALLY_H
#define KP_CLI_TALLY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <kprod/export.h>
#include <kprod/record.h>

enum { CLI_COMPLAINTS_MAX = 10 };

typedef struct cli_tally {
    uint64_t sent; /* by the sending thread */
    uint64_t bytes;
    uint64_t refused; /* by send itself: not written */
    _Atomic uint64_t acked;
    _Atomic uint64_t not_written; /* by callback */
    _Atomic uint64_t maybe_written;
    _Atomic int complaints;
    double started;
    double shown; /* when the progress line was written last */
    double rate;
    uint64_t shown_sent;
    bool progress; /* stderr is a terminal */
    bool has_line;
} cli_tally;

void cli_tally_init(cli_tally *tally, bool progress);

/* One failed record: a line of its own for the first ones. Any thread. `number` counts all records of the run. */
void cli_tally_complain(cli_tally *tally, uint64_t number, kp_err err, const char *format, ...) KP_PRINTF(4, 5);

/* Redraws the progress line when it is time; cheap enough for every few hundred records. */
void cli_tally_show(cli_tally *tally);
void cli_tally_clear(cli_tally *tally);

/* The last line, and the exit code of the outcome. */
int cli_tally_end(cli_tally *tally, bool quiet);

#endif
