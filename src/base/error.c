#include <kprod/error.h>

typedef struct row {
    kp_err code;
    uint32_t class;
    const char *name;
    const char *text;
} row;

#define ROW(name, code, class, text) {code, class, #name, text},
static const row broker_rows[] = {KP_BROKER_ERRORS(ROW)}; /* in order of code, from -1 on, without 0 */
static const row local_rows[] = {KP_LOCAL_ERRORS(ROW)};
static const row success = {KP_OK, 0, "OK", "success"};

enum {
    BROKER_ROWS = sizeof broker_rows / sizeof broker_rows[0],
    LOCAL_ROWS = sizeof local_rows / sizeof local_rows[0]
};

static const row *find(kp_err err)
{
    if (err == KP_OK)
        return &success;
    for (int i = 0; i < LOCAL_ROWS; i++)
        if (local_rows[i].code == err)
            return &local_rows[i];
    for (int i = 0; i < BROKER_ROWS; i++)
        if (broker_rows[i].code == err)
            return &broker_rows[i];
    return NULL;
}

const char *kp_err_name(kp_err err)
{
    const row *found = find(err);
    if (!found)
        return "UNKNOWN";
    const char *prefix = "ERR_";
    const char *name = found->name;
    while (*prefix && *name == *prefix)
        prefix++, name++;
    return *prefix ? found->name : name;
}

const char *kp_err_text(kp_err err)
{
    const row *found = find(err);
    return found ? found->text : "an error code that is in no table";
}

uint32_t kp_err_class(kp_err err)
{
    const row *found = find(err);
    return found ? found->class : KP_CLASS_MAYBE;
}
