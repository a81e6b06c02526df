// cpu_mandelbrot: one row of the Mandelbrot set. Tasks differ in size by two orders of magnitude, so this one shows how
// a model balances uneven work. Scalar floating point in registers; touches no memory.
#include "workloads/checkpoint.hpp"
#include "workloads/describe.hpp"

#include <array>
#include <complex>
#include <vector>

namespace interleave {

struct cpu_mandelbrot {
  static constexpr std::uint64_t rows = 32;
  static constexpr std::array<parameter, 2> parameters{
      {{"width", kinds::count, 256, 1, 1 << 16, "points per row, one row a task"},
       {"iterations", kinds::count, 256, 1, 1 << 20, "iterations after which a point counts as inside"}}};

  explicit cpu_mandelbrot(const parameter_values& values)
      : width(values.get<std::size_t>(kinds::count, "width")),
        most(values.get<std::size_t>(kinds::count, "iterations")) {}

  // The rectangle [-2, 1] x [-1.2, 1.2]; row and column are its grid.
  double real_of(std::size_t column) const {
    return -2.0 + 3.0 * static_cast<double>(column) / static_cast<double>(width);
  }
  static double imaginary_of(std::uint64_t row) { return -1.2 + 2.4 * static_cast<double>(row) / (rows - 1.0); }
  static digest add(digest so_far, std::size_t iterations) { return so_far * 31 + iterations; }

  struct client {
    explicit client(const cpu_mandelbrot& w) : shared(w) {}

    digest run(task_id id) {
      const double ci = imaginary_of(id % rows);
      digest found = 0;
      for (std::size_t column = 0; column < shared.width; ++column) {
        const double cr = shared.real_of(column);
        double zr = 0;
        double zi = 0;
        std::size_t n = 0;
        while (n < shared.most) {
          const double rr = zr * zr;
          const double ii = zi * zi;
          if (rr + ii > 4) break;
          const double ri = zr * zi;
          zi = ri + ri + ci;
          zr = rr - ii + cr;
          ++n;
        }
        found = add(found, n);
        if (column % 16 == 0) checkpoint();
      }
      return found;
    }

    const cpu_mandelbrot& shared;
  };

  // The textbook form over std::complex. IEEE arithmetic rounds both forms alike: 2zw is exact doubling, and the build
  // forbids contraction.
  std::vector<digest> expected() const {
    std::vector<digest> digests(rows, 0);
    for (std::uint64_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < width; ++column) {
        const std::complex<double> c(real_of(column), imaginary_of(row));
        std::complex<double> z = 0;
        std::size_t n = 0;
        for (; n < most && std::norm(z) <= 4; ++n)
          z = {z.real() * z.real() - z.imag() * z.imag() + c.real(), 2 * z.real() * z.imag() + c.imag()};
        digests[row] = add(digests[row], n);
      }
    return digests;
  }

  std::size_t width;
  std::size_t most;
};

extern const workload_descriptor cpu_mandelbrot_workload = describe<cpu_mandelbrot>({
    .name = "cpu_mandelbrot",
    .kind = workload_kind::cpu,
    .summary = "one row of the Mandelbrot set: tasks of very uneven size",
    .parameters = cpu_mandelbrot::parameters,
});

}  // namespace interleave
