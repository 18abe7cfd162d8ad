/* What the peer speaks: ApiVersions is the first request of every connection. It is sent in our highest version; a
 * broker that does not know that one answers UNSUPPORTED_VERSION in the form of version 0, and names the version it
 * has. */
#include <session/session.h>

#include <session/state.h>
#include <wire/messages.h>

#include <stdio.h>

static void forget(kp__session *session)
{
    for (int i = 0; i < KP__SESSION_KEYS; i++)
        session->peer[i] = (kp__version_range){-1, -1};
}

static kp_err versions_encode(kp__request *request, int16_t version, kp__gather *out)
{
    kp__session *session = request->owner;
    kp__api_versions_request body;
    kp__message_defaults(&kp__api_versions_request_message, &body);
    body.client_software_name = kp__slice_str(session->config.software_name);
    body.client_software_version = kp__slice_str(session->config.software_version);
    return kp__wire_encode(&kp__api_versions_request_message, version, &body, out);
}

/* Every range is checked before one is believed. */
static kp_err learn(kp__session *session, const kp__api_versions_response *body)
{
    forget(session);
    for (int32_t i = 0; i < body->api_keys.count; i++) {
        const kp__api_versions_response_api_version *row = &body->api_keys.items[i];
        if (row->min_version < 0 || row->max_version < row->min_version)
            return KP_ERR_PROTOCOL;
        if (row->api_key < 0 || row->api_key >= KP__SESSION_KEYS)
            continue;
        if (session->peer[row->api_key].max >= 0)
            return KP_ERR_PROTOCOL;
        session->peer[row->api_key] = (kp__version_range){row->min_version, row->max_version};
    }
    return KP_OK;
}

static void versions_done(kp__request *request, const kp__answer *answer)
{
    kp__session *session = request->owner;
    if (answer->err)
        return; /* the connection is gone, and with it the question */
    const kp__api_versions_response *body = answer->body;
    if (body->error_code) {
        kp__session_doom_why(session, body->error_code, "the broker refused to tell its versions");
        return;
    }
    if (learn(session, body)) {
        kp__session_doom_why(session, KP_ERR_PROTOCOL, "the broker's versions contradict themselves");
        return;
    }
    session->state = KP__SESSION_READY;
    kp__session_changed(session);
}

void kp__versions_init(kp__session *session)
{
    forget(session);
    kp__request_init(&session->versions_request, session->alloc, &kp__api_versions_request_message, 4096);
    session->versions_request.encode = versions_encode;
    session->versions_request.done = versions_done;
    session->versions_request.owner = session;
}

static void ask(kp__session *session, int16_t version, kp_ns now)
{
    session->versions_version = version;
    kp_err err = kp__session_queue(session, &session->versions_request, version, now);
    if (err)
        kp__session_doom(session, err);
}

void kp__versions_start(kp__session *session, kp_ns now)
{
    forget(session);
    ask(session, kp__message_version_max(&kp__api_versions_request_message), now);
}

static int16_t version_offered(const kp__api_versions_response *body)
{
    for (int32_t i = 0; i < body->api_keys.count; i++)
        if (body->api_keys.items[i].api_key == kp__message_key(&kp__api_versions_request_message))
            return body->api_keys.items[i].max_version;
    return 0;
}

bool kp__versions_refused(kp__session *session, kp__request *request, kp__slice body, kp_ns now)
{
    if (request != &session->versions_request || session->versions_version == 0 || body.len < 2 ||
        (int16_t)(body.data[0] << 8 | body.data[1]) != KP_ERR_UNSUPPORTED_VERSION)
        return false;
    kp__api_versions_response answer;
    const kp__message *message = kp__message_response(kp__message_key(request->message));
    int16_t version = 0;
    kp__message_defaults(message, &answer);
    if (kp__wire_decode(message, 0, body, session->config.answers, &answer, NULL) == KP_OK)
        version = version_offered(&answer);
    if (version < 0 || version >= session->versions_version)
        version = 0;
    kp__list_remove(&request->link);
    session->inflight--;
    request->state = KP__REQUEST_IDLE;
    ask(session, version, now);
    kp__session_changed(session); /* there is output */
    return true;
}

int16_t kp__session_version(const kp__session *session, const kp__request *request)
{
    int16_t key = kp__message_key(request->message);
    if (key < 0 || key >= KP__SESSION_KEYS || session->peer[key].max < 0)
        return -1;
    int16_t min = kp__message_version_min(request->message);
    int16_t max = kp__message_version_max(request->message);
    if (request->version_min || request->version_max) {
        min = request->version_min > min ? request->version_min : min;
        max = request->version_max < max ? request->version_max : max;
    }
    min = session->peer[key].min > min ? session->peer[key].min : min;
    max = session->peer[key].max < max ? session->peer[key].max : max;
    return max < min ? (int16_t)-1 : max;
}
