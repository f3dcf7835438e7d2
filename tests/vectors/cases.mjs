// cases.mjs - what the good vectors say, by hand; make.mjs turns it into bytes.
//
// A message is its fields; an operation is [n, seen, args]; a change is [seq, ts, ord, n, args].
const bin = (hex) => ({ bin: hex });
const u53 = Number.MAX_SAFE_INTEGER;
const epoch = bin("00112233445566778899aabbccddeeff");
const oldEpoch = bin("ffeeddccbbaa99887766554433221100");
const cid = bin("0f0e0d0c0b0a09080706050403020100");
const h8 = bin("c0ffee0012345678");
const hash32 = bin("ab".repeat(32));
const id = (ord, counter) => ord * 2 ** 30 + counter;
const card = id(5, 1);
const phase = id(1, 40);
const sheet = id(1, 30);
const clock = 1795000000000;

// [id, kind, parent, ord, seq, place_seq, del_seq, touched, touched_ms, deleted, fields]
const rootNode = [1, 1, 0, 0, 1, 1, 0, 9, clock - 60000, 0, [[1, "Seminariet", 9, 1, 0]]];
const cardNode = [card, 21, phase, 5, 101, 101, 0, 102, clock, 0,
  [[1, "Ring föräldrarna", 102, 5, 0], [6, 3, 101, 5, 0]]];
const goneNode = [card + 1, 21, phase, 5, 103, 104, 105, 105, clock, 1, []];

export const messages = {
  hello: [
    ["a room's scribe for the first time", [1, 1, "3dKq9mPzR7", cid, "Åsa", null, 0, "samverka-web 0.1.0"]],
    ["the same one coming back", [1, 1, "3dKq9mPzR7", cid, "Åsa", [epoch, 10250, h8], 0, "samverka-web 0.1.0"]],
    ["a participant with a code, who follows a group", [1, 2, "K7RT4M", cid, "", null, id(1, 12), ""]],
    ["every bound at its edge", [255, 255, "t".repeat(128), cid, "å".repeat(60), [epoch, u53, h8], u53, "b".repeat(64)]],
  ],
  ops: [
    ["one operation", [[[1, 100, 2, card, 6, 3]]]],
    ["a new card, a title typed into it, a move", [[
      [7, 100, 1, card, 21, phase, 0, [[1, "Ring"], [6, 3]]],
      [8, 100, 3, card, 1, [4, " föräldrarna"]],
      [9, 100, 4, card, phase, id(5, 3)],
    ]]],
  ],
  pres: [
    ["in a title", [card, 1, 102, 4, 9, 1]],
    ["nowhere", [0, 0, 102, 0, 0, 0]],
    ["every bound at its edge", [u53, 63, u53, 20000, 20000, 65535]],
  ],
  ping: [["ten seconds after the last", [123456789, 102]], ["edge", [u53, u53]]],
  fetch: [
    ["text ops that I missed", [0, card, 1, 90]],
    ["newest history of a node", [1, card, 0, 0]],
    ["older history", [1, card, 0, 77]],
  ],
  pick: [["a group", [id(1, 12)]], ["none", [0]]],
  bye: [["a closed tab", ["closed"]], ["no reason", [""]], ["edge", ["r".repeat(120)]]],
  ballot: [
    ["a text", [id(2, 9), "Tid för samtal"]],
    ["choices, the best first", [id(2, 9), [id(2, 11), id(2, 10)]]],
    ["taken back", [id(2, 9), []]],
  ],
  join: [["a named group", ["3b", "Grannarna", hash32]], ["the table is the name", ["12", "", hash32]]],
  welcome: [
    ["a scribe, new", [1, epoch, 102, 1, 0, null, 5, 0, 4, id(1, 7), id(1, 8), clock, 10000, 65536, 128]],
    ["away too long: a snapshot of the same history", [1, epoch, 20300, 1, 0, null, 5, 214, 4, id(1, 7), id(1, 8), clock, 10000, 65536, 128]],
    ["the tail is enough", [1, epoch, 10300, 0, 0, null, 5, 214, 4, id(1, 7), id(1, 8), clock, 10000, 65536, 128]],
    ["the file was restored", [1, epoch, 9100, 2, 1, [oldEpoch, 9099], 65541, 0, 4, id(1, 7), id(1, 8), clock, 10000, 65536, 128]],
    ["a participant", [1, epoch, 102, 1, 0, null, 0, 0, 7, 0, 0, clock, 20000, 4096, 0]],
    ["every bound at its edge", [255, epoch, u53, 2, 3, null, 8388607, u53, 7, u53, u53, u53, 600000, 1048576, 65535]],
  ],
  snap: [
    ["a small whole", [102, h8, 0, 1, [rootNode, cardNode]]],
    ["second of two parts, with a deleted node", [105, h8, 1, 2, [goneNode]]],
    ["nothing to read", [1, h8, 0, 1, []]],
  ],
  ev: [
    ["somebody's typing", [100, 102, h8, [[102, clock, 5, 8, 3, card, 1, [4, " föräldrarna"], 0]]]],
    ["nothing for you", [102, 110, h8, []]],
    ["one entry, two changes; then a blind overwrite", [110, 112, h8, [
      [111, clock, 2, 31, 2, sheet, 9, 1, 0],
      [111, clock, 2, 31, 2, sheet, 10, 111, 0],
      [112, clock + 5, 5, 9, 2, card, 6, 4, 1],
    ]]],
  ],
  res: [
    ["a duplicate", [[[7, 1, 101]]]],
    ["refused at its place, and one not taken", [[[8, 22, 130], [9, 30, 0]]]],
  ],
  pong: [["", [123456789, clock, 102]], ["edge", [u53, u53, u53]]],
  past: [
    ["text ops after a position", [0, card, 1, 0, 102, [[102, 5, 0, [4, " föräldrarna"]]]]],
    ["history of a node", [1, card, 0, 0, 112, [
      [101, clock, 5, "Åsa", 1, card, 21, phase, 0, [[1, "Ring"], [6, 3]]],
      [112, clock + 5, 5, "Åsa", 2, card, 6, 4],
    ]]],
    ["too old", [0, card, 1, 13, 112, []]],
    ["edge", [2, u53, 63, 99, u53, []]],
  ],
  presence: [
    ["two people and a group", [
      [[5, 4, id(1, 8), "Åsa", card, 1, 102, 4, 9, 1, 250], [2, 2, 0, "Bo", 0, 0, 102, 0, 0, 0, 0]],
      [[id(1, 12), 9]]]],
    ["nobody", [[], []]],
  ],
  err: [["a wrong link", [4401, "This link is not known here."]], ["edge", [9999, "e".repeat(400)]]],
  goaway: [["a restart", [1001, 500, 4000]], ["edge", [9999, 3600000, 3600000]]],
  summary: [
    ["one room, two questions", [[[id(1, 8), id(1, 20), clock, card, [[id(1, 31), 2], [id(1, 32), 0]]]]]],
    ["no rooms", [[]]],
  ],
  receipt: [["an answer is in", [id(2, 9), 0]], ["the poll is closed", [id(2, 9), 23]], ["edge", [u53, 99]]],
};

