/* profile.h - the seminars that this computer has joined: one folder each, private to its owner.
 *
 * What: HOME/NAME/profile.json (link, role, display name), HOME/NAME/replica (what was last known),
 *       HOME/NAME/outbox-N/ (own work; outbox.h). HOME is --home, $SAMVERKA_HOME, or samverka under
 *       $XDG_STATE_HOME.
 * Not:  no connection. The secret is in the file because the program must be able to come back by itself.
 * Uses: files.h, jansson.    Thread: any; the calls block. */
#ifndef SMV_CLIENT_PROFILE_H
#define SMV_CLIENT_PROFILE_H
#include "client-cli/io/url.h"
#include "common/base/err.h"
#include "common/model/tree.h"

struct smv_profile {
    char name[80]; /* of the folder */
    char *folder;  /* owned */
    struct smv_url url;
    char ca[512];     /* file with the certificate authority to trust; empty: the system's */
    char person[121]; /* display name */
    /* as it was told when last connected */
    int role; /* -1: never connected */
    smv_id place;
    char place_name[121], title[201];
};

/* What the home folder is; smv_free it. option: --home, may be NULL. NULL: there is nowhere. */
char *smv_profile_home(const char *option);
/* Names of all profiles, sorted; *ret_names and each are to be freed. */
SMV_CHECKED enum smv_err smv_profile_list(const char *home, char ***ret_names, size_t *ret_n);
void smv_profile_list_free(char **names, size_t n);
SMV_CHECKED enum smv_err smv_profile_load(const char *home, const char *name,
                                          struct smv_profile *ret_profile);
SMV_CHECKED enum smv_err smv_profile_save(const struct smv_profile *p); /* folder made if missing */
void smv_profile_finish(struct smv_profile *p);
bool smv_profile_name_ok(const char *name);
/* Which one is used when none is named: the last joined. Empty: none. */
void smv_profile_current(const char *home, char *out, size_t size);
SMV_CHECKED enum smv_err smv_profile_set_current(const char *home, const char *name);
/* Everything of it, for good. */
SMV_CHECKED enum smv_err smv_profile_remove(const struct smv_profile *p);

#endif
