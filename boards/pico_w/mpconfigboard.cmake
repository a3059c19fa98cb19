# Own image (docs/boards.md): the stock board's settings, our start, our use of the flash.
# CMAKE_ARGS: -DBU_FROZEN=1 freezes the firmware too, -DBU_INTERNAL=1 is for STORAGE=partitions.
include(${MICROPY_PORT_DIR}/boards/RPI_PICO_W/mpconfigboard.cmake)
set(MICROPY_BOARD_PINS ${MICROPY_PORT_DIR}/boards/RPI_PICO_W/pins.csv)
if(BU_FROZEN)
    set(MICROPY_FROZEN_MANIFEST ${MICROPY_BOARD_DIR}/manifest.py)
else()
    set(MICROPY_FROZEN_MANIFEST ${MICROPY_BOARD_DIR}/manifest_boot.py)
endif()
if(BU_INTERNAL)
    add_compile_definitions(BU_INTERNAL=1)
endif()
