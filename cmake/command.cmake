# The kprod command: cli/*.c, which sees include/ and nothing else.
if(KP_COMMAND AND TARGET kprod_static AND TARGET kprod_broker_static)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cli/*.c)
  if(sources)
    add_executable(kprod_command ${sources})
    set_target_properties(kprod_command PROPERTIES OUTPUT_NAME kprod)
    # The headers of cli/ are found as <cli/...>.
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/layers/cli)
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/cli ${CMAKE_BINARY_DIR}/layers/cli/cli SYMBOLIC)
    target_include_directories(kprod_command PRIVATE ${CMAKE_BINARY_DIR}/layers/cli)
    target_link_libraries(kprod_command PRIVATE kp_flags kprod_static kprod_broker_static ${KP_CORE_LIBS}
                          ${KP_BROKER_LIBS})
    target_link_options(kprod_command PRIVATE -pie -Wl,-z,relro,-z,now)
    # The manual pages come from the tables in the command: it is run for them.
    if(NOT CMAKE_CROSSCOMPILING)
      add_custom_command(TARGET kprod_command POST_BUILD
        COMMAND $<TARGET_FILE:kprod_command> help --man 1 > ${CMAKE_BINARY_DIR}/kprod.1
        COMMAND $<TARGET_FILE:kprod_command> help --man 5 > ${CMAKE_BINARY_DIR}/kprod-options.5 VERBATIM)
    endif()
  endif()
endif()
