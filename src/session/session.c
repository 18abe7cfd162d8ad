#include <session/session.h>

#include <base/ns.h>
#include <session/state.h>

#include <stdio.h>

/* ---- requests ---- */

void kp__request_init(kp__request *request, kp__alloc *alloc, const kp__message *message, size_t max)
{
    *request = (kp__request){.message = message};
    kp__gather_init(&request->gather, alloc, max);
}

void kp__request_deinit(kp__request *request) { kp__gather_deinit(&request->gather); }

static kp_ns timeout_of(const kp__session *session, const kp__request *request)
{
    return request->timeout ? request->timeout : session->config.request_timeout;
}

/* ---- life ---- */

kp_err kp__session_new(kp__alloc *alloc, const kp__session_config *config, kp__log *log, kp__session **out)
{
    kp__session *session = kp__new(alloc, sizeof *session);
    if (!session)
        return KP_ERR_NO_MEMORY;
    session->alloc = alloc;
    session->config = *config;
    session->log = log;
    kp__list_init(&session->unsent);
    kp__list_init(&session->waiting);
    session->in_kept = KP__SESSION_IN_KEPT;
    kp__versions_init(session);
    *out = session;
    return KP_OK;
}

static void ghost_free(kp__session *session, kp__request *ghost)
{
    kp__request_deinit(ghost);
    kp__delete(session->alloc, ghost);
}

void kp__session_free(kp__session *session)
{
    if (!session)
        return;
    kp__request_deinit(&session->versions_request);
    kp__session_in_free(session);
    kp__delete(session->alloc, session);
}

kp__session_state kp__session_state_of(const kp__session *session) { return session->state; }
kp_err kp__session_doom_err(const kp__session *session) { return session->doom_err; }
const char *kp__session_doom_text(const kp__session *session) { return session->doom_text; }

void kp__session_changed(kp__session *session)
{
    if (session->config.changed)
        session->config.changed(session->config.changed_arg);
}

void kp__session_doom(kp__session *session, kp_err err)
{
    if (session->state == KP__SESSION_DOWN || session->state == KP__SESSION_DOOMED)
        return;
    session->state = KP__SESSION_DOOMED;
    session->doom_err = err;
    kp__session_changed(session);
}

void kp__session_doom_why(kp__session *session, kp_err err, const char *text)
{
    if (session->state == KP__SESSION_DOWN || session->state == KP__SESSION_DOOMED)
        return;
    (void)snprintf(session->doom_text, sizeof session->doom_text, "%s", text);
    kp__logf(session->log, KP__LOG_WARNING, "connection", "%s", text);
    kp__session_doom(session, err);
}

void kp__session_up(kp__session *session, kp_ns now)
{
    session->state = KP__SESSION_VERSIONS;
    session->doom_err = KP_OK;
    session->doom_text[0] = '\0';
    session->in_len = 0;
    session->last_used = now;
    kp__versions_start(session, now);
}

/* Gives a request back to its owner. A cancelled one has none any more. */
void kp__session_finish(kp__session *session, kp__request *request, const kp__answer *answer)
{
    bool ghost = request->state == KP__REQUEST_GHOST;
    request->state = KP__REQUEST_IDLE;
    if (ghost)
        ghost_free(session, request);
    else
        request->done(request, answer);
}

void kp__session_down(kp__session *session, kp_err err, kp_ns now)
{
    if (session->state == KP__SESSION_DOWN)
        return;
    if (session->state == KP__SESSION_DOOMED)
        err = session->doom_err;
    session->state = KP__SESSION_DOWN;
    session->inflight = 0;
    session->in_kept = KP__SESSION_IN_KEPT;
    kp__session_in_free(session);
    kp__list all; /* an owner may look at the session in `done`: it must find it empty */
    kp__list_init(&all);
    for (kp__list *link; (link = kp__list_pop(&session->waiting));)
        kp__list_push(&all, link);
    for (kp__list *link; (link = kp__list_pop(&session->unsent));)
        kp__list_push(&all, link);
    for (kp__list *link; (link = kp__list_pop(&all));) {
        kp__request *request = KP__CONTAINER(link, kp__request, link);
        kp__answer answer = {.err = err, .maybe_sent = request->sent > 0, .version = request->version, .now = now};
        kp__session_finish(session, request, &answer);
    }
}

/* ---- submitting ---- */

bool kp__session_free_slot(const kp__session *session, kp_ns now)
{
    return session->state == KP__SESSION_READY && session->inflight < session->config.inflight_max &&
           session->throttled_until <= now && kp__list_empty(&session->unsent);
}

uint32_t kp__session_inflight(const kp__session *session) { return session->inflight; }
kp_ns kp__session_throttled_until(const kp__session *session) { return session->throttled_until; }
kp_ns kp__session_last_used(const kp__session *session) { return session->last_used; }

kp_err kp__session_queue(kp__session *session, kp__request *request, int16_t version, kp_ns now)
{
    kp__gather_reset(&request->gather);
    kp__request_header header = {.key = kp__message_key(request->message),
                                 .version = version,
                                 .correlation_id = session->next_correlation_id,
                                 .client_id = kp__slice_str(session->config.client_id)};
    kp_err err = kp__wire_request_begin(&request->gather, &header);
    if (!err)
        err = request->encode(request, version, &request->gather);
    if (!err)
        err = kp__wire_frame_end(&request->gather);
    if (!err)
        err = kp__session_expect(session, request);
    if (err)
        return err;
    request->version = version;
    request->correlation_id = session->next_correlation_id;
    session->next_correlation_id = (int32_t)(((uint32_t)session->next_correlation_id + 1) & 0x7fffffffu);
    request->state = KP__REQUEST_UNSENT;
    request->sent = 0;
    request->piece = 0;
    request->piece_at = 0;
    request->submitted = now;
    request->sent_at = 0;
    kp__list_push(&session->unsent, &request->link);
    session->inflight++;
    session->last_used = now;
    return KP_OK;
}

