# descriptor_list(TARGET KIND NAMES...): generates the list of all workloads or all runners.
# Every NAME is a file NAME.cpp that defines `NAME_KIND`, a KIND_descriptor; the generated function all_KINDs() lists
# them in this order. A missing definition is a link error.
function(descriptor_list target kind)
  set(DESCRIPTOR ${kind})
  set(ROOM ${kind}s)
  set(DECLARATIONS "")
  set(ENTRIES "")
  foreach(name IN LISTS ARGN)
    target_sources(${target} PRIVATE ${name}.cpp)
    string(APPEND DECLARATIONS "extern const ${kind}_descriptor ${name}_${kind};\n")
    string(APPEND ENTRIES "      &${name}_${kind},\n")
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/cmake/descriptor_list.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/${ROOM}_list.cpp @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${ROOM}_list.cpp)
endfunction()
