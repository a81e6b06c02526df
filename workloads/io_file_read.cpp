// io_file_read: reads 4 KiB at seeded, scattered offsets of a 64 MiB file that the suite makes. By default the page
// cache answers, so this stresses the path to the kernel and back, not the disk; direct=on goes to the device. Says
// nothing about writing. Event loops read through io_uring where the kernel allows it, else through a pool of threads.
#include "workloads/describe.hpp"
#include "workloads/test_file.hpp"

#include <array>
#include <memory>
#include <new>

namespace interleave {

struct io_file_read {
  static constexpr std::array<parameter, 3> parameters{
      {{"file", kinds::size, 64 << 20, 1 << 20, std::int64_t{16} << 30, "size of the file, a multiple of 4 KiB",
        test_file::block_bytes},
       {"seed", kinds::count, 1, 0, 1 << 30, "which blocks are read"},
       {"direct", kinds::off_or_on, false, "read past the page cache, from the device"}}};
  // Enough different blocks that the CPU's caches don't hold them all, and their digests are found in milliseconds.
  static constexpr std::uint64_t inputs = 4096;

  explicit io_file_read(const parameter_values& values)
      : file(values.get(kinds::size, "file")),
        seed(values.get<std::uint64_t>(kinds::count, "seed")),
        options{.direct = values.get(kinds::off_or_on, "direct")} {}
  static std::string backend(io_form form) {
    return form == io_form::blocking ? "pread" : std::string(name_of(event_loop::files_backend()));
  }

  std::uint64_t block_of(task_id id) const { return splitmix64(seed, id % inputs) % file.blocks(); }

  struct alignas(test_file::block_bytes) aligned_block {
    std::array<std::byte, test_file::block_bytes> bytes;
  };

  template <class Io>
  struct client {
    client(const io_file_read& w, Io& policy)
        : shared(w), io(policy), opened(policy.open(w.file.path(), w.options)), buffer(new aligned_block) {}

    typename Io::template task<digest> run(task_id id) {
      co_await io.read_at(opened, shared.block_of(id) * test_file::block_bytes, buffer->bytes);
      co_return digest_of(buffer->bytes);
    }

    const io_file_read& shared;
    Io& io;
    typename Io::file opened;
    std::unique_ptr<aligned_block> buffer;
  };

  struct callback_client {
    callback_client(const io_file_read& w, asio::io_context& loop)
        : shared(w), io(loop), opened(io.open(w.file.path(), w.options)), buffer(new aligned_block) {}

    void run(task_id id, completion done) {
      io.read_at(opened, shared.block_of(id) * test_file::block_bytes, buffer->bytes,
                 [this, done](const std::exception_ptr& failure) {
                   if (failure) return done.fail(failure);
                   done(digest_of(buffer->bytes));
                 });
    }

    const io_file_read& shared;
    event_loop::io io;
    event_loop::io::file opened;
    std::unique_ptr<aligned_block> buffer;
  };

  // From the generator of the blocks, without reading the file.
  std::vector<digest> expected() const {
    std::vector<digest> digests;
    std::array<std::byte, test_file::block_bytes> block;
    for (std::uint64_t input = 0; input < inputs; ++input) {
      test_file::make_block(block_of(input), block);
      digests.push_back(digest_of(block));
    }
    return digests;
  }

  test_file file;
  std::uint64_t seed;
  open_options options;
};

extern const workload_descriptor io_file_read_workload = describe<io_file_read>({
    .name = "io_file_read",
    .kind = workload_kind::io,
    .waits_for = awaited::file,
    .summary = "4 KiB from scattered places of a file",
    .parameters = io_file_read::parameters,
    .descriptors_per_slot = 1,
});

}  // namespace interleave
