// samples.jsonl: what is kept, what is cut off, what is refused.
#include "benchmarks/driver/sample_store.hpp"

#include "temporary_folder.hpp"
#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr off_t nothing_refused = -1;
std::atomic<off_t> refused_from = nothing_refused;

}  // namespace

// Takes the place of the C library's, to fail from a chosen place of a file on.
extern "C" ssize_t pread(int fd, void* buffer, size_t size, off_t offset) {
  if (refused_from != nothing_refused && offset >= refused_from) {
    errno = EIO;
    return -1;
  }
  return ::syscall(SYS_pread64, fd, buffer, size, offset);
}

namespace interleave::driver {
namespace {

using testing::HasSubstr;

json row(const std::string& name, int sample) {
  return {{"name", name}, {"sample", sample}};
}

void append_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::app) << text;
}

template <class Function>
std::string usage_error_of(const Function& function) {
  try {
    function();
  } catch (const usage_error& error) {
    return error.what();
  }
  return "no usage_error";
}

// A sample's message may be anything; whoever looks at the file in a terminal should not have it interpreted.
TEST(sample_store, leaves_no_control_character_in_the_file) {
  const test::temporary_folder folder;
  json failed = row("a", 0);
  failed["error_message"] =
      "del \x7f, csi \xc2\x9b"
      "31m, esc \x1b[31m, text \xc3\xa9";
  {
    sample_store store(folder / "samples.jsonl");
    store.append(failed);
  }
  EXPECT_THAT(read_file(folder / "samples.jsonl"),
              HasSubstr("del \\u007f, csi \\u009b31m, esc \\u001b[31m, text \xc3\xa9"));
  EXPECT_EQ(sample_store(folder / "samples.jsonl").rows(), std::vector<json>{failed});
}

TEST(sample_store, finds_the_rows_of_an_earlier_run) {
  const test::temporary_folder folder;
  {
    sample_store store(folder / "samples.jsonl");
    store.append(row("a", 0));
    store.append(row("b", 1));
  }
  const sample_store again(folder / "samples.jsonl");
  EXPECT_EQ(again.rows(), (std::vector<json>{row("a", 0), row("b", 1)}));
  EXPECT_NE(again.find("a", 0), nullptr);
  EXPECT_EQ(*again.find("b", 1), row("b", 1));
  EXPECT_EQ(again.find("a", 1), nullptr);
}

TEST(sample_store, has_every_row_on_disk_as_soon_as_it_is_appended) {
  const test::temporary_folder folder;
  sample_store store(folder / "samples.jsonl");
  store.append(row("a", 0));
  EXPECT_EQ(read_file(folder / "samples.jsonl"), "{\"name\":\"a\",\"sample\":0}\n");
}

TEST(sample_store, cuts_off_a_last_line_that_was_never_finished) {
  const test::temporary_folder folder;
  append_text(folder / "samples.jsonl", "{\"name\":\"a\",\"sample\":0}\n{\"name\":\"b\",\"sam");
  sample_store store(folder / "samples.jsonl");
  EXPECT_EQ(store.rows().size(), 1U);
  store.append(row("c", 0));
  EXPECT_EQ(read_file(folder / "samples.jsonl"), "{\"name\":\"a\",\"sample\":0}\n{\"name\":\"c\",\"sample\":0}\n");
}

TEST(sample_store, cuts_off_an_unfinished_line_even_where_it_looks_like_a_row) {
  const test::temporary_folder folder;
  append_text(folder / "samples.jsonl", "{\"name\":\"a\",\"sample\":0}");
  const sample_store store(folder / "samples.jsonl");
  EXPECT_TRUE(store.rows().empty());
  EXPECT_EQ(read_file(folder / "samples.jsonl"), "");
}

TEST(sample_store, counts_the_last_of_two_attempts_and_keeps_both_on_disk) {
  const test::temporary_folder folder;
  const std::string first = "{\"name\":\"a\",\"sample\":0,\"v\":1}\n{\"name\":\"b\",\"sample\":0}\n";
  append_text(folder / "samples.jsonl", first);
  sample_store store(folder / "samples.jsonl");
  json again = row("a", 0);
  again["v"] = 2;
  store.append(again);
  EXPECT_EQ(store.rows(), (std::vector<json>{again, row("b", 0)}));
  EXPECT_EQ(read_file(folder / "samples.jsonl"), first + "{\"name\":\"a\",\"sample\":0,\"v\":2}\n");
}

