// ot_oracle.mjs DRIVER - text ops in C against ot-text-unicode, on random documents and ops.
//
// What: asks DRIVER (ot_driver.c) a few thousand questions and compares every answer with what the
//       package says. SMV_SEED sets the seed (default: drawn, printed), SMV_CASES the number of rounds.
// Not:  does not judge the package; where C is stricter on purpose (a delete past the end, forms that are
//       not canonical) the expected answer is written here.
// Invariant: ops that go to C are canonical: the package's own normalize, deletes as counts.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { isDeepStrictEqual } from 'node:util'
import { decode, decodeMulti, encode } from '@msgpack/msgpack'

const driver = process.argv[2]
const seed = process.env.SMV_SEED ?? String(Math.floor(Math.random() * 2 ** 31))
const rounds = Number(process.env.SMV_CASES ?? 6000)
console.log(`oracle/ot: SMV_SEED=${seed} SMV_CASES=${rounds}`)

process.env.SEED = seed // read by ot-fuzzer when it loads
process.env.SYNCFILE = '/dev/null'
const require = createRequire(import.meta.url)
const { type } = require('ot-text-unicode')
const genOp = require('ot-text-unicode/test/genOp')
const { randomInt, randomWord } = require('ot-fuzzer')

const length = (s) => [...s].length
const pick = (list) => list[randomInt(list.length)]
const clone = (op) => op.map((c) => (typeof c === 'object' ? { ...c } : c))
const canonical = (op) => type.stripInvertible(type.normalize(clone(op)))

// Words that are more code points than they look, or more UTF-16 units than code points.
const words = ['å', 'ä', 'å', 'é̂', '👩‍🔬', '🏳️‍🌈', '🇸🇪', '😀', '𝔘𝔫𝔦', '漢字', 'Ελλάς', 'שלום', '\n', '\t', '€', 'ß', '́']

const word = () => (randomInt(2) ? pick(words) : randomWord() || 'x')
const text = (most) => Array.from({ length: randomInt(most) }, word).join(pick(['', ' ']))

// An op that stops and starts anywhere, often with an insert and a delete at one place in either order.
function anyOp(doc) {
  let left = length(doc)
  const op = []
  while (randomInt(6) > 0) {
    const n = Math.min(left, randomInt(4))
    const kind = randomInt(3)
    if (kind === 0) op.push(word())
    else if (kind === 1) op.push(n)
    else op.push({ d: n })
    if (kind !== 0) left -= n
  }
  return canonical(op)
}

// genOp takes every UTF-16 unit from U+D800 on for half a character, so it gets no text with U+E000..U+FFFF.
const suitsGenOp = (doc) => !/[\ue000-\uffff]/u.test(doc)
const makeOp = (doc) => (randomInt(2) && suitsGenOp(doc) ? canonical(genOp(doc)[0]) : anyOp(doc))

// Spoil an op's form without changing what it does (mostly: whether it did is asked of normalize).
function spoil(op) {
  const out = clone(op)
  const at = randomInt(out.length + 1)
  const extra = pick([0, 1, '', 'x', { d: 0 }, { d: 1 }, { d: 'x' }, -1, 1.5, true, null, [], { d: 1, e: 1 }, {}, 2 ** 31, '\u0007', '\ufeff'])
  out.splice(at, 0, extra)
  return out
}

function isCanonical(op) {
  const good = (c) =>
    typeof c === 'number'
      ? Number.isInteger(c) && c >= 1 && c <= 2 ** 31 - 1
      : typeof c === 'string'
        ? c.length > 0 && !/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/.test(c)
        : c !== null && typeof c === 'object' && isDeepStrictEqual(Object.keys(c), ['d']) && typeof c.d === 'number' && good(c.d)
  return op.every(good) && isDeepStrictEqual(type.normalize(clone(op)), op)
}

const questions = []
const ask = (question, expected) => questions.push({ question, expected })

let doc = ''
for (let i = 0; i < rounds; i++) {
  // A document lives for a while, so that ops meet what other ops left behind.
  if (i % 20 === 0 || length(doc) > 200) doc = text(12)
  const a = makeOp(doc)
  const b = makeOp(doc)
  const pos = randomInt(length(doc) + 2)
  const after = type.apply(doc, a)
  const then = makeOp(after)
  const undo = canonical(type.invertWithDoc(a, doc))
  ask(['two', doc, a, b, pos], [
    after, canonical(type.transform(a, b, 'left')), canonical(type.transform(a, b, 'right')),
    type.transformPosition(pos, a), undo,
  ])
  ask(['two', doc, b, a, pos], [
    type.apply(doc, b), canonical(type.transform(b, a, 'left')), canonical(type.transform(b, a, 'right')),
    type.transformPosition(pos, b), canonical(type.invertWithDoc(b, doc)),
  ])
  ask(['then', a, then], [canonical(type.compose(a, then))])
  ask(['then', a, undo], [canonical(type.compose(a, undo))])
  if (i % 4 === 0) {
    const raw = spoil(a)
    ask(['read', encode(raw)], isCanonical(raw) ? ['ok', raw] : [undefined, []])
    const past = canonical([length(doc) - randomInt(Math.min(2, length(doc) + 1)), { d: 2 + randomInt(3) }])
    ask(['fit', doc, past], ['range', doc])
  }
  doc = after
}

const run = spawnSync(driver, [], {
  input: Buffer.concat(questions.map((q) => encode(q.question))),
  maxBuffer: 2 ** 30,
  stdio: ['pipe', 'pipe', 'inherit'],
})
if (run.status !== 0) {
  console.error(`oracle/ot: the driver ended with ${run.signal ?? run.status} ${run.error ?? ''}`)
  process.exit(1)
}
const answers = [...decodeMulti(run.stdout)]
if (answers.length !== questions.length) {
  console.error(`oracle/ot: ${questions.length} questions, ${answers.length} answers`)
  process.exit(1)
}
let wrong = 0
let refused = 0
questions.forEach(({ question, expected }, i) => {
  const same = expected[0] === undefined
    ? answers[i][0] !== 'ok' && answers[i][1].length === 0
    : isDeepStrictEqual(answers[i], expected)
  refused += expected[0] === undefined || expected[0] === 'range'
  if (!same && wrong++ < 5) {
    const shown = question[0] === 'read' ? ['read', decode(question[1])] : question
    console.error(`question ${JSON.stringify(shown)}\n  expected ${JSON.stringify(expected)}\n  C says   ${JSON.stringify(answers[i])}`)
  }
})
console.log(`oracle/ot: ${questions.length} questions (${refused} to be refused), ${wrong} answered differently`)
process.exit(wrong === 0 ? 0 : 1)
