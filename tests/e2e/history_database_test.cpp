// interleave history on a real PostgreSQL server, which with_postgresql.sh has started: the same commands give the same
// answers as on a folder.
#include "history_fixture.hpp"

#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::test {
namespace {

class a_history_in_a_database : public a_history {
 protected:
  static std::string database() {
    const char* const address = std::getenv("INTERLEAVE_TEST_DATABASE");
    return address == nullptr ? "INTERLEAVE_TEST_DATABASE is not set: run with_postgresql.sh" : address;
  }

  // The one thing that may differ.
  [[nodiscard]] std::string as_of_files(std::string text) const {
    for (std::size_t found = text.find(database()); found != std::string::npos; found = text.find(database(), found))
      text.replace(found, database().size(), store());
    return text;
  }
};

TEST_F(a_history_in_a_database, answers_as_one_in_a_folder_does) {
  fill(store());
  fill(database());
  for (const std::vector<std::string>& question :
       std::vector<std::vector<std::string>>{{"list"},
                                             {"list", "--json"},
                                             {"show", "c30"},
                                             {"show", "2026-01-03", "--json"},
                                             {"trend"},
                                             {"trend", "--json"},
                                             {"trend", "--html", "-"},
                                             {"export"},
                                             {"export", "--to", "json"},
                                             {"prune", "--before", "2026-01-11", "--dry-run"},
                                             {"prune", "--before", "2026-01-11"},
                                             {"list"}}) {
    std::vector<std::string> of_files = question;
    std::vector<std::string> of_rows = question;
    of_files.insert(of_files.end(), {"--store", store()});
    of_rows.insert(of_rows.end(), {"--store", database()});
    const outcome files = call(of_files);
    const outcome rows = call(of_rows);
    SCOPED_TRACE(testing::PrintToString(question));
    EXPECT_EQ(rows.status, files.status);
    EXPECT_EQ(as_of_files(rows.output), files.output);
    EXPECT_EQ(as_of_files(rows.errors), files.errors);
  }
}

}  // namespace
}  // namespace interleave::test