TEST(sample_store, names_the_line_that_is_no_row) {
  const std::string deep =
      R"({"name":"a","sample":0,"x":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
  for (const std::string& line : {std::string("not json"), std::string("[1]"), std::string("{\"name\":\"a\"}"),
                                  std::string("{\"name\":3,\"sample\":0}"), std::string(), deep}) {
    const test::temporary_folder folder;
    append_text(folder / "samples.jsonl", "{\"name\":\"a\",\"sample\":0}\n" + line + "\n");
    EXPECT_THAT(usage_error_of([&] { sample_store(folder / "samples.jsonl"); }), HasSubstr("samples.jsonl line 2"))
        << line;
  }
}

TEST(sample_store, names_the_line_that_is_a_row_of_something_else) {
  const test::temporary_folder folder;
  append_text(folder / "samples.jsonl", row("a", 0).dump() + "\n" + row("b", 0).dump() + "\n");
  const auto check = [](const json& found) { return found["name"] == "b" ? "it is not wanted" : std::string(); };
  EXPECT_EQ(usage_error_of([&] { sample_store(folder / "samples.jsonl", check); }),
            (folder / "samples.jsonl").string() +
                " line 2 is no row of this run: it is not wanted; remove the line to go on without it");
}

TEST(sample_store, refuses_a_file_that_another_run_writes_to) {
  const test::temporary_folder folder;
  const sample_store first(folder / "samples.jsonl");
  EXPECT_THAT(usage_error_of([&] { sample_store(folder / "samples.jsonl"); }), HasSubstr("another interleave"));
}

// A process's own memory opens like any file, but its first page cannot be read.
TEST(sample_store, takes_no_file_for_empty_that_cannot_be_read) {
  const test::temporary_folder folder;
  std::filesystem::create_symlink("/proc/self/mem", folder / "samples.jsonl");
  EXPECT_EQ(error_of([&] { sample_store(folder / "samples.jsonl"); }),
            "cannot read " + (folder / "samples.jsonl").string() + ": Input/output error");
  EXPECT_THROW(read_file(folder / "samples.jsonl"), storage_error);
}

// The reading fails after the first of two blocks, as on a disk with a bad sector.
TEST(sample_store, leaves_a_file_as_it_is_whose_end_cannot_be_read) {
  const test::temporary_folder folder;
  std::string rows;
  for (int sample = 0; rows.size() < 100'000; ++sample) rows += row("a", sample).dump() + "\n";
  append_text(folder / "samples.jsonl", rows);
  refused_from = 65'536;
  const std::string message = error_of([&] { sample_store(folder / "samples.jsonl"); });
  refused_from = nothing_refused;
  EXPECT_EQ(message, "cannot read " + (folder / "samples.jsonl").string() + ": Input/output error");
  EXPECT_EQ(read_file(folder / "samples.jsonl"), rows);
}

TEST(sample_store, refuses_what_is_not_a_regular_file) {
  const test::temporary_folder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  std::filesystem::create_symlink("/dev/zero", folder / "endless");
  for (const std::string name : {"fifo", "endless"}) {
    EXPECT_THAT(usage_error_of([&] { sample_store(folder / name); }), HasSubstr(name + " is not a regular file"));
    EXPECT_THAT(usage_error_of([&] { read_file(folder / name); }), HasSubstr(name + " is not a regular file"));
  }
}

TEST(lock_alone, tells_why_there_is_no_lock) {
  EXPECT_EQ(usage_error_of([] { lock_alone(-1, "a/samples.jsonl", "another interleave"); }),
            "a/samples.jsonl: its file system gives no lock: Bad file descriptor; choose a folder on another one");
}

TEST(sample_store, writes_text_that_is_not_utf_8) {
  const test::temporary_folder folder;
  sample_store store(folder / "samples.jsonl");
  json broken = row("a", 0);
  broken["output_tail"] = "\xff\xfe";
  store.append(broken);
  EXPECT_TRUE(json::accept(read_file(folder / "samples.jsonl")));
}

TEST(sample_store, ends_with_a_whole_row_when_the_disk_is_full) {
  const test::temporary_folder folder;
  sample_store store(folder / "samples.jsonl");
  store.append(row("a", 0));

  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{40, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  std::string message;
  try {
    store.append(row("a long name that does not fit", 0));
  } catch (const storage_error& error) {
    message = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_DFL);

  EXPECT_THAT(message, HasSubstr("samples.jsonl: File too large"));
  EXPECT_EQ(read_file(folder / "samples.jsonl"), "{\"name\":\"a\",\"sample\":0}\n");
  EXPECT_EQ(store.find("a long name that does not fit", 0), nullptr);
}

}  // namespace
}  // namespace interleave::driver
