// Which signals are blocked or ignored when a program starts is what its parent left behind.
#pragma once

namespace interleave {

// Undoes it at the start of main(): nothing is blocked, and every signal has its default effect, whatever the parent
// ignored. With SIGCHLD ignored the kernel reaps children by itself, so that no exit status is ever seen.
//
// Signals that are ignored so that a program outlives its terminal, or is not stopped by it, stay as they are: SIGHUP
// (nohup), and the signals by which a terminal stops a job (SIGTSTP, SIGTTIN, SIGTTOU).
void reset_inherited_signals();

}  // namespace interleave
