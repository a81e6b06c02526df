// interleave-subject: a program with a known slowdown, for checking the gate. A Google Benchmark executable with cells
// of different kinds; a file beside it, PATH.slowdown, makes some of them slower by a given number of units of their
// own work:
//
//   subject/sort 22      22 units instead of 20: +10 %
//   subject/hash crash   the process ends by SIGABRT
//   subject/copy babble  it writes to standard error without end
//
// Two copies of it with different files serve as base and candidate. As a benchmark it is meaningless.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

namespace {

constexpr int usual_units = 20;

struct random_source {
  std::uint64_t state = 1;
  std::uint64_t next() {
    // SplitMix64 (Steele, Lea, Flood 2014).
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
};

// One unit of work, taking about 1 to 5 us. State captured by it lives as long as the benchmark.
using unit_of_work = std::function<void()>;

unit_of_work spin() {
  return [random = random_source{}]() mutable {
    std::uint64_t sum = 0;
    for (int i = 0; i < 1'000; ++i) sum += random.next();
    benchmark::DoNotOptimize(sum);
  };
}

unit_of_work divide() {
  return [random = random_source{}]() mutable {
    double sum = 1;
    for (int i = 0; i < 300; ++i) sum = sum / (1.0 + 1e-9 * static_cast<double>(random.next() & 0xffU)) + 1;
    benchmark::DoNotOptimize(sum);
  };
}

// Dependent loads through `bytes` of memory.
unit_of_work chase(std::size_t bytes, int steps) {
  std::vector<std::uint32_t> next(bytes / sizeof(std::uint32_t));
  std::iota(next.begin(), next.end(), 0U);
  random_source random;
  for (std::size_t i = next.size() - 1; i > 0; --i) std::swap(next[i], next[random.next() % i]);
  return [next = std::move(next), place = std::uint32_t{0}, steps]() mutable {
    for (int i = 0; i < steps; ++i) place = next[place];
    benchmark::DoNotOptimize(place);
  };
}

unit_of_work sort() {
  return [random = random_source{}, values = std::vector<std::uint64_t>(100)]() mutable {
    for (auto& value : values) value = random.next();
    std::ranges::sort(values);
    benchmark::DoNotOptimize(values.data());
  };
}

unit_of_work hash() {
  std::unordered_map<std::uint64_t, std::uint64_t> table;
  random_source random;
  for (int i = 0; i < 10'000; ++i) table[random.next() % 20'000] = random.next();
  return [table = std::move(table), random]() mutable {
    std::uint64_t found = 0;
    for (int i = 0; i < 100; ++i) found += table.count(random.next() % 20'000);
    benchmark::DoNotOptimize(found);
  };
}

unit_of_work allocate() {
  return [random = random_source{}]() mutable {
    std::array<std::unique_ptr<char[]>, 32> blocks;
    for (auto& block : blocks) block = std::make_unique<char[]>(16 + random.next() % 500);
    benchmark::DoNotOptimize(blocks.data());
  };
}

unit_of_work text() {
  return [random = random_source{}]() mutable {
    std::string joined;
    for (int i = 0; i < 40; ++i) joined += std::to_string(random.next());
    benchmark::DoNotOptimize(joined.data());
  };
}

unit_of_work copy() {
  return [from = std::vector<char>(32'768, 'x'), to = std::vector<char>(32'768)]() mutable {
    std::ranges::copy(from, to.begin());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  };
}

unit_of_work pipe_ends() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) std::abort();
  return [ends] {
    std::array<char, 64> bytes{};
    for (int i = 0; i < 4; ++i)
      if (::write(ends[1], bytes.data(), bytes.size()) < 0 || ::read(ends[0], bytes.data(), bytes.size()) < 0)
        std::abort();
  };
}

void repeat(benchmark::State& state, const std::function<unit_of_work()>& make, const std::string& amount) {
  if (amount == "crash") std::abort();
  while (amount == "babble") std::cerr << std::string(4'095, '.') << '\n';
  const unit_of_work unit = make();
  const int units = amount.empty() ? usual_units : std::atoi(amount.c_str());
  for (auto _ : state)
    for (int i = 0; i < units; ++i) unit();
}

}  // namespace

int main(int count, char** values) {
  std::unordered_map<std::string, std::string> amounts;
  const std::string program = values[0];
  std::ifstream file(program + ".slowdown");
  for (std::string name, amount; file >> name >> amount;) amounts[name] = amount;

  const std::vector<std::pair<std::string, std::function<unit_of_work()>>> cells{
      {"subject/spin", spin},
      {"subject/divide", divide},
      {"subject/chase/64KiB", [] { return chase(std::size_t{64} << 10U, 500); }},
      {"subject/chase/4MiB", [] { return chase(std::size_t{4} << 20U, 100); }},
      {"subject/sort", sort},
      {"subject/hash", hash},
      {"subject/allocate", allocate},
      {"subject/text", text},
      {"subject/copy", copy},
      {"subject/pipe", pipe_ends}};
  for (const auto& cell : cells)
    benchmark::RegisterBenchmark(cell.first.c_str(), [make = cell.second, amount = amounts[cell.first]](
                                                         benchmark::State& state) { repeat(state, make, amount); });
  benchmark::Initialize(&count, values);
  if (benchmark::ReportUnrecognizedArguments(count, values)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
