// One run after the other; the ledger is reset before each and checked after it.
#include "runners/pipelines/pipeline_stage.hpp"

#include <exception>

namespace interleave {

void pipeline_stage::run() {
  task_log& log = log_.slot(0);
  task_source runs = log_.shared_tasks();
  ledger_.forget();
  log.start();
  for (task_id id; runs.claim(id);) {
    ledger_.open();
    try {
      run_once();
    } catch (const batch_failure&) {
      throw;  // a worker was lost
    } catch (const std::exception& e) {
      return log.fail(e);
    }
    ledger_.close(id, log);
  }
}

}  // namespace interleave
