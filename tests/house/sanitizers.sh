# Sourced: how sanitizer builds report. A leak, a race or an undefined operation ends the process with a code that is
# nobody else's; nothing is suppressed.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:exitcode=99
export UBSAN_OPTIONS=print_stacktrace=1:exitcode=99
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:exitcode=99