export const ops = {
  add: [
    ["a card with a title and a colour", 7, 100, [card, 21, phase, 0, [[1, "Ring"], [6, 3]]]],
    ["a bare row after another", 8, 100, [card + 1, 25, sheet, card, []]],
    ["edge", u53, u53, [u53, 63, u53, u53, []]],
  ],
  set: [
    ["a colour", 9, 100, [card, 6, 3]],
    ["a choice", 10, 100, [card + 1, 49, "ja"]],
    ["what a screen shows", 11, 100, [id(2, 3), 3, [sheet, sheet + 1]]],
    ["a link's hash", 12, 100, [id(2, 4), 3, hash32]],
  ],
  txt: [
    ["typed at the end", 13, 100, [card, 1, [4, " föräldrarna"]]],
    ["a word replaced", 14, 102, [card, 1, [5, { d: 11 }, "grannen"]]],
    ["an emoji is one code point", 15, 102, [card, 1, ["🚲"]]],
    ["everything removed", 16, 102, [card, 1, [{ d: 16 }]]],
  ],
  move: [["first under another phase", 17, 102, [card, phase + 1, 0]], ["behind a sibling", 18, 102, [card, phase, card + 1]]],
  del: [["", 19, 102, [card]]],
  undel: [["", 20, 102, [card]]],
  clock: [
    ["start as planned", 21, 102, [id(1, 20), 0, 0]],
    ["start with 25 minutes", 21, 102, [id(1, 20), 0, 1500000]],
    ["five minutes less", 22, 102, [id(1, 20), 3, -300000]],
    ["edge", 23, 102, [u53, 4, 86400000]],
    ["other edge", 23, 102, [u53, 4, -86400000]],
  ],
  lock: [["lock", 24, 102, [sheet, 1]], ["open", 25, 103, [sheet, 0]]],
  offer: [
    ["a card that the restored file never had", 1, 9100, [card, 21, phase, 0, 9150, 0, 0, [[1, "Ring föräldrarna", 9180], [6, 3, 9150]]]],
    ["one known, its title newer", 2, 9100, [card, 21, phase, 0, 0, 0, 0, [[1, "Ring", 9180]]]],
    ["deleted since", 3, 9100, [card, 21, phase, 0, 0, 1, 9190, []]],
  ],
  enter: [["a new writer", 0, 0, [cid, "Åsa"]]],
  epoch: [["a file restored", 0, 0, [epoch, 1]]],
  vote: [["a text", 0, 0, [id(2, 9), bin("000102030405060708090a0b0c0d0e0f"), "Tid för samtal"]],
    ["choices", 0, 0, [id(2, 9), bin("000102030405060708090a0b0c0d0e0f"), [id(2, 11)]]]],
  found: [["", 0, 0, ["3b", "Grannarna", hash32]]],
};

