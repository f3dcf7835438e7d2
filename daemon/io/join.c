/* join.c - see join.h. */
#include "daemon/io/join.h"
#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>
#include "common/base/limits.h"

void smv_join_init(struct smv_join *j)
{
    memset(j, 0, sizeof *j);
    randombytes_buf(j->key, sizeof j->key);
}

uint64_t smv_join_who(const struct smv_join *j, const char *address)
{
    struct in6_addr six;
    struct in_addr four;
    uint8_t bytes[8] = {0};
    uint64_t who;
    if (strncmp(address, "::ffff:", 7) == 0) {
        address += 7;
    }
    if (inet_pton(AF_INET, address, &four) == 1) {
        memcpy(bytes, &four, 4);
        bytes[7] = 4;
    } else if (inet_pton(AF_INET6, address, &six) == 1) {
        memcpy(bytes, &six, 8);
    } else {
        return 0;
    }
    crypto_shorthash((unsigned char *)&who, bytes, sizeof bytes, j->key);
    return who ? who : 1;
}

/* A slot per hash; two addresses that share one share the budget, which only ever makes a try slower. */
static const struct smv_join_address *find(const struct smv_join *j, uint64_t who)
{
    return &j->addresses[who % SMV_JOIN_ADDRESSES];
}

unsigned smv_join_delay(const struct smv_join *j, uint64_t who, uint64_t now_ms)
{
    const struct smv_join_address *a = find(j, who);
    if (a->minute != now_ms / 60000 || a->wrong <= SMV_MAX_WRONG_PER_MIN) {
        return 0;
    }
    uint32_t over = a->wrong - SMV_MAX_WRONG_PER_MIN;
    uint32_t delay = 100 * over;
    return delay < SMV_JOIN_DELAY_MAX_MS ? delay : SMV_JOIN_DELAY_MAX_MS;
}

void smv_join_wrong(struct smv_join *j, uint64_t who, uint64_t now_ms)
{
    struct smv_join_address *a = &j->addresses[who % SMV_JOIN_ADDRESSES];
    if (a->minute != now_ms / 60000) {
        *a = (struct smv_join_address){who, now_ms / 60000, 0};
    }
    a->wrong++;
    j->wrong_total++;
    if (j->second != now_ms / 1000) {
        j->second = now_ms / 1000;
        j->wrong_in_second = 0;
    }
    if (++j->wrong_in_second > SMV_MAX_WRONG_PER_S) {
        j->paused_until_ms = now_ms + SMV_JOIN_PAUSE_S * 1000;
    }
}

bool smv_join_paused(const struct smv_join *j, uint64_t now_ms)
{
    return now_ms < j->paused_until_ms;
}
