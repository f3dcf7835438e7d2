/* verbs.h - the entries that the files of this folder export; table.c lists them. */
#ifndef SMV_CLIENT_VERBS_H
#define SMV_CLIENT_VERBS_H
#include "client-cli/cmd/cmd.h"

extern const struct smv_cmd smv_cmd_add, smv_cmd_backup, smv_cmd_call, smv_cmd_clock, smv_cmd_close,
    smv_cmd_completion, smv_cmd_del, smv_cmd_doctor, smv_cmd_erase, smv_cmd_export,
    smv_cmd_finalise, smv_cmd_formats, smv_cmd_help, smv_cmd_history, smv_cmd_host_link,
    smv_cmd_import, smv_cmd_join, smv_cmd_leave, smv_cmd_links, smv_cmd_list, smv_cmd_lock,
    smv_cmd_moderator, smv_cmd_move, smv_cmd_new, smv_cmd_notice, smv_cmd_open, smv_cmd_plenary,
    smv_cmd_poll, smv_cmd_rehearse, smv_cmd_restore, smv_cmd_revoke, smv_cmd_rewrite,
    smv_cmd_scribe, smv_cmd_set, smv_cmd_show, smv_cmd_stage, smv_cmd_summary, smv_cmd_template,
    smv_cmd_text, smv_cmd_undelete, smv_cmd_unlock, smv_cmd_version, smv_cmd_watch;

#endif
