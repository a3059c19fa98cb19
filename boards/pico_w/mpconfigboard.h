// The stock board, and where its 2048 KB of flash go. With BU_INTERNAL there is no room for ROMFS slots:
// the firmware is frozen, and a new one is a new image.
#include "boards/RPI_PICO_W/mpconfigboard.h"
#undef MICROPY_HW_FLASH_STORAGE_BYTES
#ifdef BU_INTERNAL
#define MICROPY_HW_FLASH_STORAGE_BYTES (784 * 1024)
#else
#define MICROPY_HW_ROMFS_BYTES (832 * 1024)
#define MICROPY_HW_FLASH_STORAGE_BYTES (256 * 1024)
#endif
