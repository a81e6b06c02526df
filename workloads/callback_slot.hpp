// One of in_flight places, in the form of callbacks, and what a task in that form calls at its end. Not in
// workload.hpp, because only one model uses it.
#pragma once

#include "workloads/workload.hpp"

#include <exception>
#include <system_error>

namespace interleave {

class callback_slot {
 public:
  virtual ~callback_slot() = default;
  // Begins the first task from `source` and returns. On the loop, the end of each task begins the next; when there is
  // none left, the slot starts nothing more. A task that fails is noted in `log` and ends the batch.
  virtual void start(task_source source, task_log& log) = 0;
};

// Called once, as the last thing that a task does. It is one pointer, so a handler that captures it allocates nothing.
class completion {
 public:
  class listener {
   public:
    virtual void finished(digest) = 0;
    virtual void failed(const std::exception_ptr&) = 0;

   protected:
    ~listener() = default;
  };

  explicit completion(listener& told) : told_(&told) {}
  void operator()(digest result) const { told_->finished(result); }
  void fail(const std::exception_ptr& why) const { told_->failed(why); }
  void fail(const std::error_code& why) const { told_->failed(std::make_exception_ptr(std::system_error(why))); }

 private:
  listener* told_;
};

}  // namespace interleave
