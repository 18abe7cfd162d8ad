# libkprod and libkprod-broker, shared and static, from the object libraries of the layers.
if(KP_ISAL)
  pkg_check_modules(ISAL REQUIRED IMPORTED_TARGET libisal)
  if(TARGET kp_base)
    target_compile_definitions(kp_base PRIVATE KP_ISAL=1)
    target_link_libraries(kp_base PRIVATE PkgConfig::ISAL)
  endif()
  set(KP_CORE_LIBS PkgConfig::ISAL)
endif()
list(APPEND KP_CORE_LIBS Threads::Threads)

set(kp_core_objects "")
foreach(layer IN LISTS KP_LAYERS)
  if(NOT layer MATCHES "^(broker|registry)$")
    list(APPEND kp_core_objects $<TARGET_OBJECTS:kp_${layer}>)
  endif()
endforeach()

function(kp_add_library name)
  cmake_parse_arguments(arg "" "EXPORTS;EXPORT_NAME" "OBJECTS;LIBS" ${ARGN})
  foreach(kind SHARED STATIC)
    if(kind STREQUAL "SHARED")
      set(target ${name})
    else()
      set(target ${name}_static)
    endif()
    add_library(${target} ${kind} ${arg_OBJECTS})
    string(REPLACE "_" "-" out ${name})
    set_target_properties(${target} PROPERTIES OUTPUT_NAME ${out} LINKER_LANGUAGE C)
    target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
    target_link_libraries(${target} PRIVATE ${arg_LIBS} $<BUILD_INTERFACE:kp_flags>)
  endforeach()
  set_target_properties(${name} PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION 0 EXPORT_NAME ${arg_EXPORT_NAME})
  set_target_properties(${name}_static PROPERTIES EXPORT_NAME ${arg_EXPORT_NAME}_static)
  target_link_options(${name} PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/${arg_EXPORTS} -Wl,-z,relro,-z,now)
  if(NOT KP_SANITIZE) # clang leaves their runtime to the program
    target_link_options(${name} PRIVATE -Wl,-z,defs) # all that it calls is in it, or in a library that it names
  endif()
  set_target_properties(${name} PROPERTIES LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/${arg_EXPORTS})
endfunction()

if(kp_core_objects)
  kp_add_library(kprod EXPORT_NAME kprod EXPORTS exports.map OBJECTS ${kp_core_objects} LIBS ${KP_CORE_LIBS})
endif()

if(KP_BROKER AND TARGET kp_broker AND TARGET kp_wire AND TARGET kp_io)
  set(KP_BROKER_LIBS ${KP_CORE_LIBS})
  if(KP_SQLITE)
    pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
    target_compile_definitions(kp_broker PRIVATE KP_SQLITE=1)
    list(APPEND KP_BROKER_LIBS PkgConfig::SQLITE)
  endif()
  # Its own copy of the lower layers, all of it hidden: only kp_broker_* leaves, and kp_err_text and its like are
  # libkprod's.
  kp_add_library(kprod_broker EXPORT_NAME broker EXPORTS exports-broker.map
                 OBJECTS $<TARGET_OBJECTS:kp_broker> $<TARGET_OBJECTS:kp_base> $<TARGET_OBJECTS:kp_wire>
                         $<TARGET_OBJECTS:kp_io>
                 LIBS ${KP_BROKER_LIBS})
endif()
