/* The list of bootstrap servers: "host:port,host:port", IPv6 in brackets, an optional "protocol://" ahead of each. */
#include <base/error_fill.h>
#include <cluster/state.h>

#include <string.h>

bool kp__host_ok(kp__slice host)
{
    if (!host.data || host.len == 0 || host.len > KP__HOST_MAX)
        return false;
    for (size_t i = 0; i < host.len; i++) {
        uint8_t c = host.data[i];
        if (c <= ' ' || c >= 0x7f || c == '@' || c == '/' || c == ',' || c == '\\')
            return false;
    }
    return true;
}

static kp__slice trim(const char *from, const char *to)
{
    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    while (to > from && (to[-1] == ' ' || to[-1] == '\t' || to[-1] == '\r' || to[-1] == '\n'))
        to--;
    return kp__slice_of(from, (size_t)(to - from));
}

/* -1: no number from 1 to 65535. */
static int32_t port_of(kp__slice text)
{
    int32_t port = 0;
    if (text.len == 0 || text.len > 5)
        return -1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return -1;
        port = port * 10 + (text.data[i] - '0');
    }
    return port >= 1 && port <= 65535 ? port : -1;
}

static kp__slice without_protocol(kp__slice entry)
{
    for (size_t i = 0; i + 2 < entry.len; i++)
        if (memcmp(entry.data + i, "://", 3) == 0)
            return kp__slice_of(entry.data + i + 3, entry.len - i - 3);
    return entry;
}

/* Splits at the last colon; what is left of it may stand in brackets, and must when it has a colon itself. */
static const char *split(kp__slice entry, kp__slice *host, int32_t *port)
{
    size_t colon = entry.len;
    while (colon > 0 && entry.data[colon - 1] != ':' && entry.data[colon - 1] != ']')
        colon--;
    if (colon == 0 || entry.data[colon - 1] == ']')
        return "has no port";
    *host = kp__slice_of(entry.data, colon - 1);
    *port = port_of(kp__slice_of(entry.data + colon, entry.len - colon));
    if (host->len >= 2 && host->data[0] == '[' && host->data[host->len - 1] == ']')
        *host = kp__slice_of(host->data + 1, host->len - 2);
    else if (memchr(host->data, ':', host->len))
        return "is an IPv6 address without brackets, or has no port";
    if (*port < 0)
        return "has a port outside 1..65535";
    return kp__host_ok(*host) ? NULL : "has no valid host name";
}

kp_err kp__bootstrap_walk(const char *servers, kp_error *error, kp__bootstrap_each each, void *arg)
{
    int count = 0;
    for (const char *at = servers; at && *at;) {
        const char *end = strchr(at, ',');
        if (!end)
            end = at + strlen(at);
        kp__slice entry = trim(at, end);
        at = *end ? end + 1 : end;
        if (entry.len == 0)
            continue;
        kp__slice host;
        int32_t port;
        const char *wrong = split(without_protocol(entry), &host, &port);
        if (wrong)
            return kp__fail(error, KP_ERR_CONFIG, "bootstrap.servers: \"%.*s\" %s (expected host:port)",
                            (int)(entry.len < 200 ? entry.len : 200), (const char *)entry.data, wrong);
        if (++count > KP__BOOTSTRAP_MAX)
            return kp__fail(error, KP_ERR_CONFIG, "bootstrap.servers: more than %d entries", KP__BOOTSTRAP_MAX);
        kp_err err = each ? each(arg, host, port) : KP_OK;
        if (err)
            return err;
    }
    if (count == 0)
        return kp__fail(error, KP_ERR_CONFIG, "bootstrap.servers: no host:port given");
    return KP_OK;
}

kp_err kp__bootstrap_check(const char *servers, kp_error *error)
{
    return kp__bootstrap_walk(servers, error, NULL, NULL);
}
