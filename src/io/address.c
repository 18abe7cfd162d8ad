#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include <io/inside.h>

_Static_assert(sizeof(struct sockaddr_in6) <= sizeof(((kp_address *)NULL)->bytes), "an address fits");

static void address_set(kp_address *out, const void *from, size_t length)
{
    memset(out, 0, sizeof *out);
    memcpy(out->bytes, from, length);
    out->length = (uint32_t)length;
}

bool kp__address_literal(const char *host, uint16_t port, kp_address *out)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (inet_pton(AF_INET, host, &v4.sin_addr) == 1) {
        address_set(out, &v4, sizeof v4);
        return true;
    }
    if (inet_pton(AF_INET6, host, &v6.sin6_addr) == 1) {
        address_set(out, &v6, sizeof v6);
        return true;
    }
    if (!strchr(host, '%'))
        return false;
    /* A link-local address with its interface: getaddrinfo knows the spelling, and does not wait for it. */
    struct addrinfo hints = {.ai_family = AF_INET6, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST},
                    *found = NULL;
    if (getaddrinfo(host, NULL, &hints, &found) != 0 || !found)
        return false;
    memcpy(&v6, found->ai_addr, sizeof v6);
    freeaddrinfo(found);
    v6.sin6_port = htons(port);
    address_set(out, &v6, sizeof v6);
    return true;
}

kp_err kp__address_lookup(const char *host, uint16_t port, bool passive, kp_address *out, int cap, int *count,
                          char *text, size_t text_cap)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = passive ? AI_PASSIVE : 0};
    struct addrinfo *found = NULL;
    char service[8];
    (void)snprintf(service, sizeof service, "%u", (unsigned)port);
    int rc = getaddrinfo(host, service, &hints, &found);
    *count = 0;
    if (rc != 0) {
        (void)snprintf(text, text_cap, "%s", gai_strerror(rc));
        return KP_ERR_RESOLVE;
    }
    for (const struct addrinfo *each = found; each && *count < cap; each = each->ai_next)
        if ((each->ai_family == AF_INET || each->ai_family == AF_INET6) && each->ai_addrlen <= sizeof out->bytes)
            address_set(&out[(*count)++], each->ai_addr, each->ai_addrlen);
    freeaddrinfo(found);
    if (*count > 0)
        return KP_OK;
    (void)snprintf(text, text_cap, "no address of a kind that we know");
    return KP_ERR_RESOLVE;
}

kp_err kp__address_text(const kp_address *address, char *host, size_t cap, uint16_t *port)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    memcpy(&v4, address->bytes, sizeof v4);
    if (v4.sin_family == AF_INET) {
        *port = ntohs(v4.sin_port);
        return inet_ntop(AF_INET, &v4.sin_addr, host, (socklen_t)cap) ? KP_OK : KP_ERR_LIMIT;
    }
    memcpy(&v6, address->bytes, sizeof v6);
    *port = ntohs(v6.sin6_port);
    struct in_addr mapped;
    memcpy(&mapped, (const uint8_t *)&v6.sin6_addr + 12, sizeof mapped);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) /* what an IPv4 client dialled on a socket of both kinds */
        return inet_ntop(AF_INET, &mapped, host, (socklen_t)cap) ? KP_OK : KP_ERR_LIMIT;
    return inet_ntop(AF_INET6, &v6.sin6_addr, host, (socklen_t)cap) ? KP_OK : KP_ERR_LIMIT;
}
