// What a program finds of signals when it starts is what its parent left behind.
#pragma once

namespace interleave {

// Undoes it at the start of main(): nothing is blocked, and every signal has its default effect, whatever the parent
// ignored. With SIGCHLD ignored the kernel reaps children unasked, so that no exit status is ever seen.
//
// What asks a program to outlive its terminal or to keep quiet towards it stays as it is: SIGHUP (nohup), and the
// signals by which a terminal stops a job (SIGTSTP, SIGTTIN, SIGTTOU).
void reset_inherited_signals();

}  // namespace interleave
