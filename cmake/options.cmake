# What can be switched, and the flags that every file is compiled with.
option(KP_ISAL "CRC-32C by ISA-L (else a table)" ON)
option(KP_BROKER "the embedded broker (needs SQLite for topics on disk)" ON)
option(KP_SQLITE "topics of the embedded broker in SQLite (else in memory)" ON)
option(KP_COMMAND "the kprod command" ON)
option(KP_TESTS "the tests" ON)
option(KP_TEST_BUILD "a broken internal promise stops the process" OFF)
set(KP_SANITIZE "" CACHE STRING "address,undefined or thread")
option(KP_FUZZ "the libFuzzer targets (clang)" OFF)
option(KP_COVERAGE "count lines and branches" OFF)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

add_library(kp_flags INTERFACE)
target_compile_features(kp_flags INTERFACE c_std_11)
target_compile_definitions(kp_flags INTERFACE _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE)
target_compile_options(kp_flags INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wvla -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wwrite-strings -Wundef -fvisibility=hidden -fno-strict-aliasing -fstack-protector-strong)
# Checks that cost nothing where it counts; sanitizers bring their own, and an unoptimized build cannot have them.
if(NOT KP_SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(kp_flags INTERFACE -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
if(KP_TEST_BUILD)
  target_compile_definitions(kp_flags INTERFACE KP_TEST_BUILD=1)
endif()
if(KP_SANITIZE)
  if(KP_SANITIZE STREQUAL "thread" AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
    # gcc warns that races are not judged by fences. Ours order no data, only the two flags of going to sleep.
    target_compile_options(kp_flags INTERFACE -Wno-tsan)
  endif()
  target_compile_options(kp_flags INTERFACE -fsanitize=${KP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(kp_flags INTERFACE -fsanitize=${KP_SANITIZE})
endif()
if(KP_COVERAGE)
  target_compile_options(kp_flags INTERFACE --coverage)
  target_link_options(kp_flags INTERFACE --coverage)
endif()
