// The few system calls that both I/O policies share, with errors as exceptions that name what failed.
#pragma once

#include "workloads/io/descriptor.hpp"
#include "workloads/io/endpoint.hpp"

#include <filesystem>
#include <string>

namespace interleave {

// Throws std::system_error made of errno and `what`.
[[noreturn]] void throw_errno(const std::string& what);

// A connected TCP socket: no delay, and closed by reset, so that a suite that opens sockets by the thousand leaves none
// in TIME_WAIT.
descriptor connect_to(loopback_endpoint);
// Gives a socket those two properties.
void set_connection_options(int socket);

// direct: past the page cache (O_DIRECT); buffers and offsets must then be multiples of 4096.
struct open_options {
  bool direct = false;
};
descriptor open_for_reading(const std::filesystem::path&, open_options);

// Raised by a read that ends before everything came.
[[noreturn]] void throw_closed_by_peer();
[[noreturn]] void throw_end_of_file();

}  // namespace interleave
