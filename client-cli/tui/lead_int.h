/* lead_int.h - what lead*.c share; see lead.h. */
#ifndef SMV_TUI_LEAD_INT_H
#define SMV_TUI_LEAD_INT_H
#include "client-cli/tui/lead.h"
#include "client-cli/tui/rooms.h"

void smv_lead__begin(
    struct smv_lead *l); /* a new act: the last one cannot be taken back any more */
void smv_lead__remember(struct smv_lead *l, struct smv_lead_step step);
bool smv_lead__set(struct smv_lead *l, smv_id id, unsigned field, const struct smv_value *value);
bool smv_lead__set_num(struct smv_lead *l, smv_id id, unsigned field, uint64_t num);
smv_id smv_lead__last(struct smv_client *c, smv_id parent, unsigned kind); /* deleted ones too */
unsigned smv_lead__star_field(unsigned kind);

#endif