export const changes = {
  add: [
    ["a card", 101, clock, 5, 7, [card, 21, phase, 0, [[1, "Ring"], [6, 3]]]],
    ["a row that the fold made", 101, clock, 0, 0, [77, 25, sheet, 76, [[1, card]]]],
  ],
  set: [
    ["a colour", 103, clock, 5, 9, [card, 6, 3, 0]],
    ["a text given whole", 104, clock, 5, 10, [card, 1, "Ring", 0]],
    ["a blind overwrite, late", 105, clock, 5, 11, [card, 6, 4, 3]],
    ["edge", u53, u53, 8388607, u53, [u53, 63, u53, 3]],
  ],
  txt: [["typing", 102, clock, 5, 8, [card, 1, [4, " föräldrarna"], 0]], ["late", 106, clock, 5, 12, [card, 1, [{ d: 1 }], 2]]],
  move: [["", 107, clock, 5, 13, [card, phase, card + 1]]],
  del: [["", 108, clock, 5, 14, [card]]],
  undel: [["", 109, clock, 5, 15, [card]]],
  come: [["a sheet's card", 110, clock, 0, 0, [0, [cardNode, goneNode]]]],
  leave: [["", 111, clock, 0, 0, [sheet]]],
};

// A whole short connection: direction, message, fields, what it is about.
const sessionCard = id(5, 1);
export const session = [
  ["C", "hello", [1, 1, "3dKq9mPzR7", cid, "Åsa", null, 0, "demo"],
    "A scribe's first HELLO: versions 1 to 1, the link's secret, a fresh cid, a name, nothing to resume."],
  ["S", "welcome", [1, epoch, 40, 1, 0, null, 5, 0, 4, id(1, 7), id(1, 8), clock, 10000, 65536, 128],
    "Version 1; head is 40; mode 1, a snapshot follows; ordinal 5; no n of ours is known; role 4, scribe."],
  ["S", "snap", [40, h8, 0, 1, [
    [1, 1, 0, 0, 1, 1, 0, 1, clock - 90000, 0, [[1, "Dag 1", 1, 0, 0]]],
    [sheet, 11, 1, 1, 30, 30, 0, 30, clock - 80000, 0, [[2, 1, 30, 1, 0]]],
    [phase, 12, sheet, 1, 31, 31, 0, 31, clock - 80000, 0, [[1, "Idag", 31, 1, 0]]],
  ]], "The one part: the root, a timeline sheet and one phase."],
  ["C", "ops", [[[1, 40, 1, sessionCard, 21, phase, 0, [[1, "Ring"]]]]],
    "n 1, seen 40: add a card (id 5 * 2^30 + 1) first under the phase, its title given at once."],
  ["S", "ev", [40, 41, bin("0102030405060708"), [[41, clock + 20, 5, 1, 1, sessionCard, 21, phase, 0, [[1, "Ring"]]]]],
    "It is at 41, by ordinal 5 with n 1: ours, so it is saved."],
  ["C", "ops", [[[2, 41, 3, sessionCard, 1, [4, " mig"]]]],
    "n 2, seen 41: after 4 code points insert \" mig\"."],
  ["S", "ev", [41, 43, bin("1112131415161718"), [
    [42, clock + 900, 3, 12, 3, sessionCard, 1, ["! "], 0],
    [43, clock + 930, 5, 2, 3, sessionCard, 1, [6, " mig"], 0]]],
    "Somebody's \"! \" came first, at 42; ours is at 43, carried over it. Both show \"! Ring mig\"."],
  ["C", "ops", [[[3, 43, 2, sessionCard, 6, 9]]], "n 3: colour 9; the field takes 0 to 7."],
  ["S", "res", [[[3, 16, 0]]], "BAD_VALUE, not in the log: take it back and tell the person."],
  ["C", "ping", [123456, 43], "Still there; 43 is applied."],
  ["S", "pong", [123456, clock + 1000, 43], "The log's clock, and its head."],
  ["C", "bye", ["closed"], "The person leaves; then a close frame with 1000."],
];

// Text, an op that comes later in the log (left), one before it (right), each carried over the other, the result.
export const text = [
  ["abc", [1, "y"], [1, "X"], [1, "y"], [2, "X"], "ayXbc"],
  ["abc", ["y"], [{ d: 3 }, "X"], ["y"], [1, { d: 3 }, "X"], "yX"],
  ["abc", [3, "y"], [{ d: 3 }, "X"], ["y"], [{ d: 3 }, 1, "X"], "yX"],
  ["abc", [{ d: 3 }, "X"], [3, "y"], [{ d: 3 }, "X"], [1, "y"], "Xy"],
  ["abc", [1, { d: 1 }], [{ d: 2 }], [], [{ d: 1 }], "c"],
  ["abc", [1, "y"], [{ d: 3 }], ["y"], [{ d: 1 }, 1, { d: 2 }], "y"],
  ["🚲å", [1, "!"], [{ d: 1 }], ["!"], [{ d: 1 }], "!å"],
  ["Ring", [4, " mig"], ["! "], [6, " mig"], ["! "], "! Ring mig"],
];
