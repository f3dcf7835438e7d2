/* links.h - ways in: secrets, their hashes, the nodes that hold the hashes, the addresses to hand out.
 *
 * What: a secret is 160 random bits in base32, shown once; the seminar holds its BLAKE2b-256. A code for
 *       participants is six characters that cannot be mistaken for one another.
 * Uses: libsodium, common/model, proto/msg.h, jansson.    Thread: the loop's. */
#ifndef SMV_DAEMON_LINKS_H
#define SMV_DAEMON_LINKS_H
#include <jansson.h>
#include "common/model/tree.h"

enum { SMV_SECRET_CHARS = 32, SMV_CODE_CHARS = 6 };

struct smv_link {
    unsigned role;
    smv_id place;
    char label[200];
    char secret[SMV_SECRET_CHARS + 1];
    uint8_t hash[32];
};
void smv_link_make(struct smv_link *link, unsigned role, smv_id place, const char *label);
void smv_link_forget(struct smv_link *link); /* wipes the secret */
void smv_code_make(char code[SMV_CODE_CHARS + 1]);

/* A LINK node in a tree that is being made; and the same as an operation of the host's (smv_seminar_host). */
SMV_CHECKED enum smv_err smv_link_add(struct smv_tree *t, const struct smv_link *link);
void smv_link_add_request(struct smv_buf *tail, const struct smv_link *link);
/* The link with this hash; NULL none. */
const struct smv_node *smv_link_find(const struct smv_tree *t, const uint8_t hash[32]);
/* HASH (renew) or REVOKED of a LINK node, as an operation of the host's. */
void smv_link_set_request(struct smv_buf *tail, smv_id id, unsigned field,
                          const struct smv_value *value);
/* {"role","place","label","secret","url"}; base: "https://host", without a slash at its end */
json_t *smv_link_json(const struct smv_tree *t, const struct smv_link *link, const char *base,
                      const char *seminar);
/* {"id","role","place","label","revoked"...} of every LINK node; no secrets, there are none to tell */
json_t *smv_links_json(const struct smv_tree *t);

/* Links for everybody whom a fresh seminar needs: organiser, moderator, facilitator and scribe of each room,
 * each plenary screen (one is added when there is none). *ret_links: smv_free. */
SMV_CHECKED enum smv_err smv_links_for_all(struct smv_tree *t, bool with_links,
                                           struct smv_link **ret_links, size_t *ret_n);

#endif
