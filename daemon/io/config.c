/* config.c - see config.h. One table of options serves the command line; libcyaml's schema the file. */
#include "daemon/io/config.h"
#include <cyaml/cyaml.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#ifndef SMV_VERSION
#define SMV_VERSION "0.1.0"
#endif

static const cyaml_strval_t level_names[] = {
    {"error", SMV_LEVEL_ERROR},
    {"warn", SMV_LEVEL_WARN},
    {"info", SMV_LEVEL_INFO},
    {"debug", SMV_LEVEL_DEBUG},
};
static const cyaml_schema_value_t string_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 1000)};
static const cyaml_schema_field_t fields[] = {
    CYAML_FIELD_STRING_PTR("data", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct smv_config,
                           data, 1, 1000),
    CYAML_FIELD_SEQUENCE("listen", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct smv_config,
                         listen, &string_schema, 0, 32),
    CYAML_FIELD_STRING_PTR("tls-cert", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct smv_config,
                           tls_cert, 1, 1000),
    CYAML_FIELD_STRING_PTR("tls-key", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct smv_config,
                           tls_key, 1, 1000),
    CYAML_FIELD_STRING_PTR("tls-ca", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct smv_config,
                           tls_ca, 1, 1000),
    CYAML_FIELD_STRING_PTR("trust-listen", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                           struct smv_config, trust_listen, 1, 200),
    CYAML_FIELD_STRING_PTR("admin", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct smv_config,
                           admin, 1, 100),
    CYAML_FIELD_SEQUENCE("origins", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct smv_config,
                         origins, &string_schema, 0, 32),
    CYAML_FIELD_STRING_PTR("public-url", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                           struct smv_config, public_url, 1, 500),
    CYAML_FIELD_ENUM("log", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, struct smv_config, log,
                     level_names, CYAML_ARRAY_LEN(level_names)),
    CYAML_FIELD_BOOL("unlimited", CYAML_FLAG_OPTIONAL, struct smv_config, unlimited),
    CYAML_FIELD_END};
static const cyaml_schema_value_t schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct smv_config, fields)};

static const char help[] =
    "samverkad - keeps seminars and lets rooms write on them together\n"
    "\n"
    "usage: samverkad --data FOLDER [options]\n"
    "\n"
    "  --config FILE      read these options from a YAML file; names as here, without the dashes\n"
    "  --data FOLDER      the seminars, one file each (default $STATE_DIRECTORY)\n"
    "  --listen ADDRESS   127.0.0.1:8440, [::1]:8440 or unix:/path; may be repeated; port 0: any\n"
    "                     (default " SMV_DEFAULT_LISTEN
    ", or the sockets that systemd hands over)\n"
    "  --tls-cert FILE    certificate chain, PEM; read again on SIGHUP\n"
    "  --tls-key FILE     its private key, PEM\n"
    "  --tls-ca FILE      the authority that made it, when that is your own; offered as /ca.crt\n"
    "  --trust-listen ADDRESS   a page there tells over plain HTTP how to trust it, and nothing "
    "else\n"
    "  --admin PATH       the host's socket (default FOLDER/admin.sock)\n"
    "  --origins ORIGIN   a web page elsewhere that may connect; may be repeated\n"
    "  --public-url URL   how people reach this daemon; links are made from it\n"
    "  --log LEVEL        error, warn, info (default) or debug\n"
    "  --unlimited        no rate limits: rehearsal and benchmark on the own machine only\n"
    "  --ready-fd N       write the addresses to this descriptor once they are open, and close it\n"
    "  --check-config     say whether the options are right, and end\n"
    "  --version, --help\n"
    "\n"
    "ends with 0 when told to stop, 64 wrong option, 69 an address is taken or not allowed,\n"
    "70 a write failed and its outcome is unknown (start again; nothing confirmed is lost),\n"
    "74 data folder unusable, 75 another daemon has it, 78 certificate or key unusable\n";

