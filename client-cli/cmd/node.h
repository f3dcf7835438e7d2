/* node.h - nodes as people name them: ids, titles, addresses.
 *
 * What: "5.12" is ordinal 5, counter 12. An address is an id or a path from the root, "Pass 2/Rum 1/Hinder/2":
 *       each part a title (or the beginning of one, in any case), a room or group that narrows the sheets
 *       below, a number (which of the main things of its parent), or kind:number ("row:3").
 * Not:  no output, no errors in words.
 * Uses: client.h, ICU (case folding).    Thread: as client.h. */
#ifndef SMV_CLIENT_NODE_H
#define SMV_CLIENT_NODE_H
#include "client-cli/core/client.h"

enum { SMV_ID_TEXT = 32 };
void smv_id_text(char out[SMV_ID_TEXT], smv_id id);
bool smv_id_read(const char *text, smv_id *ret_id);

/* What a node is called: its first text that is not empty, or what it refers to. Overwrites ret; may be empty. */
void smv_title(struct smv_client *c, smv_id id, struct smv_buf *ret);
/* The same, in one line of at most max columns, as a string: for sentences. */
const char *smv_title_str(struct smv_client *c, smv_id id, size_t max, struct smv_buf *ret);
/* Where it is: titles from below the root down to it, with the room behind a sheet's. */
void smv_trail(struct smv_client *c, smv_id id, struct smv_buf *ret);
smv_id smv_parent(struct smv_client *c, smv_id id);         /* as confirmed; 0 none */
smv_id smv_sheet_place(struct smv_client *c, smv_id sheet); /* its room or group; 0 none */
/* Shown children, a copy to be freed with smv_free. */
smv_id *smv_children(struct smv_client *c, smv_id id, bool deleted_too, size_t *ret_n);
unsigned smv_main_kind(struct smv_client *c,
                       smv_id id); /* what a number counts under it; 0: every child */
/* The field that holds what people type into a new one of this kind; NULL none. */
const struct smv_field_info *smv_main_field(unsigned kind);
uint64_t smv_num(struct smv_client *c, smv_id id, unsigned field);

enum smv_found { SMV_FOUND, SMV_FOUND_NONE, SMV_FOUND_MANY };
struct smv_finding {
    smv_id id;    /* FOUND */
    smv_id *many; /* MANY: the candidates, in order; finish it */
    size_t n_many;
};
/* place: the own room or group, preferred where several could be meant; 0 none. */
enum smv_found smv_find(struct smv_client *c, smv_id place, const char *address,
                        struct smv_finding *ret);
void smv_finding_finish(struct smv_finding *f);

#endif
