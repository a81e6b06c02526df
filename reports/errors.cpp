// Puts the parts of an input_error into one sentence for what().
#include "reports/errors.hpp"

#include <utility>

namespace interleave::reports {

namespace {
std::string sentence(const std::string& path, const std::string& where, const std::string& problem,
                     const std::string& remedy) {
  std::string text = path;
  if (!where.empty()) text += ": " + where;
  text += ": " + problem;
  if (!remedy.empty()) text += ". " + remedy;
  return text;
}
}  // namespace

input_error::input_error(std::string path_, std::string where_, std::string problem_, std::string remedy_)
    : std::runtime_error(sentence(path_, where_, problem_, remedy_)),
      path(std::move(path_)),
      where(std::move(where_)),
      problem(std::move(problem_)),
      remedy(std::move(remedy_)) {}

}  // namespace interleave::reports
