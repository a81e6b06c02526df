// The other end of a workload: a server in a process of its own that answers what tasks ask for, so that serving does
// not happen inside the model under test. Its CPU time is measured apart from the cell's.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace interleave {

class peer_server {
 public:
  // Kills the first process, which must be enough to end them all, and waits for its end.
  virtual ~peer_server();
  peer_server(const peer_server&) = delete;
  peer_server& operator=(const peer_server&) = delete;

  // As errors call it: "the echo peer".
  const std::string& name() const { return name_; }
  // Which program serves, "nginx/1.22.1"; empty for a server of the suite's own.
  virtual std::string version() const { return {}; }
  // The first process: our child, which any others come from.
  pid_t pid() const { return pid_; }
  // All that serve at the moment, pid() first.
  virtual std::vector<pid_t> processes() const { return {pid_}; }
  // How many CPUs it can keep busy at once.
  virtual int threads() const { return 1; }
  // User and system time of processes() so far. Throws std::runtime_error if the peer is gone.
  std::chrono::nanoseconds cpu_time() const;
  // Throws std::runtime_error that says how the peer ended, if it has.
  void check_alive() const;

 protected:
  explicit peer_server(std::string name) : name_(std::move(name)) {}

  // Forks the first process, which dies with this one. Call while this process has one thread. `serve` is called there,
  // where no descriptor is open but the standard ones and `kept`; if it returns or throws, the process ends with
  // status 1.
  void start(std::span<const int> kept, const std::function<void()>& serve);
  // What the peer itself has said of its end, if anything: "Address already in use".
  virtual std::string last_words() const { return {}; }

 private:
  std::string name_;
  pid_t pid_ = -1;
};

}  // namespace interleave
