/* InitProducerId: a fresh id for each idempotent producer. */
#include <broker/api/describe.h>
#include <wire/messages.h>

kp_err kp__api_init_producer_id(kp__call *call)
{
    const kp__init_producer_id_request *request = call->request;
    kp__init_producer_id_response *response = call->response;
    kp_err err = KP_OK;

    response->producer_id = -1;
    response->producer_epoch = -1;
    if (!kp__slice_is_null(request->transactional_id))
        err = KP_ERR_UNSUPPORTED_VERSION; /* no transactions yet: the one answer that makes every client stop */
    else
        err = kp__producer_id_take(call->broker, &response->producer_id);
    response->error_code = kp__wire_code(err);
    if (!err)
        response->producer_epoch = 0;
    return KP_OK;
}
