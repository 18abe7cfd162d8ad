# One object library per folder of src/, each compiled with only the folders of its row in cmake/layers on its include
# path. The path is a directory of links, so a wrong #include finds no file.
set(KP_LAYERS "")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/layers)
file(STRINGS ${CMAKE_SOURCE_DIR}/cmake/layers kp_rows REGEX "^[a-z]")

foreach(row IN LISTS kp_rows)
  string(REGEX REPLACE " +" ";" row "${row}")
  list(POP_FRONT row layer)
  if(layer STREQUAL "cli")
    continue()
  endif()
  set(seen ${CMAKE_BINARY_DIR}/layers/${layer})
  file(REMOVE_RECURSE ${seen})
  file(MAKE_DIRECTORY ${seen})
  foreach(below IN LISTS layer row)
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${below} ${seen}/${below} SYMBOLIC)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${layer}/*.c
       ${CMAKE_SOURCE_DIR}/src/${layer}/*/*.c)
  if(sources)
    add_library(kp_${layer} OBJECT ${sources})
    target_link_libraries(kp_${layer} PRIVATE kp_flags)
    target_include_directories(kp_${layer} PRIVATE ${seen} ${CMAKE_SOURCE_DIR}/include)
    list(APPEND KP_LAYERS ${layer})
  endif()
endforeach()

# Not even by the back door.
file(GLOB_RECURSE kp_all_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.[ch] ${CMAKE_SOURCE_DIR}/cli/*.[ch])
add_custom_target(kp_no_relative_includes ALL
  COMMAND sh -c "! grep -nE '^ *# *include *\"' $@" -- ${kp_all_sources}
  COMMENT "no quoted includes" VERBATIM)
