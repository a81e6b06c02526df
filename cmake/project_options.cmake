# An interface target that all our targets link: language level, warnings, sanitizers.
add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_20)
target_include_directories(project_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(project_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                                                 -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 wrongly warns of overlapping copies in "literal" + std::string (GCC bug 105651).
  target_compile_options(project_options INTERFACE -Wno-restrict)
endif()
# Bit-exact floating point: digests must agree between builds, so the compiler must not fuse multiply and add.
target_compile_options(project_options INTERFACE -ffp-contract=off)
if(INTERLEAVE_WERROR)
  target_compile_options(project_options INTERFACE -Werror)
endif()
if(INTERLEAVE_SANITIZE)
  target_compile_options(project_options INTERFACE -fsanitize=${INTERLEAVE_SANITIZE} -fno-omit-frame-pointer
                                                   -fno-sanitize-recover=all)
  target_link_options(project_options INTERFACE -fsanitize=${INTERLEAVE_SANITIZE})
  if(INTERLEAVE_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # g++ warns that TSan does not model atomic_thread_fence, which Asio uses; it has no effect on our own code.
    target_compile_options(project_options INTERFACE -Wno-tsan)
  endif()
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# fuzzed(TARGET): where fuzz targets are built (libFuzzer comes with clang), instruments TARGET for coverage, which
# guides the fuzzer.
function(fuzzed target)
  if(INTERLEAVE_FUZZ)
    target_compile_options(${target} PRIVATE -O1 -fsanitize=fuzzer-no-link)
  endif()
endfunction()
