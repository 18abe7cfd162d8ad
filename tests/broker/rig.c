#include <tests/broker/rig.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tests/check.h>

static void take_line(void *context, int severity, const char *event, const char *text)
{
    broker_rig *rig = context;
    (void)severity;
    snprintf(rig->last_line, sizeof rig->last_line, "%s: %s", event, text);
    atomic_fetch_add(&rig->lines, 1);
}

bool rig_keeps(void)
{
    broker_rig rig;
    kp_broker *broker = NULL;
    kp_error error = KP_ERROR_INIT;
    rig_init(&rig);
    kp_err err = kp_broker_open(&rig.options, NULL, &broker, &error);
    assert_true(err == KP_OK || err == KP_ERR_UNSUPPORTED);
    assert_true(err == KP_OK || strstr(error.text, "SQLite"));
    rig.broker = broker;
    rig_deinit(&rig);
    return err == KP_OK;
}

void rig_init(broker_rig *rig)
{
    memset(rig, 0, sizeof *rig);
    kp_broker_options_init(&rig->options);
    snprintf(rig->dir, sizeof rig->dir, "/tmp/kprod-broker-test-XXXXXX");
    assert_non_null(mkdtemp(rig->dir));
    rig->options.data_dir = rig->dir;
}

void rig_open(broker_rig *rig)
{
    kp_error error = KP_ERROR_INIT;
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.context = rig;
    hooks.log = take_line;
    kp_err err = kp_broker_open(&rig->options, &hooks, &rig->broker, &error);
    if (err == KP_ERR_UNSUPPORTED && rig->options.data_dir) { /* a build without SQLite */
        rig->options.data_dir = NULL;
        rig->options.ephemeral = rig->forgetful = true;
        err = kp_broker_open(&rig->options, &hooks, &rig->broker, &error);
    }
    if (err)
        fail_msg("%s", error.text);
}

void rig_close(broker_rig *rig)
{
    kp_broker_close(rig->broker);
    rig->broker = NULL;
}

void rig_deinit(broker_rig *rig)
{
    char command[128];
    rig_close(rig);
    snprintf(command, sizeof command, "rm -rf %s", rig->dir);
    assert_int_equal(system(command), 0);
}
