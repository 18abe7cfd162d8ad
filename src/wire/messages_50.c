/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__describe_user_scram_credentials_request_user_name_fields[] = {
    {"Name", NULL, 0, offsetof(kp__describe_user_scram_credentials_request_user_name, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_user_scram_credentials_request_user_name_size_min[] = {2};
static const kp__struct kp__describe_user_scram_credentials_request_user_name_struct = {"UserName", kp__describe_user_scram_credentials_request_user_name_fields, 1, false, sizeof(kp__describe_user_scram_credentials_request_user_name), kp__describe_user_scram_credentials_request_user_name_size_min};

static const kp__field kp__describe_user_scram_credentials_request_fields[] = {
    {"Users", &kp__describe_user_scram_credentials_request_user_name_struct, 0, offsetof(kp__describe_user_scram_credentials_request, users), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 0, 0},
};
static const uint16_t kp__describe_user_scram_credentials_request_size_min[] = {2};
static const kp__struct kp__describe_user_scram_credentials_request_struct = {"DescribeUserScramCredentialsRequest", kp__describe_user_scram_credentials_request_fields, 1, false, sizeof(kp__describe_user_scram_credentials_request), kp__describe_user_scram_credentials_request_size_min};
const kp__message kp__describe_user_scram_credentials_request_message = {"DescribeUserScramCredentialsRequest", &kp__describe_user_scram_credentials_request_struct, 50, 0, 0, 0};

static const kp__field kp__describe_user_scram_credentials_response_credential_info_fields[] = {
    {"Mechanism", NULL, 0, offsetof(kp__describe_user_scram_credentials_response_credential_info, mechanism), KP__TYPE_INT8, 0, 0, 0, 0, 1, 0},
    {"Iterations", NULL, 0, offsetof(kp__describe_user_scram_credentials_response_credential_info, iterations), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_user_scram_credentials_response_credential_info_size_min[] = {6};
static const kp__struct kp__describe_user_scram_credentials_response_credential_info_struct = {"CredentialInfo", kp__describe_user_scram_credentials_response_credential_info_fields, 2, false, sizeof(kp__describe_user_scram_credentials_response_credential_info), kp__describe_user_scram_credentials_response_credential_info_size_min};

static const kp__field kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result_fields[] = {
    {"User", NULL, 0, offsetof(kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result, user), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result, error_message), KP__TYPE_STRING, 0, 0, 0, 0, 0, 0},
    {"CredentialInfos", &kp__describe_user_scram_credentials_response_credential_info_struct, 0, offsetof(kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result, credential_infos), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result_size_min[] = {6};
static const kp__struct kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result_struct = {"DescribeUserScramCredentialsResult", kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result_fields, 4, false, sizeof(kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result), kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result_size_min};

static const kp__field kp__describe_user_scram_credentials_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_user_scram_credentials_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__describe_user_scram_credentials_response, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__describe_user_scram_credentials_response, error_message), KP__TYPE_STRING, 0, 0, 0, 0, 0, 0},
    {"Results", &kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result_struct, 0, offsetof(kp__describe_user_scram_credentials_response, results), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_user_scram_credentials_response_size_min[] = {9};
static const kp__struct kp__describe_user_scram_credentials_response_struct = {"DescribeUserScramCredentialsResponse", kp__describe_user_scram_credentials_response_fields, 4, false, sizeof(kp__describe_user_scram_credentials_response), kp__describe_user_scram_credentials_response_size_min};
const kp__message kp__describe_user_scram_credentials_response_message = {"DescribeUserScramCredentialsResponse", &kp__describe_user_scram_credentials_response_struct, 50, 0, 0, 0};

static const kp__field kp__alter_user_scram_credentials_request_scram_credential_deletion_fields[] = {
    {"Name", NULL, 0, offsetof(kp__alter_user_scram_credentials_request_scram_credential_deletion, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Mechanism", NULL, 0, offsetof(kp__alter_user_scram_credentials_request_scram_credential_deletion, mechanism), KP__TYPE_INT8, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__alter_user_scram_credentials_request_scram_credential_deletion_size_min[] = {3};
static const kp__struct kp__alter_user_scram_credentials_request_scram_credential_deletion_struct = {"ScramCredentialDeletion", kp__alter_user_scram_credentials_request_scram_credential_deletion_fields, 2, false, sizeof(kp__alter_user_scram_credentials_request_scram_credential_deletion), kp__alter_user_scram_credentials_request_scram_credential_deletion_size_min};

static const kp__field kp__alter_user_scram_credentials_request_scram_credential_upsertion_fields[] = {
    {"Name", NULL, 0, offsetof(kp__alter_user_scram_credentials_request_scram_credential_upsertion, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Mechanism", NULL, 0, offsetof(kp__alter_user_scram_credentials_request_scram_credential_upsertion, mechanism), KP__TYPE_INT8, 0, 0, 0, 0, 1, 0},
    {"Iterations", NULL, 0, offsetof(kp__alter_user_scram_credentials_request_scram_credential_upsertion, iterations), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"Salt", NULL, 0, offsetof(kp__alter_user_scram_credentials_request_scram_credential_upsertion, salt), KP__TYPE_BYTES, 0, 0, 0, 0, 1, 0},
    {"SaltedPassword", NULL, 0, offsetof(kp__alter_user_scram_credentials_request_scram_credential_upsertion, salted_password), KP__TYPE_BYTES, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__alter_user_scram_credentials_request_scram_credential_upsertion_size_min[] = {9};
static const kp__struct kp__alter_user_scram_credentials_request_scram_credential_upsertion_struct = {"ScramCredentialUpsertion", kp__alter_user_scram_credentials_request_scram_credential_upsertion_fields, 5, false, sizeof(kp__alter_user_scram_credentials_request_scram_credential_upsertion), kp__alter_user_scram_credentials_request_scram_credential_upsertion_size_min};

static const kp__field kp__alter_user_scram_credentials_request_fields[] = {
    {"Deletions", &kp__alter_user_scram_credentials_request_scram_credential_deletion_struct, 0, offsetof(kp__alter_user_scram_credentials_request, deletions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"Upsertions", &kp__alter_user_scram_credentials_request_scram_credential_upsertion_struct, 0, offsetof(kp__alter_user_scram_credentials_request, upsertions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__alter_user_scram_credentials_request_size_min[] = {3};
static const kp__struct kp__alter_user_scram_credentials_request_struct = {"AlterUserScramCredentialsRequest", kp__alter_user_scram_credentials_request_fields, 2, false, sizeof(kp__alter_user_scram_credentials_request), kp__alter_user_scram_credentials_request_size_min};
const kp__message kp__alter_user_scram_credentials_request_message = {"AlterUserScramCredentialsRequest", &kp__alter_user_scram_credentials_request_struct, 51, 0, 0, 0};

static const kp__field kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result_fields[] = {
    {"User", NULL, 0, offsetof(kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result, user), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result, error_message), KP__TYPE_STRING, 0, 0, 0, 0, 0, 0},
};
static const uint16_t kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result_size_min[] = {5};
static const kp__struct kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result_struct = {"AlterUserScramCredentialsResult", kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result_fields, 3, false, sizeof(kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result), kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result_size_min};

static const kp__field kp__alter_user_scram_credentials_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__alter_user_scram_credentials_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"Results", &kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result_struct, 0, offsetof(kp__alter_user_scram_credentials_response, results), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__alter_user_scram_credentials_response_size_min[] = {6};
static const kp__struct kp__alter_user_scram_credentials_response_struct = {"AlterUserScramCredentialsResponse", kp__alter_user_scram_credentials_response_fields, 2, false, sizeof(kp__alter_user_scram_credentials_response), kp__alter_user_scram_credentials_response_size_min};
const kp__message kp__alter_user_scram_credentials_response_message = {"AlterUserScramCredentialsResponse", &kp__alter_user_scram_credentials_response_struct, 51, 0, 0, 0};

/* clang-format on */
