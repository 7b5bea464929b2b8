/* The disk as it would be found after a power cut: a second folder that holds only what was synced.
 *
 * Preloaded into the service (LD_PRELOAD). Every write below the folder POWER_CUT_FROM is remembered
 * as a range of bytes of its file; fsync and fdatasync copy the ranges of their file into POWER_CUT_TO.
 * What was never synced never gets there.
 *
 *   - A file is known by its inode. Its synced bytes are in TO/.inodes/<inode>.
 *   - A name is known only once its folder was synced: then the names in TO become hard links to the
 *     inodes that the names in FROM lead to, and names that are gone are removed.
 *   - The copy is made from the file itself at the moment of the sync; whoever stops this process in the
 *     middle of one finds some of it copied, as after a power cut in the middle of a sync.
 *   - Memory-mapped files are not followed: SQLite maps only its -shm, which a restart makes anew.
 *
 * One folder, no folders in it, one process: what the service needs, and no more.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

struct range { off_t from, to; };
struct file {
  ino_t inode;
  struct range *ranges;
  int count, room;
  off_t smallest; /* since the last sync */
  struct file *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file *files;
static const char *from_folder, *to_folder;
static size_t from_length;
static dev_t device;
static __thread int inside;

#define REAL(name, type, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static void give_up(const char *what) {
  fprintf(stderr, "power-cut: %s: %s\n", what, strerror(errno));
  abort();
}

__attribute__((constructor)) static void begin(void) {
  struct stat found;
  char path[PATH_MAX];
  from_folder = getenv("POWER_CUT_FROM");
  to_folder = getenv("POWER_CUT_TO");
  if (!from_folder || !to_folder || stat(from_folder, &found)) give_up("no folder");
  from_length = strlen(from_folder);
  device = found.st_dev;
  snprintf(path, sizeof path, "%s/.inodes", to_folder);
  if (mkdir(path, 0700) && errno != EEXIST) give_up(path);
}

