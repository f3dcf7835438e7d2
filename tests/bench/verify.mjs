// verify.mjs - do the official clients read what the C load generator writes?
//
// What: each official client joins the same room, the load generator publishes 40 messages as publisher 0, and
//       the client must hold the last one. Where the generator can edit text (W8), a second server gets 40 edits,
//       and the client's text must hold every one of them exactly once.
// usage: node verify.mjs [PEER]      (after setup.sh)
import { spawn } from 'child_process'
import { createRequire } from 'module'
import { mkdirSync, rmSync } from 'fs'
import { dirname, join } from 'path'
import { fileURLToPath } from 'url'
import net from 'net'
const B = dirname(fileURLToPath(import.meta.url))
const OUT = process.env.BENCH_OUT || join(B, '../../build/bench')
const req = d => createRequire(join(OUT, 'npm', d, 'x.js'))
const sleep = ms => new Promise(r => setTimeout(r, ms))
const WS = req('node')('ws')
globalThis.WebSocket = WS
const LAST = '@T@000000002' + '7'          // publisher 00, sequence 0x27
const EDITS = ['sharedb', 'yws', 'hocuspocus']
const peers = {
  socketio: ['socketio', ['node.sh', 'socketio'], async port => {
    const s = req('node')('socket.io-client').io('http://127.0.0.1:' + port, { transports: ['websocket'] })
    let last = '', n = 0
    s.on('m', m => { last = m; n++ })
    s.on('connect', () => s.emit('sub'))
    return { get: () => [last, n], end: () => s.close() }
  }],
  sharedb: ['sharedb', ['node.sh', 'sharedb'], async port => {
    const C = req('node')('sharedb/lib/client'), j = req('node')('ot-json1')
    C.types.register(j.type)
    const ws = new WS('ws://127.0.0.1:' + port), d = new C.Connection(ws).get('b', 'r')
    let n = 0
    d.on('op', () => n++)
    await new Promise((ok, no) => d.subscribe(e => e ? no(e) : ok()))
    return { get: () => [d.data.p0, n], text: () => d.data.t, end: () => ws.close() }
  }],
  yws: ['yws', ['node.sh', 'yws'], async port => {
    const Y = req('node')('yjs'), { WebsocketProvider } = req('node')('y-websocket'), doc = new Y.Doc()
    const url = 'ws://127.0.0.1:' + port
    const p = new WebsocketProvider(url, 'room', doc, { WebSocketPolyfill: WS, disableBc: true })
    let n = 0
    doc.on('update', () => n++)
    return { get: () => [doc.getMap('m').get('kA') || '', n], text: () => doc.getText('t').toString(), end: () => p.destroy() }
  }],
  hocuspocus: ['hocus', ['hocuspocus.sh'], async port => {
    const r = req('hocuspocus'), Y = r('yjs'), { HocuspocusProvider } = r('@hocuspocus/provider'), doc = new Y.Doc()
    const p = new HocuspocusProvider({ url: 'ws://127.0.0.1:' + port, name: 'room', document: doc })
    let n = 0
    doc.on('update', () => n++)
    return { get: () => [doc.getMap('m').get('kA') || '', n], text: () => doc.getText('t').toString(), end: () => p.destroy() }
  }],
  colyseus: ['colyseus', ['colyseus.sh'], async port => {
    const { Client } = req('colyseus')('@colyseus/sdk')
    const room = await new Client('http://127.0.0.1:' + port).joinOrCreate('room')
    let n = 0
    room.onStateChange(() => n++)
    return { get: () => [[...(room.state.last?.values() || [])].join(), n], end: () => room.leave() }
  }],
  mosquitto: ['mqtt', ['mosquitto.sh'], async port => {
    const c = spawn('mosquitto_sub', ['-h', '127.0.0.1', '-p', port + 1, '-t', 't'])
    let o = ''
    c.stdout.on('data', d => { o += d })
    return { get: () => { const l = o.trim().split('\n'); return [l.at(-1), l.length] }, end: () => c.kill() }
  }]
}
let port = 19500

async function listening () {
  for (let i = 0; i < 100; i++) {
    const ok = await new Promise(resolve => {
      const s = net.connect(port, '127.0.0.1', () => { s.destroy(); resolve(1) })
      s.on('error', () => resolve(0))
    })
    if (ok) return
    await sleep(50)
  }
  throw new Error('the server does not listen')
}

async function generate (proto, pid, more) {
  const args = ['--proto', proto, '--port', port, '--pid', pid, '--subs', 3, '--rate', 50, '--count', 40, '--secs', 5]
  const lg = spawn(join(OUT, 'bin/loadgen'), args.map(String).concat(more))
  let out = ''
  lg.stdout.on('data', d => { out += d })
  await new Promise(resolve => lg.on('close', resolve))
  if (!/\tOK\t/.test(out)) throw new Error('load generator: ' + out)
}

// a fresh server, a client and the generator; what the client says in the end
async function once (name, more, look) {
  const [proto, script, client] = peers[name]
  port += 4
  const DATA = join(OUT, 'tmp/verify-' + name)
  rmSync(DATA, { recursive: true, force: true })
  mkdirSync(DATA, { recursive: true })
  const env = { ...process.env, PORT: port, DATA, OUT }
  const srv = spawn(join(B, 'peers', script[0]), script.slice(1), { env, stdio: 'ignore' })
  try {
    await listening()
    await sleep(300)
    const c = await client(port)
    await sleep(500)
    await generate(proto, srv.pid, more)
    await sleep(300)
    const got = look(c)
    c.end()
    return got
  } catch (e) {
    return { ok: false, say: e.stack }
  } finally {
    srv.kill('SIGKILL')
    rmSync(DATA, { recursive: true, force: true })
  }
}

function lastMessage (c) {
  const [last, n] = c.get()
  return { ok: String(last).includes(LAST) && n >= 40, say: `saw ${n} changes, last ${String(last).slice(0, 24)}` }
}

function wholeText (c) {
  const seen = [...c.text().matchAll(/@T@00([0-9a-f]{8})[0-9a-f]{16}/g)].map(m => parseInt(m[1], 16))
  const ok = seen.length === 40 && new Set(seen).size === 40 && c.text().length === 40 * 32
  return { ok, say: `holds ${new Set(seen).size} edits, text of ${c.text().length} characters` }
}

let pass = 0, fail = 0
for (const name of Object.keys(peers)) {
  if (process.argv[2] && process.argv[2] !== name) continue
  const runs = [['messages', [], lastMessage], ['edits', ['--edit', '--size', '32'], wholeText]]
  for (const [what, more, look] of runs) {
    if (what === 'edits' && !EDITS.includes(name)) continue
    const { ok, say } = await once(name, more, look)
    ok ? pass++ : fail++
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}, ${what}: the official client ${say}`)
  }
}
console.log(`${pass} passed, ${fail} failed`)
process.exit(fail ? 1 : 0)
