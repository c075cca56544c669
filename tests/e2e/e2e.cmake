add_test(NAME e2e.kill COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kill.sh $<TARGET_FILE:annals>
  ${PROJECT_SOURCE_DIR}/data/samples/articles 20)
set_tests_properties(e2e.kill PROPERTIES LABELS e2e TIMEOUT 300)