kp_err kp__session_submit(kp__session *session, kp__request *request, kp_ns now)
{
    if (session->state != KP__SESSION_READY)
        return KP_ERR_DISCONNECTED;
    if (request->state != KP__REQUEST_IDLE)
        return KP_ERR_STATE;
    int16_t version = kp__session_version(session, request);
    if (version < 0)
        return KP_ERR_UNSUPPORTED_VERSION;
    return kp__session_queue(session, request, version, now);
}

/* The owner's memory leaves; what stands in its place keeps the order of answers. */
void kp__session_cancel(kp__session *session, kp__request *request)
{
    if (request->state != KP__REQUEST_UNSENT && request->state != KP__REQUEST_WAITING)
        return;
    kp__request *ghost = kp__new(session->alloc, sizeof *ghost);
    if (!ghost) {
        kp__list_remove(&request->link);
        session->inflight--;
        request->state = KP__REQUEST_IDLE;
        kp__session_doom(session, KP_ERR_NO_MEMORY);
        return;
    }
    size_t max = request->gather.scratch.max;
    *ghost = *request;
    kp__list_insert_before(&request->link, &ghost->link);
    kp__list_remove(&request->link);
    kp__gather_init(&request->gather, session->alloc, max);
    request->state = KP__REQUEST_IDLE;
    ghost->state = KP__REQUEST_GHOST;
    ghost->written = NULL;
}

/* ---- output ---- */

int kp__session_unsent(kp__session *session, struct iovec *iov, int cap)
{
    int count = 0;
    if (session->state == KP__SESSION_DOWN || session->state == KP__SESSION_DOOMED)
        return 0;
    KP__LIST_EACH(link, &session->unsent)
    {
        const kp__request *request = KP__CONTAINER(link, kp__request, link);
        size_t skip = request->piece_at;
        for (int32_t i = request->piece; i < request->gather.count; i++, skip = 0) {
            kp__slice piece = kp__gather_piece(&request->gather, i);
            if (piece.len == skip)
                continue;
            if (count == cap)
                return count;
            iov[count].iov_base = (void *)(uintptr_t)(piece.data + skip);
            iov[count++].iov_len = piece.len - skip;
        }
    }
    return count;
}

/* Moves the request's cursor over at most `len` bytes; what is over is returned. */
static size_t advance(kp__request *request, size_t len)
{
    while (request->piece < request->gather.count) {
        size_t left = request->gather.pieces[request->piece].len - request->piece_at;
        if (len < left) {
            request->piece_at += len;
            request->sent += len;
            return 0;
        }
        len -= left;
        request->sent += left;
        request->piece++;
        request->piece_at = 0;
    }
    return len;
}

static void request_written(kp__session *session, kp__request *request, kp_ns now)
{
    kp__list_remove(&request->link);
    request->sent_at = now;
    if (request->no_answer) {
        session->inflight--;
        if (request->written)
            request->written(request, now);
        kp__answer answer = {.err = KP_OK, .maybe_sent = true, .version = request->version, .now = now};
        kp__session_finish(session, request, &answer);
        return;
    }
    if (request->state == KP__REQUEST_UNSENT)
        request->state = KP__REQUEST_WAITING;
    kp__list_push(&session->waiting, &request->link);
    if (request->written)
        request->written(request, now);
}

void kp__session_sent(kp__session *session, size_t len, kp_ns now)
{
    session->last_used = now;
    session->last_written = now;
    for (kp__list *link; (link = kp__list_first(&session->unsent));) {
        kp__request *request = KP__CONTAINER(link, kp__request, link);
        len = advance(request, len);
        if (request->piece < request->gather.count)
            return;
        request_written(session, request, now);
        if (len == 0)
            return;
    }
}

/* ---- time ---- */

/* Answers come in order, so only the oldest request is looked at: of those that wait for an answer, and of those that
 * wait to be written, whose time counts from the last byte that went: a slow link is no dead one. The time for which
 * the broker throttles us is not held against it. */
static kp_ns request_deadline(const kp__session *session)
{
    kp_ns deadline = KP_NEVER;
    kp__list *link = kp__list_first(&session->waiting);
    if (link) {
        const kp__request *request = KP__CONTAINER(link, kp__request, link);
        deadline = kp__ns_add(kp__ns_max(request->sent_at, session->throttled_until), timeout_of(session, request));
    }
    link = kp__list_first(&session->unsent);
    if (link) {
        const kp__request *request = KP__CONTAINER(link, kp__request, link);
        kp_ns other =
            kp__ns_add(kp__ns_max(kp__ns_max(request->submitted, session->last_written), session->throttled_until),
                       timeout_of(session, request));
        deadline = kp__ns_min(deadline, other);
    }
    return deadline;
}

kp_ns kp__session_deadline(const kp__session *session)
{
    if (session->state == KP__SESSION_DOWN || session->state == KP__SESSION_DOOMED)
        return KP_NEVER;
    return request_deadline(session);
}

void kp__session_tick(kp__session *session, kp_ns now)
{
    if (kp__session_deadline(session) <= now)
        kp__session_doom_why(session, KP_ERR_REQUEST_TIMEOUT, "no answer within the request's time-out");
}
