// One Node server process for each peer kind: node server.js KIND PORT
'use strict'
const kind = process.argv[2], port = +process.argv[3], host = '127.0.0.1'
const http = require('http')

const kinds = {
  // ws: plain broadcast, no rooms, no parsing
  ws () {
    const { WebSocketServer } = require('ws')
    const wss = new WebSocketServer({ host, port, perMessageDeflate: false, backlog: 4096 })
    const subs = new Set()
    wss.on('connection', (s, req) => {
      const role = req.url[1]
      if (role === 's') { subs.add(s); s.on('close', () => subs.delete(s)) }
      s.on('error', () => {})
      s.on('message', (data, binary) => {
        for (const c of subs) c.send(data, { binary })
        if (role === 'a') s.send(data, { binary })
      })
    })
  },
  socketio () {
    const { Server } = require('socket.io')
    const srv = http.createServer()
    const io = new Server(srv, { transports: ['websocket'], serveClient: false })
    io.on('connection', s => {
      s.on('sub', () => { s.join('r'); s.emit('ok') })
      s.on('pub', (m, cb) => { io.to('r').emit('m', m); if (cb) cb() })
    })
    srv.listen({ port, host, backlog: 4096 })
  },
  sharedb () {
    const ShareDB = require('sharedb'), json1 = require('ot-json1'), JSONStream = require('@teamwork/websocket-json-stream')
    const { WebSocketServer } = require('ws')
    ShareDB.types.register(json1.type)
    const backend = new ShareDB()
    const doc = backend.connect().get('b', 'r'), init = {}
    for (let i = 0; i < 32; i++) init['p' + i] = ''
    init.t = ''   // the text field of W8
    doc.create(init, json1.type.uri, err => {
      if (err) throw err
      const wss = new WebSocketServer({ host, port, perMessageDeflate: false, backlog: 4096 })
      wss.on('connection', s => {
        s.on('error', () => {})
        const st = new JSONStream(s)
        st.on('error', () => {})
        backend.listen(st)
      })
    })
  },
  yws () {
    const { WebSocketServer } = require('ws')
    const { setupWSConnection } = require('y-websocket/bin/utils')
    const wss = new WebSocketServer({ host, port, perMessageDeflate: false, backlog: 4096 })
    wss.on('connection', (s, req) => { s.on('error', () => {}); setupWSConnection(s, req) })
  }
}
kinds[kind]()
