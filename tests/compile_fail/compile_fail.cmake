# What must not compile is tested: the same file is built twice, once with ANNALS_MUST_FAIL=1.
function(annals_compile_fail_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "EXPECT" "DEPS")
  foreach(kind good bad)
    add_library(${name}_${kind} OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_SOURCE_DIR}/compile_fail/${name}.cpp)
    target_link_libraries(${name}_${kind} PRIVATE annals_options ${arg_DEPS})
    add_test(NAME compile.${name}.${kind}
      COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target ${name}_${kind})
    set_tests_properties(compile.${name}.${kind} PROPERTIES RESOURCE_LOCK build LABELS compile TIMEOUT 600)
  endforeach()
  target_compile_definitions(${name}_bad PRIVATE ANNALS_MUST_FAIL=1)
  set_tests_properties(compile.${name}.bad PROPERTIES PASS_REGULAR_EXPRESSION "${arg_EXPECT}")
endfunction()

annals_compile_fail_test(ids_do_not_mix EXPECT "error: " DEPS annals::base)
