# annals_options: language level and warnings, linked PRIVATE by every target of ours.
add_library(annals_options INTERFACE)
target_compile_features(annals_options INTERFACE cxx_std_20)
target_compile_options(annals_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wcast-qual
  -Wimplicit-fallthrough -Wextra-semi -Wundef -Wformat=2 -Wdouble-promotion
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wsuggest-override
    -Wno-restrict>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
set(CMAKE_CXX_EXTENSIONS OFF)

# annals_library(<name> FOLDERS ... DEPS ... [PRIVATE_DEPS ...]): a static library of every source
# below the folders. A source's place in the tree says which library it belongs to. In a unity build
# (every preset but dev and clang) a folder is one translation unit: no two helpers of a room share a name.
function(annals_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "FOLDERS;DEPS;PRIVATE_DEPS")
  list(TRANSFORM arg_FOLDERS PREPEND ${PROJECT_SOURCE_DIR}/)
  set(headers_in ${arg_FOLDERS})
  list(TRANSFORM headers_in APPEND /*.h)
  list(TRANSFORM arg_FOLDERS APPEND /*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${headers_in})
  file(GLOB sources CONFIGURE_DEPENDS ${arg_FOLDERS})
  foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(GET folder FILENAME room)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${room})
  endforeach()
  add_library(annals_${name} STATIC ${sources})
  add_library(annals::${name} ALIAS annals_${name})
  target_sources(annals_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  target_link_libraries(annals_${name} PUBLIC ${arg_DEPS} PRIVATE $<BUILD_INTERFACE:annals_options> ${arg_PRIVATE_DEPS})
  if(CMAKE_UNITY_BUILD)
    target_compile_options(annals_${name} PRIVATE -Wno-subobject-linkage)  # meant for headers
  endif()
  target_compile_features(annals_${name} PUBLIC cxx_std_20)
  set_target_properties(annals_${name} PROPERTIES EXPORT_NAME ${name} LINKER_LANGUAGE CXX UNITY_BUILD_MODE GROUP
    VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