/* True when the descriptor is the folder, or a file in it. */
static int is_ours(int fd, struct stat *found) {
  char link[64], path[PATH_MAX];
  if (inside || !from_folder || fstat(fd, found) || found->st_dev != device) return 0;
  if (!S_ISREG(found->st_mode) && !S_ISDIR(found->st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < (ssize_t)from_length || strncmp(path, from_folder, from_length)) return 0;
  path[length] = 0;
  if (length > 4 && !strcmp(path + length - 4, "-shm")) return 0;
  return path[from_length] == 0 || path[from_length] == '/';
}

static struct file *file_of(ino_t inode) {
  for (struct file *each = files; each; each = each->next)
    if (each->inode == inode) return each;
  struct file *made = calloc(1, sizeof *made);
  if (!made) give_up("memory");
  made->inode = inode;
  made->smallest = LLONG_MAX;
  made->next = files;
  return files = made;
}

static void inode_path(char *path, ino_t inode) {
  snprintf(path, PATH_MAX, "%s/.inodes/%lu", to_folder, (unsigned long)inode);
}

static void wrote(int fd, off_t at, ssize_t length) {
  struct stat found;
  int saved = errno;
  if (length > 0 && is_ours(fd, &found) && S_ISREG(found.st_mode)) {
    pthread_mutex_lock(&lock);
    struct file *file = file_of(found.st_ino);
    struct range *last = file->count ? &file->ranges[file->count - 1] : NULL;
    if (last && last->to == at) last->to = at + length;
    else {
      if (file->count == file->room) {
        file->room = file->room ? file->room * 2 : 64;
        file->ranges = realloc(file->ranges, file->room * sizeof *file->ranges);
        if (!file->ranges) give_up("memory");
      }
      file->ranges[file->count++] = (struct range){at, at + length};
    }
    pthread_mutex_unlock(&lock);
  }
  errno = saved;
}

static void copy(int source, int target, struct range range, off_t size) {
  static char bytes[1 << 16];
  off_t end = range.to < size ? range.to : size;
  for (off_t at = range.from; at < end;) {
    size_t want = (size_t)(end - at) < sizeof bytes ? (size_t)(end - at) : sizeof bytes;
    ssize_t got = pread(source, bytes, want, at);
    if (got <= 0) give_up("reading what was synced");
    if (pwrite(target, bytes, got, at) != got) give_up("writing what was synced");
    at += got;
  }
}

static void synced_file(int fd, const struct stat *found) {
  char path[PATH_MAX], link[64];
  struct file *file = file_of(found->st_ino);
  inode_path(path, found->st_ino);
  int target = open(path, O_WRONLY | O_CREAT, 0600);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int source = open(link, O_RDONLY);
  if (target < 0 || source < 0) give_up(path);
  if (file->smallest < LLONG_MAX && ftruncate(target, file->smallest)) give_up(path);
  for (int n = 0; n < file->count; n++) copy(source, target, file->ranges[n], found->st_size);
  if (ftruncate(target, found->st_size)) give_up(path);
  file->count = 0;
  file->smallest = LLONG_MAX;
  close(source);
  close(target);
}

static void synced_folder(void) {
  char here[PATH_MAX], there[PATH_MAX], bytes[PATH_MAX];
  struct dirent *entry;
  struct stat found, linked;
  DIR *folder = opendir(from_folder);
  if (!folder) give_up(from_folder);
  while ((entry = readdir(folder))) {
    snprintf(here, sizeof here, "%s/%s", from_folder, entry->d_name);
    size_t length = strlen(entry->d_name);
    if (length > 4 && !strcmp(entry->d_name + length - 4, "-shm")) continue;
    if (lstat(here, &found) || !S_ISREG(found.st_mode)) continue;
    inode_path(bytes, found.st_ino);
    close(open(bytes, O_WRONLY | O_CREAT, 0600));
    snprintf(there, sizeof there, "%s/%s", to_folder, entry->d_name);
    if (stat(bytes, &found)) give_up(bytes);
    if (!stat(there, &linked) && linked.st_ino == found.st_ino) continue;
    unlink(there);
    if (link(bytes, there)) give_up(there);
  }
  closedir(folder);
  folder = opendir(to_folder);
  if (!folder) give_up(to_folder);
  while ((entry = readdir(folder))) {
    if (entry->d_name[0] == '.') continue;
    snprintf(here, sizeof here, "%s/%s", from_folder, entry->d_name);
    snprintf(there, sizeof there, "%s/%s", to_folder, entry->d_name);
    if (lstat(here, &found)) unlink(there);
  }
  closedir(folder);
}

/* After a sync that failed the kernel may have let go of what it was to write: it is not tried again
 * by a later sync (the fsyncgate of 2018). Whoever wants it on the disk has to write it again. */
static void failed(int fd) {
  struct stat found;
  int saved = errno;
  if (is_ours(fd, &found) && S_ISREG(found.st_mode)) {
    pthread_mutex_lock(&lock);
    file_of(found.st_ino)->count = 0;
    pthread_mutex_unlock(&lock);
  }
  errno = saved;
}

static void synced(int fd) {
  struct stat found;
  int saved = errno;
  if (is_ours(fd, &found)) {
    pthread_mutex_lock(&lock);
    inside = 1;
    if (S_ISDIR(found.st_mode)) synced_folder();
    else synced_file(fd, &found);
    inside = 0;
    pthread_mutex_unlock(&lock);
  }
  errno = saved;
}

/* The name goes when its folder is synced; the inode may be another file's tomorrow. */
static void forget(const struct stat *found) {
  char path[PATH_MAX];
  int saved = errno;
  if (found->st_dev == device && found->st_nlink == 1) {
    pthread_mutex_lock(&lock);
    inside = 1;
    struct file *file = file_of(found->st_ino);
    file->count = 0;
    file->smallest = LLONG_MAX;
    inode_path(path, found->st_ino);
    unlink(path);
    inside = 0;
    pthread_mutex_unlock(&lock);
  }
  errno = saved;
}

int fsync(int fd) {
  REAL("fsync", int, int);
  int result = real(fd);
  if (result == 0) synced(fd);
  else failed(fd);
  return result;
}

int fdatasync(int fd) {
  REAL("fdatasync", int, int);
  int result = real(fd);
  if (result == 0) synced(fd);
  else failed(fd);
  return result;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  REAL("pwrite64", ssize_t, int, const void *, size_t, off64_t);
  ssize_t result = real(fd, bytes, length, at);
  wrote(fd, at, result);
  return result;
}

/* Where `write` wrote is where the descriptor stands now, less what it wrote. */
ssize_t write(int fd, const void *bytes, size_t length) {
  REAL("write", ssize_t, int, const void *, size_t);
  ssize_t result = real(fd, bytes, length);
  if (result > 0) {
    off_t end = lseek(fd, 0, SEEK_CUR);
    if (end >= result) wrote(fd, end - result, result);
  }
  return result;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL("writev", ssize_t, int, const struct iovec *, int);
  ssize_t result = real(fd, parts, count);
  if (result > 0) {
    off_t end = lseek(fd, 0, SEEK_CUR);
    if (end >= result) wrote(fd, end - result, result);
  }
  return result;
}

int ftruncate64(int fd, off64_t size) {
  REAL("ftruncate64", int, int, off64_t);
  struct stat found;
  int result = real(fd, size);
  if (result == 0 && is_ours(fd, &found)) {
    pthread_mutex_lock(&lock);
    struct file *file = file_of(found.st_ino);
    if (size < file->smallest) file->smallest = size;
    pthread_mutex_unlock(&lock);
  }
  return result;
}

int unlink(const char *path) {
  REAL("unlink", int, const char *);
  struct stat found;
  int known = !inside && lstat(path, &found) == 0;
  int result = real(path);
  if (result == 0 && known && !strncmp(path, from_folder, from_length)) forget(&found);
  return result;
}
