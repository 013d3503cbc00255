// The system's zlib (Debian: libz-dev), as a module that Swift can import.
#include <zlib.h>
