/* ApiVersions: the table of dispatch.c as an answer. A request that could not be read (call->request NULL) is answered
 * with UNSUPPORTED_VERSION and the range of ApiVersions alone. */
#include <broker/dispatch.h>
#include <wire/messages.h>

enum { API_VERSIONS = 18 };

/* Names and versions of client software: letters, digits, and .-_ inside. */
static bool software_ok(kp__slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool inside = (c == '.' || c == '-' || c == '_') && i > 0 && i + 1 < text.len;
        if (!letter && !inside)
            return false;
    }
    return text.len > 0;
}

kp_err kp__api_api_versions(kp__call *call)
{
    const kp__api_versions_request *request = call->request;
    kp__api_versions_response *response = call->response;

    if (!request)
        response->error_code = KP_ERR_UNSUPPORTED_VERSION;
    else if (call->header.version >= 3 &&
             !(software_ok(request->client_software_name) && software_ok(request->client_software_version)))
        response->error_code = KP_ERR_INVALID_REQUEST;
    response->api_keys.items = kp__arena_array(call->arena, (size_t)kp__api_count, sizeof *response->api_keys.items);
    if (!response->api_keys.items)
        return KP_ERR_NO_MEMORY;
    for (int i = 0; i < kp__api_count; i++) {
        const kp__api *api = &kp__apis[i];
        if (response->error_code && api->key != API_VERSIONS)
            continue;
        kp__api_versions_response_api_version *row = &response->api_keys.items[response->api_keys.count++];
        row->api_key = api->key;
        row->min_version = api->version_advertised;
        row->max_version = api->version_max;
    }
    return KP_OK;
}