enum kind { KIND_STRING, KIND_LIST, KIND_LEVEL, KIND_FD, KIND_FLAG, KIND_HELP, KIND_VERSION };
struct option {
    const char *name;
    enum kind kind;
    size_t at;
};
static const struct option options[] = {
    {"data", KIND_STRING, offsetof(struct smv_config, data)},
    {"listen", KIND_LIST, offsetof(struct smv_config, listen)},
    {"tls-cert", KIND_STRING, offsetof(struct smv_config, tls_cert)},
    {"tls-key", KIND_STRING, offsetof(struct smv_config, tls_key)},
    {"tls-ca", KIND_STRING, offsetof(struct smv_config, tls_ca)},
    {"trust-listen", KIND_STRING, offsetof(struct smv_config, trust_listen)},
    {"admin", KIND_STRING, offsetof(struct smv_config, admin)},
    {"origins", KIND_LIST, offsetof(struct smv_config, origins)},
    {"public-url", KIND_STRING, offsetof(struct smv_config, public_url)},
    {"log", KIND_LEVEL, offsetof(struct smv_config, log)},
    {"unlimited", KIND_FLAG, offsetof(struct smv_config, unlimited)},
    {"config", KIND_STRING, offsetof(struct smv_config, config)},
    {"ready-fd", KIND_FD, offsetof(struct smv_config, ready_fd)},
    {"check-config", KIND_FLAG, offsetof(struct smv_config, check)},
    {"help", KIND_HELP, 0},
    {"version", KIND_VERSION, 0},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static char *copy(const char *s)
{
    char *d = strdup(s);
    if (!d) {
        abort();
    }
    return d;
}

static void list_add(char ***list, unsigned *count, const char *value)
{
    char **grown = realloc(*list, (*count + 1u) * sizeof *grown);
    if (!grown) {
        abort();
    }
    grown[(*count)++] = copy(value);
    *list = grown;
}

static void list_clear(char ***list, unsigned *count)
{
    for (unsigned i = 0; i < *count; i++) {
        free((*list)[i]);
    }
    free(*list);
    *list = NULL;
    *count = 0;
}

/* --- the file --------------------------------------------------------------------------------------- */
/* libcyaml reports a mistake as one line and then a backtrace, innermost place first. */
struct report {
    char what[300];
    unsigned line;
};

__attribute__((format(printf, 3, 0))) static void on_report(cyaml_log_t level, void *arg,
                                                            const char *format, va_list args)
{
    struct report *r = arg;
    char text[400];
    if (level < CYAML_LOG_ERROR) {
        return;
    }
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\n")] = '\0';
    const char *line = strstr(text, "line: ");
    if (line) {
        if (r->line == 0) {
            r->line = (unsigned)strtoul(line + 6, NULL, 10);
        }
    } else if (r->what[0] == '\0') {
        const char *from = strncmp(text, "Load: ", 6) == 0 ? text + 6 : text;
        snprintf(r->what, sizeof r->what, "%.*s", (int)sizeof r->what - 1, from);
    }
}

/* For an unknown key libcyaml names the line of what came before it; the key's own is looked up. */
static void find_key_line(const char *path, struct report *r)
{
    static const char unknown[] = "Unexpected key: ";
    char text[1200];
    FILE *f;
    if (strncmp(r->what, unknown, sizeof unknown - 1) != 0 || !(f = fopen(path, "re"))) {
        return;
    }
    const char *key = r->what + sizeof unknown - 1;
    for (unsigned line = 1; fgets(text, sizeof text, f); line++) {
        const char *at = text + strspn(text, " \t\"'");
        size_t len = strlen(key);
        if (strncmp(at, key, len) == 0 && at[len + strspn(at + len, " \t\"'")] == ':') {
            r->line = line;
            break;
        }
    }
    fclose(f);
}

static bool read_file(const char *path, struct smv_config *c)
{
    struct report report = {.line = 0};
    cyaml_config_t yaml = {.log_fn = on_report,
                           .log_ctx = &report,
                           .mem_fn = cyaml_mem,
                           .log_level = CYAML_LOG_WARNING};
    struct smv_config *loaded = NULL;
    struct stat st;
    if (stat(path, &st) != 0) {
        fprintf(stderr, "samverkad: the configuration file %s cannot be read: %s\n", path,
                strerror(errno));
        return false;
    }
    cyaml_err_t err = cyaml_load_file(path, &yaml, &schema, (cyaml_data_t **)(void *)&loaded, NULL);
    if (err != CYAML_OK) {
        find_key_line(path, &report);
        fprintf(stderr, "samverkad: %s:%u: %s\n", path, report.line,
                report.what[0] ? report.what : cyaml_strerror(err));
        return false;
    }
    if (loaded) {
        *c = *loaded; /* the lists and strings move with it */
        free(loaded);
    }
    return true;
}

/* --- the command line -------------------------------------------------------------------------------- */
static bool set_level(struct smv_config *c, const char *value)
{
    for (size_t i = 0; i < CYAML_ARRAY_LEN(level_names); i++) {
        if (strcmp(level_names[i].str, value) == 0) {
            c->log = (enum smv_level)level_names[i].val;
            return true;
        }
    }
    fprintf(stderr, "samverkad: --log takes error, warn, info or debug, not \"%s\"\n", value);
    return false;
}

static bool set_fd(struct smv_config *c, const char *value)
{
    char *end;
    long fd = strtol(value, &end, 10);
    if (*value == '\0' || *end != '\0' || fd < 0 || fd > 65535) {
        fprintf(stderr, "samverkad: --ready-fd takes a descriptor's number, not \"%s\"\n", value);
        return false;
    }
    c->ready_fd = (int)fd;
    return true;
}

/* seen: bit per option, so that the first --listen replaces the file's list and the next ones add. */
static bool set_option(struct smv_config *c, const struct option *o, const char *value,
                       unsigned *seen)
{
    char *base = (char *)c + o->at;
    unsigned bit = 1u << (unsigned)(o - options);
    switch (o->kind) {
    case KIND_STRING:
        free(*(char **)(void *)base);
        *(char **)(void *)base = copy(value);
        break;
    case KIND_LIST: {
        char ***list = (char ***)(void *)base;
        unsigned *count = list == &c->listen ? &c->listen_count : &c->origins_count;
        if (!(*seen & bit)) {
            list_clear(list, count);
        }
        list_add(list, count, value);
        break;
    }
    case KIND_LEVEL: return set_level(c, value);
    case KIND_FD: return set_fd(c, value);
    case KIND_FLAG: *(bool *)(void *)base = true; break;
    case KIND_HELP:
    case KIND_VERSION: break;
    }
    *seen |= bit;
    return true;
}

/* "--name value" or "--name=value"; NULL: a sentence has been said. */
static const struct option *find_option(int argc, char **argv, int *i, const char **ret_value)
{
    const char *arg = argv[*i];
    size_t len = strncmp(arg, "--", 2) == 0 ? strcspn(arg + 2, "=") : 0;
    for (size_t k = 0; len > 0 && k < N_OPTIONS; k++) {
        const struct option *o = &options[k];
        if (strlen(o->name) != len || strncmp(o->name, arg + 2, len) != 0) {
            continue;
        }
        bool takes = o->kind == KIND_STRING || o->kind == KIND_LIST || o->kind == KIND_LEVEL ||
                     o->kind == KIND_FD;
        *ret_value = arg[2 + len] == '=' ? arg + 3 + len : NULL;
        if (takes && !*ret_value) {
            if (*i + 1 >= argc) {
                fprintf(stderr, "samverkad: %s needs a value; see --help\n", arg);
                return NULL;
            }
            *ret_value = argv[++*i];
        } else if (!takes && *ret_value) {
            fprintf(stderr, "samverkad: --%s takes no value\n", o->name);
            return NULL;
        }
        return o;
    }
    fprintf(stderr, "samverkad: there is no option \"%s\"; see --help\n", arg);
    return NULL;
}

static bool check(struct smv_config *c)
{
    if (!c->data && getenv("STATE_DIRECTORY")) {
        c->data = copy(getenv("STATE_DIRECTORY"));
    }
    if (!c->data) {
        fprintf(stderr, "samverkad: say where the seminars are: --data FOLDER\n");
        return false;
    }
    if ((c->tls_cert == NULL) != (c->tls_key == NULL)) {
        fprintf(stderr, "samverkad: tls-cert and tls-key go together; one of them is missing\n");
        return false;
    }
    if ((c->tls_ca && !c->tls_cert) || (c->trust_listen && !c->tls_ca)) {
        fprintf(stderr, "samverkad: tls-ca goes with tls-cert, and trust-listen with tls-ca\n");
        return false;
    }
    if (c->public_url && strncmp(c->public_url, "http://", 7) != 0 &&
        strncmp(c->public_url, "https://", 8) != 0) {
        fprintf(stderr, "samverkad: public-url begins with http:// or https://, not \"%s\"\n",
                c->public_url);
        return false;
    }
    for (unsigned i = 0; i < c->origins_count; i++) {
        const char *host = strstr(c->origins[i], "://");
        if (!host || strchr(host + 3, '/')) {
            fprintf(stderr,
                    "samverkad: an origin is like https://example.org, without a path; "
                    "not \"%s\"\n",
                    c->origins[i]);
            return false;
        }
    }
    return true;
}

static enum smv_config_result parse(int argc, char **argv, struct smv_config *c)
{
    const char *value = NULL;
    for (int i = 1; i < argc; i++) { /* the file first, whatever the order */
        const struct option *o = find_option(argc, argv, &i, &value);
        if (!o) {
            return SMV_CONFIG_WRONG;
        }
        if (o->kind == KIND_HELP || o->kind == KIND_VERSION) {
            fputs(o->kind == KIND_HELP ? help : "samverkad " SMV_VERSION "\n", stdout);
            return SMV_CONFIG_DONE;
        }
        if (o->at == offsetof(struct smv_config, config) && !read_file(value, c)) {
            return SMV_CONFIG_WRONG;
        }
    }
    c->ready_fd = -1;
    unsigned seen = 0;
    for (int i = 1; i < argc; i++) {
        const struct option *o = find_option(argc, argv, &i, &value);
        if (!o || !set_option(c, o, value, &seen)) {
            return SMV_CONFIG_WRONG;
        }
    }
    if (!check(c)) {
        return SMV_CONFIG_WRONG;
    }
    if (c->check) {
        fprintf(stdout, "samverkad: the configuration is right\n");
        return SMV_CONFIG_DONE;
    }
    return SMV_CONFIG_RUN;
}

enum smv_config_result smv_config_load(int argc, char **argv, struct smv_config *ret_config)
{
    struct smv_config c = {.log = SMV_LEVEL_INFO, .ready_fd = -1};
    enum smv_config_result r = parse(argc, argv, &c);
    if (r != SMV_CONFIG_RUN) {
        smv_config_finish(&c);
        return r;
    }
    *ret_config = c;
    return r;
}

void smv_config_finish(struct smv_config *c)
{
    free(c->data);
    free(c->tls_cert);
    free(c->tls_key);
    free(c->tls_ca);
    free(c->trust_listen);
    free(c->admin);
    free(c->public_url);
    free(c->config);
    list_clear(&c->listen, &c->listen_count);
    list_clear(&c->origins, &c->origins_count);
    *c = (struct smv_config){.ready_fd = -1};
}
