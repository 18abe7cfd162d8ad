/* FindCoordinator: groups and transactions have no coordinator here yet. A group is told to try again; a transactional
 * producer, which would try for a minute, is told at once. */
#include <broker/dispatch.h>
#include <wire/messages.h>

enum { KEY_TRANSACTION = 1, BATCHED = 4 };

kp_err kp__api_find_coordinator(kp__call *call)
{
    const kp__find_coordinator_request *request = call->request;
    kp__find_coordinator_response *response = call->response;
    bool transaction = request->key_type == KEY_TRANSACTION;
    kp_err err = transaction ? KP_ERR_INVALID_REQUEST : KP_ERR_COORDINATOR_NOT_AVAILABLE;
    kp__slice text =
        kp__slice_str(transaction ? "this broker has no transactions" : "this broker has no consumer groups");

    if (call->header.version < BATCHED) {
        response->error_code = (int16_t)err;
        response->error_message = text;
        response->node_id = -1;
        response->port = -1;
        response->host = kp__slice_of("", 0);
        return KP_OK;
    }
    int32_t count = request->coordinator_keys.count;
    response->coordinators.items = kp__arena_array(call->arena, (size_t)count, sizeof *response->coordinators.items);
    if (!response->coordinators.items)
        return KP_ERR_NO_MEMORY;
    response->coordinators.count = count;
    for (int32_t i = 0; i < count; i++)
        response->coordinators.items[i] =
            (kp__find_coordinator_response_coordinator){.key = request->coordinator_keys.items[i],
                                                        .node_id = -1,
                                                        .port = -1,
                                                        .host = kp__slice_of("", 0),
                                                        .error_code = (int16_t)err,
                                                        .error_message = text};
    return KP_OK;
}
