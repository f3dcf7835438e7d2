#!/bin/sh
# mutants.sh - does the simulation notice when a rule is broken?
#
# What: copies the sources to BUILD/mutants, breaks one rule at a time with sed, builds the simulation and requires
#       that seeds or stories fail. By hand, not in ctest: it builds everything once per mutant.
# Use:  tests/sim/mutants.sh [BUILD] [SEEDS]        (default: build, 1..400)
# Ends: 0 when every mutant was caught; the table is on standard output.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build}
seeds=${2:-1..400}
work=$build/mutants
src=$work/src
mkdir -p "$work"
rm -rf "$src" "$work/out"
mkdir -p "$src"
(cd "$root" && tar cf - CMakeLists.txt CMakePresets.json common proto daemon client-cli templates \
  --exclude=node_modules tests) | (cd "$src" && tar xf -)
cmake -S "$src" -B "$work/out" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG="-O1 -g" \
  -DSMV_SANITIZE=address,undefined -DSMV_WERROR=OFF >"$work/log" 2>&1 || { cat "$work/log"; exit 2; }

failed=0
run() { # what is red: seeds, stories, both or nothing
  red=
  timeout 100 "$work/out/tests/sim/sim" --seeds "$seeds" >"$work/seeds.txt" 2>&1 || red=seeds
  timeout 100 "$work/out/tests/sim/sim_stories" >"$work/stories.txt" 2>&1 || red="$red stories"
}
# mutant NAME FILE SED [FILE SED]...
mutant() {
  name=$1
  shift
  files=
  while [ $# -gt 1 ]; do
    sed -E "$2" "$src/$1" >"$work/changed"
    if cmp -s "$work/changed" "$src/$1"; then
      echo "$name | the rule's line is not there any more: $1"
      failed=1
    fi
    cp "$src/$1" "$src/$1.whole"
    cat "$work/changed" >"$src/$1"
    files="$files $1"
    shift 2
  done
  if cmake --build "$work/out" --target sim sim_stories -j2 >"$work/log" 2>&1; then
    run
    first=$(grep -hE "^FAILED|Failure|assert|ERROR: Addr|runtime error|FAILED: " "$work/seeds.txt" "$work/stories.txt" |
      head -1 | cut -c1-90)
    if [ -n "$red" ]; then
      echo "$name | caught by $red | $first"
    else
      echo "$name | NOT CAUGHT"
      failed=1
    fi
  else
    echo "$name | does not build"
    tail -5 "$work/log"
    failed=1
  fi
  for f in $files; do
    mv "$src/$f.whole" "$src/$f"
    touch "$src/$f"
  done
}

cmake --build "$work/out" --target sim sim_stories -j2 >"$work/log" 2>&1 || { tail "$work/log"; exit 2; }
run
[ -z "$red" ] || { echo "nothing is broken and it is red: $red"; exit 2; }
echo "nothing broken | green"

mutant "tie side flipped" common/model/tree_text.c \
  's/SMV_OT_LEFT/SMV_OT_RIGHT/'
mutant "resends are done again" \
  daemon/core/admit.c 's/q\.n <= conn->client->(last|admitted)_n/q.n == 0/; s/q->n != c->admitted_n \+ 1/0/' \
  daemon/core/fold.c 's/q->n <= c->last_n/0/; s/q->n != c->last_n \+ 1/0/'
mutant "confirmed before durable" daemon/core/admit.c \
  's/core->stats\.ops_in\+\+;/&smv_conn_res(core, conn, q->n, SMV_CODE_NOOP, core->state.seq + core->waiting, 0);/'
mutant "outbox loses its last record" tests/sim/laptop.c \
  's/^    drop_client\(l\);/&if (l->n_records > 0) smv_buf_finish(\&l->records[--l->n_records]);/'
mutant "audience does not move the border" daemon/core/views.c \
  's/c->field == SMV_SHEET_AUDIENCE \|\|/0 ||/'
mutant "stage does not move the border" daemon/core/views.c \
  's/c->field == SMV_STAGE_SHOW \|\|/0 ||/'
mutant "after names a sibling that is not read" daemon/core/views.c \
  's/placed \? sibling_before\(v, node\) : 0/placed \&\& node->prev ? node->prev->id : 0/'
mutant "seen is not frozen" client-cli/core/pending.c \
  's/bool fresh = o->tail\.len == 0;/smv_buf_clear(\&o->tail); bool fresh = true;/'
mutant "two text operations in flight" client-cli/core/pending.c \
  's/smv_cl_chain\(c, o->id, o->field, NULL\) != o/0/'
mutant "ring's floor off by one" daemon/core/ring.c \
  's/if \(seq < r->floor\)/if (seq + 1 < r->floor)/'
mutant "stale snapshot served" daemon/core/shot.c \
  's/s->pos >= v->ring\.first/1/'
mutant "nothing sent again after a cut" \
  client-cli/core/client.c 's/^    smv_cl_unsend\(c\);//' \
  client-cli/core/frames.c 's/^    smv_cl_unsend\(c\);//' \
  client-cli/core/replica.c 's/^    smv_cl_unsend\(c\);//'
mutant "a restored file goes on in its epoch" daemon/core/core.c \
  's/if \(e->restored\)/if (0)/'
mutant "offers are not made" client-cli/core/offer.c \
  's/^    if \(offering\) \{$/    if (0) {/'
mutant "ballot names the device" daemon/core/asked.c \
  's/q\.u\.vote = \(struct smv_op_vote\)/memcpy(conn->asked->b, conn->cid, 16); &/'
mutant "a lock binds what was begun before" daemon/core/fold.c \
  's/f->req->seen >= smv_node_num\(sheet, SMV_SHEET_LOCK_SEQ\)/1/'
mutant "revoked links go on" daemon/core/hello.c \
  's/if \(link == NULL \|\| !link_good\(core, link\)\)/if (0)/' \
  daemon/core/fold.c 's/smv_node_num\(link, SMV_LINK_REVOKED\) != 0/0/'
mutant "an entering sheet brings what hangs below" daemon/core/views.c \
  's/if \(smv_node_governor\(n\) == g\)/if (g != NULL)/'
exit $failed
