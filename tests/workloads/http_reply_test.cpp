// Replies are read the same however a connection cuts them, and what is wrong with one is said.
#include "tests/support/error_of.hpp"
#include "workloads/http/reply_reader.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::http {
namespace {

using testing::HasSubstr;

struct text_sink final : body_sink {
  void body(std::span<const std::byte> piece) override {
    text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  }
  std::string text;
};

void feed(reply_reader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto room = reader.room();
    const std::size_t some = std::min(bytes.size(), room.size());
    std::memcpy(room.data(), bytes.data(), some);
    reader.took(some);
    bytes.remove_prefix(some);
  }
}

constexpr std::string_view with_length = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 11\r\n\r\nhello world";
constexpr std::string_view in_chunks =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n";

TEST(http_reply, is_read_however_it_is_cut) {
  for (const std::string_view reply : {with_length, in_chunks})
    for (std::size_t first = 1; first < reply.size(); ++first)
      for (std::size_t second = first + 1; second < reply.size(); ++second) {
        text_sink sink;
        reply_reader reader(sink);
        reader.start();
        feed(reader, reply.substr(0, first));
        EXPECT_FALSE(reader.is_complete());
        feed(reader, reply.substr(first, second - first));
        EXPECT_FALSE(reader.is_complete());
        feed(reader, reply.substr(second));
        EXPECT_TRUE(reader.is_complete());
        ASSERT_EQ(sink.text, "hello world") << first << " " << second;
      }
}

TEST(http_reply, may_be_larger_than_the_buffer_and_be_followed_by_another) {
  text_sink sink;
  reply_reader reader(sink);
  std::string body(100'000, 'a');
  body.back() = 'z';
  for (int i = 0; i < 2; ++i) {
    reader.start();
    sink.text.clear();
    feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    feed(reader, body);
    EXPECT_TRUE(reader.is_complete());
    EXPECT_EQ(sink.text, body);
  }
}

TEST(http_reply, may_be_empty) {
  text_sink sink;
  reply_reader reader(sink);
  reader.start();
  feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(reader.is_complete());
}

TEST(http_reply, may_end_with_the_connection_where_it_says_no_length) {
  text_sink sink;
  reply_reader reader(sink);
  reader.start();
  feed(reader, "HTTP/1.1 200 OK\r\n\r\nhello");
  EXPECT_FALSE(reader.is_complete());
  reader.took(0);
  EXPECT_TRUE(reader.is_complete());
  EXPECT_EQ(sink.text, "hello");
}

struct fault {
  std::string_view name;
  std::string reply;  // after which the connection is closed
  std::string_view error;
};
void PrintTo(const fault& value, std::ostream* out) {
  *out << value.name;
}

class a_faulty_reply : public testing::TestWithParam<fault> {};

TEST_P(a_faulty_reply, is_refused_with_the_reason) {
  text_sink sink;
  reply_reader reader(sink);
  reader.start();
  EXPECT_THAT(error_of([&] {
                feed(reader, GetParam().reply);
                reader.took(0);
              }),
              HasSubstr(std::string(GetParam().error)));
}

INSTANTIATE_TEST_SUITE_P(
    http, a_faulty_reply,
    testing::ValuesIn(std::vector<fault>{
        {"nothing", "", "closed the connection without an answer"},
        {"cut_head", "HTTP/1.1 200 OK\r\nContent-Le", "closed the connection within its reply"},
        {"cut_body", std::string(with_length.substr(0, with_length.size() - 4)), "after 7 of 11 bytes"},
        {"cut_chunk", std::string(in_chunks.substr(0, in_chunks.size() - 12)),
         "closed the connection within its reply"},
        {"cut_last_chunk", std::string(in_chunks.substr(0, in_chunks.size() - 5)),
         "closed the connection within its reply"},
        {"longer_than_said", std::string(with_length) + "!!", "2 bytes after the end of its reply"},
        {"server_error", "HTTP/1.1 503 Service Unavailable\r\n\r\n", "answered 503 Service Unavailable"},
        {"not_found", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answered 404 Not Found"},
        {"no_http", "SSH-2.0-OpenSSH_9.2\r\n", "malformed"},
        {"bad_chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "malformed"},
        {"two_lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "malformed"},
        {"endless_head", "HTTP/1.1 200 OK\r\nX: " + std::string(40'000, 'x'), "malformed"},
        {"far_too_large", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "malformed"},
    }),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace interleave::http
