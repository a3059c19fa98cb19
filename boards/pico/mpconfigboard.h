// The stock board, and where its 2048 KB of flash go: image, ROMFS (two slots of 416 KB), storage.
#include "boards/RPI_PICO/mpconfigboard.h"
#undef MICROPY_HW_FLASH_STORAGE_BYTES
#define MICROPY_HW_ROMFS_BYTES (832 * 1024)
#ifdef BU_INTERNAL
#define MICROPY_HW_FLASH_STORAGE_BYTES (752 * 1024)
#else
#define MICROPY_HW_FLASH_STORAGE_BYTES (224 * 1024)
#endif
