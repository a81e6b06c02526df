// Output of Google Benchmark that is not valid JSON: repaired if it can have only one meaning, else refused with place,
// cause and remedy.
#include "reports/results/json_document.hpp"

#include "reports/errors.hpp"
#include "reports/results/json_repair.hpp"

#include <string>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

nlohmann::json parsed(const std::string& text) {
  return parse_json(text, "given.json", {});
}

input_error fault_of(const std::string& text, const std::string& path = "given.json") {
  try {
    parse_json(text, path, {});
  } catch (const input_error& error) {
    return error;
  }
  return {"", "", "nothing was refused", ""};
}

TEST(a_number_written_under_a_locale, means_what_it_can_only_mean) {
  const auto whole = [](const char* written) { return number_meant(written, true); };
  const auto any = [](const char* written) { return number_meant(written, false); };
  for (const char* written : {"35,362", "35.362", "35'362", "35 362",
                              "35\xa0"
                              "362",
                              "35\xc2\xa0"
                              "362",
                              "35\xe2\x80\xaf"
                              "362",
                              "35\xe2\x80\x99"
                              "362"}) {
    EXPECT_EQ(whole(written), "35362") << written;
  }
  EXPECT_EQ(whole("1,234,567"), "1234567");
  EXPECT_EQ(any("1,234,567"), "1234567");
  EXPECT_EQ(any("-1.234.567"), "-1234567");
  EXPECT_EQ(any("3,5362e+04"), "3.5362e+04");
  EXPECT_EQ(any("3,536e+04"), "3.536e+04");
  EXPECT_EQ(any("0,123"), "0.123");
  EXPECT_EQ(any("12,5"), "12.5");
  EXPECT_EQ(any("1.234,5"), "1234.5");
  EXPECT_EQ(any("1,234.5"), "1234.5");
  EXPECT_EQ(any("2%"), "0.02");
  EXPECT_EQ(any("2,5%"), "0.025");
}

TEST(a_number_written_under_a_locale, is_none_where_it_may_mean_several) {
  EXPECT_EQ(number_meant("1,234", false), "");
  EXPECT_EQ(number_meant("35,36", true), "");
  EXPECT_EQ(number_meant("1,23,456", false), "");
  EXPECT_EQ(number_meant("1,234.567.890", false), "");
  EXPECT_EQ(number_meant("1234,567", true), "");
}

TEST(a_document, of_a_grouping_locale_is_read) {
  const auto row = parsed(
      "{\"name\": \"a 1,2\",\n\"iterations\": 35,362,\n\"threads\":1,\n\"real_time\": 1,2345678e+03,\n"
      "\"load_avg\": [1,234], \"list\": [1,2]}");
  EXPECT_EQ(row["name"], "a 1,2");
  EXPECT_EQ(row["iterations"], 35362);
  EXPECT_EQ(row["threads"], 1);
  EXPECT_EQ(row["real_time"], 1234.5678);
  EXPECT_EQ(row["list"], (nlohmann::json{1, 2})) << "in a list a comma parts two numbers";
}

TEST(a_document, with_a_number_that_may_mean_several_is_refused_by_its_cause) {
  const input_error error = fault_of("{\"a\": 1,\n  \"depth\": 1,234}");
  EXPECT_EQ(error.where, "line 2, column 12");
  EXPECT_NE(error.problem.find("1,234"), std::string::npos) << error.problem;
  EXPECT_NE(error.problem.find("locale"), std::string::npos) << error.problem;
  EXPECT_NE(error.remedy.find("LC_ALL=C"), std::string::npos) << error.remedy;
}

TEST(a_document, has_null_for_words_that_are_no_numbers) {
  for (const char* word :
       {"NaN", "nan", "-nan", "-NaN", "-nan(ind)", "nan(snan)", "inf", "-inf", "Infinity", "-Infinity", "INF"}) {
    const auto row = parsed("{\"nan\": \"inf\", \"x\": " + std::string(word) + ", \"y\": [1, " + word + "]}");
    EXPECT_TRUE(row["x"].is_null()) << word;
    EXPECT_TRUE(row["y"][1].is_null()) << word;
    EXPECT_EQ(row["nan"], "inf");
  }
  EXPECT_EQ(fault_of("{\"x\": nanny}").problem.find("this is not JSON"), 0U);
}

TEST(a_document, has_shares_for_percentages) {
  EXPECT_EQ(parsed("{\"rms\": 2%}")["rms"], 0.02);
  EXPECT_EQ(parsed("{\"rms\": 12.5%,\"a\":1}")["rms"], 0.125);
}

TEST(a_document, takes_a_backslash_for_itself_where_it_escapes_nothing) {
  EXPECT_EQ(parsed(R"({"name": "copy<C:\path\new>", "a\d": 1})")["name"], R"(copy<C:\path\new>)");
  EXPECT_EQ(parsed(R"({"name": "copy<C:\path\new>", "a\d": 1})")["a\\d"], 1);
  EXPECT_EQ(parsed(R"({"name": "\u00e4 \uD"})")["name"], R"(\u00e4 \uD)");
  EXPECT_EQ(parsed(R"({"name": "tab\tin \"quotes\""})")["name"], "tab\tin \"quotes\"");
}

TEST(a_document, names_the_backslash_where_the_end_of_a_text_is_unclear) {
  const input_error error = fault_of(R"({"name": "C:\dir \"a\"", "b": 1})");
  EXPECT_NE(error.remedy.find("backslash"), std::string::npos) << error.what();
}

TEST(a_document, says_of_a_fault_where_it_is_and_what_was_met) {
  const input_error error = fault_of("{\n  \"ä\": 1,\n  \"ö\": tree\n}");
  EXPECT_EQ(error.where, "line 3, column 8");
  EXPECT_NE(error.problem.find("met 'tree'"), std::string::npos) << error.problem;
  EXPECT_EQ(fault_of("***WARNING*** CPU scaling\n{}").where, "line 1, column 1");
}

TEST(a_document, counts_places_in_the_text_given_and_not_in_the_one_repaired) {
  const input_error error = fault_of("{\"a\": NaN, \"b\": 1,234,567, \"c\\d\": 2, \"e\": tree}");
  EXPECT_EQ(error.where, "line 1, column 43") << error.what();
}

TEST(a_document, has_a_remedy_that_fits_the_file) {
  const std::string ours = R"({"context": {"interleave": {"run_id": "monday"}}, "benchmarks": [)";
  EXPECT_NE(fault_of(ours, "results/monday/results.json").remedy.find("--resume results/monday"), std::string::npos);
  for (const char* text : {R"({"context": {"date": "today"}, "benchmarks": [)", "[1, 2", "no JSON", ""}) {
    const input_error error = fault_of(text);
    EXPECT_EQ(error.remedy.find("--resume"), std::string::npos) << error.what();
    EXPECT_NE(error.remedy.find("--benchmark_out"), std::string::npos) << error.what();
  }
  EXPECT_EQ(fault_of(R"({"context": {)").problem, "the JSON ends early");
  EXPECT_NE(fault_of("\xff\xfe{\0").problem.find("UTF-16"), std::string::npos);
}

TEST(a_document, with_two_members_of_one_name_is_refused) {
  const input_error error = fault_of(R"({"benchmarks": [{}, {"real_time": 1, "real_time": 2}]})");
  EXPECT_EQ(error.where, "/benchmarks/1");
  EXPECT_NE(error.problem.find("two members \"real_time\""), std::string::npos) << error.problem;
}

}  // namespace
}  // namespace interleave::reports
