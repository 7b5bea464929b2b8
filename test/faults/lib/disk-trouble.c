/* A disk that fails or dawdles while the service runs, switched on and off from outside.
 *
 * Preloaded into the service (LD_PRELOAD). For files whose path contains DISK_TROUBLE_ON it obeys three
 * numbers in the file DISK_TROUBLE, which is shared memory with the bench: an errno for every sync, an
 * errno for every write, and milliseconds that every sync takes longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile int32_t *trouble; /* errno of syncs, errno of writes, milliseconds */
static const char *on;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("DISK_TROUBLE");
  on = getenv("DISK_TROUBLE_ON");
  int file = path && on ? open(path, O_RDONLY) : -1;
  void *shared = file < 0 ? MAP_FAILED : mmap(NULL, 12, PROT_READ, MAP_SHARED, file, 0);
  if (shared == MAP_FAILED) {
    perror("disk-trouble");
    abort();
  }
  close(file);
  trouble = shared;
}

static int concerns(int fd) {
  char link[64], path[PATH_MAX];
  if (!trouble || (!trouble[0] && !trouble[1] && !trouble[2])) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, on) != NULL;
}

static int sync_with(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (concerns(fd)) {
    if (trouble[2]) usleep(trouble[2] * 1000);
    if (trouble[0]) {
      errno = trouble[0];
      return -1;
    }
  }
  return real(fd);
}

int fsync(int fd) { return sync_with("fsync", fd); }
int fdatasync(int fd) { return sync_with("fdatasync", fd); }

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  if (trouble && trouble[1] && concerns(fd)) {
    errno = trouble[1];
    return -1;
  }
  return real(fd, bytes, length, at);
}
