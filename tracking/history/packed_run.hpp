// A run as the content of one file or one database field: its id and its compressed text. Independent of the kind of
// store.
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

// For bytes that are no longer as they were added.
struct damaged_run : reports::input_error {
  using input_error::input_error;
};

// Throws damaged_run, naming `where`, for bytes that are truncated or damaged, exceed 64 MiB unpacked, or don't match
// the id; input_error for intact bytes in a form that this version doesn't know.
stored_run unpack(std::string_view id, std::string_view bytes, const std::string& where, name_pool& pool);

// Loads the runs `ids`, in that order, on all cores. `where` gives the place of an id for messages. `content` gives the
// bytes of ids[index], or nothing if the run has gone since it was listed; several threads call it concurrently.
// Unreadable runs are listed among the problems, damaged ones by their ids as well.
history unpack_all(std::span<const std::string> ids, const std::function<std::string(const std::string& id)>& where,
                   const std::function<std::optional<std::string>(std::size_t index)>& content);

}  // namespace interleave::tracking
