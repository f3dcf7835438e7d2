/* linear_int.h - what the files of the spoken view share: linear.c (what is said), linear_do.c (what commands do). */
#ifndef SMV_TUI_LINEAR_INT_H
#define SMV_TUI_LINEAR_INT_H
#include "client-cli/tui/boards.h"
#include "client-cli/tui/chrome.h"
#include "client-cli/tui/desk.h"
#include "client-cli/tui/linear.h"

/* A numbered spot as it was last spoken. */
struct smv_told {
    smv_id id, of;
    unsigned field, add_kind;
    struct smv_buf text;
    bool there; /* seen in the last look */
};
struct smv_linear {
    struct smv_client *c;
    smv_id place, session, sheet, told_session, told_notice;
    struct smv_page page;
    struct smv_desk desk;
    struct smv_told *told; /* number n is told[n - 1] */
    size_t n_told, cap_told;
    struct smv_buf connection;
    smv_id add_parent; /* where "a" goes on adding */
    unsigned add_kind;
};

/* Reads the sheet again; what is new or different is spoken. */
void smv_linear_look(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out,
                     bool aloud);
void smv_linear_list(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out);
const struct smv_spot *smv_linear_spot(const struct smv_linear *l, size_t number); /* NULL: none */
void smv_linear_steps(struct smv_linear *l, struct smv_ids *ret);
void smv_linear_say_steps(struct smv_linear *l, struct smv_buf *out);
void smv_linear_open(struct smv_linear *l, const struct smv_scene *s, smv_id sheet,
                     struct smv_buf *out);
void smv_linear_open_session(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out);

#endif
