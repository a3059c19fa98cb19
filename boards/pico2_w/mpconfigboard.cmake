# Own image (docs/boards.md): the stock board's settings, our start, our use of the flash.
# CMAKE_ARGS of the environment: -DBU_FROZEN=1 freezes the firmware too, -DBU_INTERNAL=1 is for
# STORAGE=partitions.
# The header says the same: releases after 1.26 take it from here, earlier ones from there.
set(MICROPY_HW_FLASH_STORAGE_BYTES 2113536)
include(${MICROPY_PORT_DIR}/boards/RPI_PICO2_W/mpconfigboard.cmake)
set(MICROPY_BOARD_PINS ${MICROPY_PORT_DIR}/boards/RPI_PICO2_W/pins.csv)
if(BU_FROZEN)
    set(MICROPY_FROZEN_MANIFEST ${MICROPY_BOARD_DIR}/manifest.py)
else()
    set(MICROPY_FROZEN_MANIFEST ${MICROPY_BOARD_DIR}/manifest_boot.py)
endif()
if(BU_INTERNAL)
    add_compile_definitions(BU_INTERNAL=1)
endif()
