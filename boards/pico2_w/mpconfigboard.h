// The stock board, and where its 4096 KB of flash go: image, ROMFS (two slots of 512 KB), storage.
#include "boards/RPI_PICO2_W/mpconfigboard.h"
#undef MICROPY_HW_FLASH_STORAGE_BYTES
#define MICROPY_HW_ROMFS_BYTES (1024 * 1024)
#define MICROPY_HW_FLASH_STORAGE_BYTES (2064 * 1024)
