/* fields_show.c - values for people and for programs. See fields.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/out/out.h"
#include "common/base/heap.h"

static void show_mask(const struct smv_field_info *info, uint64_t mask, struct smv_buf *ret)
{
    static const char *const names[] = {"own", "places", "group", "all"};
    bool audience = info->kind == SMV_KIND_SHEET;
    bool first = true;
    for (unsigned i = 0; i < 4; i++) {
        struct smv_span word = smv_span_str(names[i]);
        if ((mask >> i & 1) == 0 || (!audience && !smv_doc_word(info, 1U << i, &word))) {
            continue;
        }
        smv_buf_put_str(ret, first ? "" : ",");
        smv_buf_put_span(ret, word);
        first = false;
    }
}

static void show_time(uint64_t ms, struct smv_buf *ret)
{
    char text[40];
    time_t t = (time_t)(ms / 1000U);
    struct tm tm;
    localtime_r(&t, &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M", &tm);
    smv_buf_put_str(ret, text);
}

static void show_number(const struct smv_field_info *info, uint64_t num, struct smv_buf *ret)
{
    struct smv_span word;
    char text[40];
    const struct smv_kind_info *kind =
        info->kind == SMV_KIND_SHEET &&
                (info->number == SMV_SHEET_CARRY_KIND || info->number == SMV_SHEET_CARRY_AS)
            ? smv_kind_info((unsigned)num)
            : NULL;
    if (info->kind == SMV_KIND_LINK && info->number == SMV_LINK_ROLE && num < SMV_ROLE_COUNT) {
        smv_buf_put_str(ret, smv_role_info((unsigned)num)->name);
    } else if (kind != NULL) {
        smv_buf_put_str(ret, kind->name);
    } else if (info->bound == 99991231 && num != 0) {
        snprintf(text, sizeof text, "%04u-%02u-%02u", (unsigned)(num / 10000),
                 (unsigned)(num / 100 % 100), (unsigned)(num % 100));
        smv_buf_put_str(ret, text);
    } else if (strstr(info->doc, "hhmm") != NULL) {
        snprintf(text, sizeof text, "%02u:%02u", (unsigned)(num / 100), (unsigned)(num % 100));
        smv_buf_put_str(ret, text);
    } else if (info->bound == 9007199254740991U && strncmp(info->doc, "ms", 2) == 0 &&
               num > 1000000000000U && strncmp(info->doc, "ms +", 4) != 0) {
        show_time(num, ret);
    } else if ((info->kind == SMV_KIND_SHEET && info->number == SMV_SHEET_AUDIENCE) ||
               (info->kind == SMV_KIND_SEMINAR && info->number == SMV_SEMINAR_READS)) {
        show_mask(info, num, ret);
    } else if (smv_doc_word(info, num, &word)) {
        smv_buf_put_span(ret, word);
    } else if (info->bound == 1) {
        smv_buf_put_str(ret, num != 0 ? "yes" : "no");
    } else {
        smv_buf_put_u64(ret, num);
    }
}

static void show_ref(const struct smv_fields *f, smv_id id, struct smv_buf *ret)
{
    char text[SMV_ID_TEXT];
    struct smv_buf title = {0};
    smv_id_text(text, id);
    smv_buf_put_str(ret, text);
    if (f->client != NULL && smv_client_kind(f->client, id) != 0 &&
        smv_title_str(f->client, id, 40, &title)[0] != '\0') {
        smv_buf_put_str(ret, " (");
        smv_buf_put_str(ret, smv_buf_cstr(&title));
        smv_buf_put_str(ret, ")");
    }
    smv_buf_finish(&title);
}

void smv_field_show(const struct smv_fields *f, const struct smv_field_info *info,
                    const struct smv_value *v, struct smv_buf *ret)
{
    switch (v->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR: smv_buf_put_span(ret, v->str); break;
    case SMV_TYPE_INT: show_number(info, v->num, ret); break;
    case SMV_TYPE_REF:
        if (v->num != 0) {
            show_ref(f, v->num, ret);
        }
        break;
    case SMV_TYPE_LIST:
        for (uint32_t i = 0; i < v->n_list; i++) {
            smv_buf_put_str(ret, i > 0 ? ", " : "");
            show_ref(f, v->list[i], ret);
        }
        break;
    case SMV_TYPE_BYTES: smv_buf_put_str(ret, v->str.len > 0 ? "(kept)" : ""); break;
    }
}

void smv_field_text(const struct smv_fields *f, smv_id id, const struct smv_field_info *info,
                    struct smv_buf *ret)
{
    struct smv_value v;
    smv_buf_clear(ret);
    if (info->type == SMV_TYPE_TEXT) {
        smv_client_text(f->client, id, info->number, ret);
        return;
    }
    smv_client_value(f->client, id, info->number, &v);
    if (v.type == SMV_TYPE_INT && v.num == 0) {
        return;
    }
    smv_field_show(f, info, &v, ret);
}

static json_t *id_json(smv_id id)
{
    char text[SMV_ID_TEXT];
    smv_id_text(text, id);
    return json_string(text);
}

static json_t *str_json(struct smv_span s)
{
    return s.len > 0 ? json_stringn((const char *)s.data, s.len) : NULL;
}

json_t *smv_field_json(struct smv_client *c, smv_id id, const struct smv_field_info *info)
{
    struct smv_value v;
    if (info->type == SMV_TYPE_TEXT) {
        struct smv_buf text = {0};
        smv_client_text(c, id, info->number, &text);
        json_t *j = str_json(smv_buf_span(&text));
        smv_buf_finish(&text);
        return j;
    }
    smv_client_value(c, id, info->number, &v);
    json_t *list;
    switch (v.type) {
    case SMV_TYPE_INT: return v.num != 0 ? json_integer((json_int_t)v.num) : NULL;
    case SMV_TYPE_REF: return v.num != 0 ? id_json(v.num) : NULL;
    case SMV_TYPE_STR: return str_json(v.str);
    case SMV_TYPE_LIST:
        list = v.n_list > 0 ? json_array() : NULL;
        for (uint32_t i = 0; i < v.n_list; i++) {
            json_array_append_new(list, id_json(v.list[i]));
        }
        return list;
    case SMV_TYPE_TEXT:
    case SMV_TYPE_BYTES: break; /* bytes are hashes of secrets: nobody needs them */
    }
    return NULL;
}

json_t *smv_fields_json(struct smv_client *c, smv_id id)
{
    json_t *object = json_object();
    const struct smv_kind_info *kind = smv_kind_info(smv_client_kind(c, id));
    for (size_t i = 0; kind != NULL && i < kind->n_fields; i++) {
        json_t *value = smv_field_json(c, id, &kind->fields[i]);
        if (value != NULL) {
            json_object_set_new(object, kind->fields[i].name, value);
        }
    }
    return object;
}
