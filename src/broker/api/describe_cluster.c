/* DescribeCluster: one node. */
#include <broker/dispatch.h>
#include <wire/messages.h>

enum { BROKERS = 1 };

kp_err kp__api_describe_cluster(kp__call *call)
{
    const kp__describe_cluster_request *request = call->request;
    kp__describe_cluster_response *response = call->response;

    response->cluster_id = kp__slice_str(call->broker->cluster_id);
    response->endpoint_type = BROKERS;
    if (request->endpoint_type != BROKERS) { /* there is no controller to talk to */
        response->error_code = KP_ERR_UNSUPPORTED_ENDPOINT_TYPE;
        response->error_message = kp__slice_str("only brokers can be described here");
        return KP_OK;
    }
    response->brokers.items = kp__arena_new(call->arena, sizeof *response->brokers.items);
    if (!response->brokers.items)
        return KP_ERR_NO_MEMORY;
    response->brokers.count = 1;
    response->brokers.items[0].broker_id = KP__NODE_ID;
    response->brokers.items[0].host = kp__slice_str(call->conn->host);
    response->brokers.items[0].port = call->conn->port;
    response->controller_id = KP__NODE_ID;
    return KP_OK;
}
