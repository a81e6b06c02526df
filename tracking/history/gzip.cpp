// Compresses or unpacks a whole text at once; gzip's checksum detects damage.
#include "tracking/history/gzip.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include <fmt/format.h>
#include <zlib.h>

namespace interleave::tracking {

namespace {

constexpr int window_bits = 15 + 16;  // the largest window; 16 asks for gzip's header and checksum

// zlib counts in 32 bits, and declares its input as pointer to non-const.
z_stream stream_over(std::string_view input) {
  if (input.size() > std::numeric_limits<uInt>::max()) throw gzip_error("more than 4 GiB");
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(input.data()));
  stream.avail_in = static_cast<uInt>(input.size());
  return stream;
}

void give_room(z_stream& stream, std::string& out, std::size_t size) {
  const std::size_t used = stream.total_out;
  out.resize(size);
  stream.next_out = reinterpret_cast<Bytef*>(out.data()) + used;
  stream.avail_out = static_cast<uInt>(size - used);
}

}  // namespace

std::string gzip(std::string_view text) {
  z_stream stream = stream_over(text);
  constexpr int default_memory = 8;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, default_memory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out;
  give_room(stream, out, deflateBound(&stream, static_cast<uLong>(text.size())));
  deflate(&stream, Z_FINISH);  // one call is enough: there is room for the worst case
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string gunzip(std::string_view bytes, std::size_t most_bytes) {
  z_stream stream = stream_over(bytes);
  if (inflateInit2(&stream, window_bits) != Z_OK) throw std::bad_alloc();
  std::string out;
  int state = Z_OK;
  do {
    // Texts of a history shrink to a third. One byte beyond the limit shows that there is more.
    const std::size_t wanted = std::max(out.size() * 2, bytes.size() * 4 + 64);
    give_room(stream, out, std::min(wanted, most_bytes + 1));
    state = inflate(&stream, Z_NO_FLUSH);
  } while (state == Z_OK && stream.avail_out == 0 && out.size() <= most_bytes);
  out.resize(stream.total_out);
  const bool has_rest = stream.avail_in > 0;
  inflateEnd(&stream);
  if (out.size() > most_bytes) throw gzip_error(fmt::format("unpacks to more than {} bytes", most_bytes));
  if (state == Z_OK || state == Z_BUF_ERROR) throw gzip_error("is cut short");
  if (state != Z_STREAM_END) throw gzip_error("is damaged, or not made by gzip");
  if (has_rest) throw gzip_error("goes on after its end");
  return out;
}

}  // namespace interleave::tracking
