# Every third-party package, in one place. Nothing else calls find_package().
option(ANNALS_STATIC "Link archives where Debian has them: a command starts faster" ON)

find_package(Threads REQUIRED)
find_package(LibXml2 2.9 REQUIRED)                   # for tests; its archive wants more than it says
set(annals_suffixes ${CMAKE_FIND_LIBRARY_SUFFIXES})
if(ANNALS_STATIC)
  list(PREPEND CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()
find_package(Protobuf 3.21 REQUIRED MODULE)          # Debian ships no protobuf-config.cmake
find_package(RocksDB 7.8 REQUIRED CONFIG)
find_package(date 3.0 REQUIRED CONFIG)               # link date::date-tz: it sets USE_OS_TZDB=1
find_package(Boost 1.74 REQUIRED CONFIG)             # headers only: Boost.Graph needs no .so
find_package(tl-expected 1.0 REQUIRED CONFIG)
find_package(CLI11 2.1 REQUIRED CONFIG)
find_package(fmt 9 REQUIRED CONFIG)
find_package(ICU 72 REQUIRED COMPONENTS i18n uc data)
find_package(simdjson 3.0 REQUIRED CONFIG)
find_package(zstd 1.5 REQUIRED CONFIG)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
find_library(ANNALS_STEMMER_LIBRARY stemmer REQUIRED) # ships neither CMake config nor .pc
set(CMAKE_FIND_LIBRARY_SUFFIXES ${annals_suffixes})   # of whoever includes this

# CMake's module does not say so, and an archive comes before what it uses.
set_property(TARGET ICU::i18n APPEND PROPERTY INTERFACE_LINK_LIBRARIES ICU::uc)
set_property(TARGET ICU::uc APPEND PROPERTY INTERFACE_LINK_LIBRARIES ICU::data)
add_library(annals_rocksdb INTERFACE)
target_link_libraries(annals_rocksdb INTERFACE RocksDB::rocksdb$<$<NOT:$<BOOL:${ANNALS_STATIC}>>:-shared>)
add_library(annals_stemmer INTERFACE)
target_link_libraries(annals_stemmer INTERFACE ${ANNALS_STEMMER_LIBRARY})

if(ANNALS_BUILD_TESTS)
  find_package(GTest 1.12 REQUIRED CONFIG)
endif()
if(ANNALS_BUILD_BENCH)
  find_package(benchmark 1.7 REQUIRED CONFIG)
endif()
