# All dependencies come from the distribution's packages; scripts/setup installs what is missing.
find_package(Threads REQUIRED)
find_package(benchmark REQUIRED)
find_package(TBB REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)  # of the compiler: g++'s libgomp, clang's libomp
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)
find_package(ZLIB REQUIRED)
find_package(Boost CONFIG REQUIRED COMPONENTS context)  # and of the headers: Boost.Math
find_package(PkgConfig REQUIRED)
pkg_check_modules(gumbo REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(liburing REQUIRED IMPORTED_TARGET liburing)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)

# Debian ships standalone Asio as bare headers.
find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(asio INTERFACE)
target_include_directories(asio SYSTEM INTERFACE ${ASIO_INCLUDE_DIR})
target_link_libraries(asio INTERFACE Threads::Threads PkgConfig::liburing)
# ASIO_HAS_IO_URING alone puts files on io_uring and leaves sockets on epoll. Clang needs to be told that it has
# coroutines: Asio 1.22 looks for the TS's feature macros only.
target_compile_definitions(asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED ASIO_HAS_IO_URING=1
                                          ASIO_HAS_CO_AWAIT=1 ASIO_HAS_STD_COROUTINE=1)
# g++ 12 pairs the aligned allocation of Asio's coroutine frames with the wrong deallocation when it inlines at -O1.
target_compile_options(asio INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
