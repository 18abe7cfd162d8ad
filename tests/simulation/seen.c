#include <tests/simulation/seen.h>

#define FAULT_NAME(name, id, text) #name,
#define FAULT_TEXT(name, id, text) id ": " text,
#define PROBE_NAME(name, text)     #name,
#define PROBE_TEXT(name, text)     text,

const char *const sim_fault_names[SIM_FAULT_COUNT] = {SIM_FAULTS(FAULT_NAME)};
const char *const sim_fault_texts[SIM_FAULT_COUNT] = {SIM_FAULTS(FAULT_TEXT)};
const char *const sim_probe_names[SIM_PROBE_COUNT] = {SIM_PROBES(PROBE_NAME)};
const char *const sim_probe_texts[SIM_PROBE_COUNT] = {SIM_PROBES(PROBE_TEXT)};
