// A run as the content of one file or one database field: its id, and its text packed. Knows nothing of where it lies.
#pragma once

#include "tracking/history/history_store.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace interleave::tracking {

struct packed_run {
  std::string id;
  std::string bytes;  // gzip of encode()
};

// Throws input_error for a run whose text is larger than unpack() takes, 64 MiB.
packed_run pack(const history_run& run);

// Of bytes that are no longer what was added.
struct damaged_run : reports::input_error {
  using input_error::input_error;
};

// Throws damaged_run that names `where` if the bytes are cut short or damaged, are more than 64 MiB unpacked, or aren't
// what the id says; input_error if they are whole and no run that this version knows.
stored_run unpack(std::string_view id, std::string_view bytes, const std::string& where, name_pool& pool);

// The runs `ids`, in that order, on all cores. `where` is what messages call the place of an id; `content` gives the
// bytes of ids[index], or nothing where the run has gone since it was listed, and is called by several threads at once.
// Runs that can't be read are named among the problems, and those of them that are damaged by their ids as well.
history unpack_all(std::span<const std::string> ids, const std::function<std::string(const std::string& id)>& where,
                   const std::function<std::optional<std::string>(std::size_t index)>& content);

}  // namespace interleave::tracking
