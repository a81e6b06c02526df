# precompile(TARGET SETS...): precompiles library headers that many files of a target include. Every file must still
# include what it uses: the clang preset builds without precompiled headers, and so finds missing includes.
option(INTERLEAVE_PRECOMPILE "Precompile the headers of libraries: builds faster" ON)

set(precompile_standard <algorithm> <array> <atomic> <chrono> <filesystem> <functional> <map> <memory> <optional> <set>
                        <span> <stdexcept> <string> <string_view> <system_error> <utility> <vector>)
set(precompile_fmt <fmt/format.h>)
set(precompile_json <nlohmann/json.hpp>)
set(precompile_cli <CLI/CLI.hpp>)
set(precompile_test <gmock/gmock.h> <gtest/gtest.h>)
set(precompile_asio <asio/awaitable.hpp> <asio/co_spawn.hpp> <asio/detached.hpp> <asio/io_context.hpp> <asio/ip/tcp.hpp>
                    <asio/post.hpp> <asio/read.hpp> <asio/steady_timer.hpp> <asio/use_awaitable.hpp> <asio/write.hpp>)

function(precompile target)
  if(NOT INTERLEAVE_PRECOMPILE)
    return()
  endif()
  foreach(set IN LISTS ARGN)
    target_precompile_headers(${target} PRIVATE ${precompile_${set}})
  endforeach()
endfunction()
