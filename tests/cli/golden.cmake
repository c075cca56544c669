# Golden cases of the command line: a folder a case, see run_case.sh.
file(GLOB cases CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_CURRENT_SOURCE_DIR}/cli/cases/*)
foreach(case IN LISTS cases)
  get_filename_component(name ${case} NAME)
  add_test(NAME cli.${name}
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/run_case.sh ${case} $<TARGET_FILE:annals> ${PROJECT_SOURCE_DIR})
  set_tests_properties(cli.${name} PROPERTIES LABELS cli TIMEOUT 120)
endforeach()
