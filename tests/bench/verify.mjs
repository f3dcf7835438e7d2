// verify.mjs - checks the C load generator's wire formats against the official clients: each official client joins the same
// room, the load generator publishes 40 messages as publisher 0, and the client must hold the last one.
// usage: node verify.mjs [PEER]      (after setup.sh)
import { spawn, spawnSync } from 'child_process'
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
    return { get: () => [d.data.p0, n], end: () => ws.close() }
  }],
  yws: ['yws', ['node.sh', 'yws'], async port => {
    const Y = req('node')('yjs'), { WebsocketProvider } = req('node')('y-websocket'), doc = new Y.Doc()
    const p = new WebsocketProvider('ws://127.0.0.1:' + port, 'room', doc, { WebSocketPolyfill: WS, disableBc: true })
    let n = 0
    doc.on('update', () => n++)
    return { get: () => [doc.getMap('m').get('kA') || '', n], end: () => p.destroy() }
  }],
  hocuspocus: ['hocus', ['hocuspocus.sh'], async port => {
    const r = req('hocuspocus'), Y = r('yjs'), { HocuspocusProvider } = r('@hocuspocus/provider'), doc = new Y.Doc()
    const p = new HocuspocusProvider({ url: 'ws://127.0.0.1:' + port, name: 'room', document: doc })
    let n = 0
    doc.on('update', () => n++)
    return { get: () => [doc.getMap('m').get('kA') || '', n], end: () => p.destroy() }
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
let pass = 0, fail = 0, port = 19500
for (const [name, [proto, script, client]] of Object.entries(peers)) {
  if (process.argv[2] && process.argv[2] !== name) continue
  port += 4
  const DATA = join(OUT, 'tmp/verify-' + name)
  rmSync(DATA, { recursive: true, force: true })
  mkdirSync(DATA, { recursive: true })
  const srv = spawn(join(B, 'peers', script[0]), script.slice(1), { env: { ...process.env, PORT: port, DATA, OUT }, stdio: 'ignore' })
  let err = '', got = ['', 0]
  try {
    for (let i = 0; i < 100; i++) {
      const ok = await new Promise(r => { const s = net.connect(port, '127.0.0.1', () => { s.destroy(); r(1) }); s.on('error', () => r(0)) })
      if (ok) break
      await sleep(50)
    }
    await sleep(300)
    const c = await client(port)
    await sleep(500)
    const lg = spawn(join(OUT, 'bin/loadgen'), ['--proto', proto, '--port', port, '--pid', srv.pid, '--subs', 3, '--rate', 50, '--count', 40, '--secs', 5].map(String))
    let out = ''
    lg.stdout.on('data', d => { out += d })
    await new Promise(r => lg.on('close', r))
    if (!/\tOK\t/.test(out)) err = 'load generator: ' + out
    await sleep(300)
    got = c.get()
    c.end()
  } catch (e) { err = e.stack }
  srv.kill('SIGKILL')
  const ok = !err && String(got[0]).includes(LAST) && got[1] >= 40
  ok ? pass++ : fail++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}: the official client saw ${got[1]} changes, last ${String(got[0]).slice(0, 24)} ${err}`)
}
console.log(`${pass} passed, ${fail} failed`)
process.exit(fail ? 1 : 0)
