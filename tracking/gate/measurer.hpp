// What the gate's loop needs from outside: a fresh process for one arm of a cell, the machine's other activity, and
// whether a signal asked it to stop. `process_measurer` does it with real processes; tests use a scripted double.
#pragma once

#include "tracking/gate/gate_record.hpp"
#include "tracking/gate/process_document.hpp"

#include <optional>

namespace interleave::gate {

// Shares of the machine's CPU time.
struct machine_use {
  std::optional<double> foreign_share = 0;  // by processes of others; absent where the machine doesn't say
  double steal_share = 0;                   // by other virtual machines
};

class measurer {
 public:
  virtual ~measurer() = default;
  // The next two processes are a pair.
  virtual void begin_pair() = 0;
  // An interrupted process has no useful result.
  virtual tracking::process_result run(const tracking::gate_cell& cell, tracking::gate_arm arm) = 0;
  virtual void begin_round() = 0;
  // Since begin_round().
  virtual machine_use end_round() = 0;
  // The signal that asked the gate to stop, once one has come.
  virtual std::optional<int> interrupted() = 0;
};

}  // namespace interleave::gate
