/* Cutting a batch that a broker finds too large, without more memory than one piece of it takes.
 *
 * From the first refusal on the batch is not sent itself. Its first records, at most `piece_bytes` of them, are copied
 * into a batch of their own, the piece, which goes in its place; the batch counts them as `taken` and keeps them, so
 * that a piece that is too large as well is simply taken back. When what is left is no more than a piece, it is moved
 * to the front of the batch's own memory, which then is a batch like any other.
 *
 * A piece's memory comes from the pool, or from the reserve when there is none: so what fills the pool can always be
 * sent, if one piece after the other. When reports of pieces that nobody has read (callbacks=poll) use both up, the
 * batch gives back what it no longer needs: more than they hold, unless pieces are as small as chunks. By turn. */
#ifndef KP__INTAKE_SPLIT_H
#define KP__INTAKE_SPLIT_H

#include <intake/lane.h>

enum { KP__PIECE_SLOTS = 4000 }; /* a piece has no more: with its head they fit a page */

/* The next piece, CLOSED, with everything of the batch but its records and its place in lists; or the batch itself,
 * when nothing of it stays behind. NULL: no memory. The batch is held by no connection. */
kp__batch *kp__batch_cut(kp__intake *intake, kp__batch *batch);

/* The batch has the piece's records again. The piece, the last one that was cut, is to be released. */
void kp__batch_take_back(kp__batch *batch, const kp__batch *piece);

/* Forgets the records that were taken, and gives their memory back; the rest is a batch like any other. */
void kp__batch_close_up(kp__intake *intake, kp__batch *batch);

#endif
