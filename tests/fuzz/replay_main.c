/* replay_main.c - runs a libFuzzer entry point over stored inputs, without libFuzzer.
 *
 * What: every argument is a file or a folder of files; each is handed over once as it is and once cut in
 *       half, in a block of exactly its size so that a sanitizer sees a read past it.
 * Invariant: no input at all is a failure, so that an empty or missing corpus cannot pass. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/buf.h"
#include "common/base/heap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned replayed;

static void hand_over(struct smv_span s)
{
    uint8_t *exact = smv_dup(s.data, s.len);
    (void)LLVMFuzzerTestOneInput(exact, s.len);
    smv_free(exact);
}

static void replay_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        perror(path);
        exit(1);
    }
    struct smv_buf b = {0};
    size_t got;
    do {
        got = fread(smv_buf_reserve(&b, 4096), 1, 4096, in);
        b.len += got;
    } while (got > 0);
    (void)fclose(in);
    hand_over(smv_buf_span(&b));
    hand_over(smv_span(b.data, b.len / 2));
    smv_buf_finish(&b);
    replayed++;
}

static void replay(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        replay_file(path);
        return;
    }
    struct smv_buf name = {0};
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        smv_buf_clear(&name);
        smv_buf_put_str(&name, path);
        smv_buf_put_byte(&name, '/');
        smv_buf_put_str(&name, entry->d_name);
        replay_file(smv_buf_cstr(&name));
    }
    smv_buf_finish(&name);
    (void)closedir(folder);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        replay(argv[i]);
    }
    printf("%u inputs replayed\n", replayed);
    return replayed > 0 ? 0 : 1;
}
