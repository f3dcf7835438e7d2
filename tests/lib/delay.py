"""delay.py - a network between a client and the daemon that is slow, stalls and is cut.

What: listens on a port of its own and passes bytes on, each piece as much later as it is told, in order. cut() ends all
connections at once and takes no new ones; stall() passes nothing on and tells nobody; mend() ends both.
Uses: asyncio, in a thread of its own.
Invariant: what is passed on is never changed or out of order; what a cut connection still held is lost, as on a real line.
"""
import asyncio
import threading


class Delay:
    """host, port: where to. seconds: how much later each way."""

    def __init__(self, host, port, seconds=0.15):
        self.to, self.seconds = (host, port), seconds
        self.passed = 0  # bytes, both ways
        self.loop = asyncio.new_event_loop()
        self.writers, self.is_cut, self.open = set(), False, None
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        if not ready.wait(20):
            raise AssertionError("the slow network did not start")

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._start(ready))
        self.loop.run_forever()

    async def _start(self, ready):
        self.open = asyncio.Event()
        self.open.set()
        self.server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        ready.set()

    async def _accept(self, reader, writer):
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.to)
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, far_writer}
        self.writers |= pair
        try:
            await asyncio.gather(self._one_way(reader, far_writer), self._one_way(far_reader, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for w in pair:
                w.transport.abort()
            self.writers -= pair

    async def _one_way(self, reader, writer):
        held = asyncio.Queue()

        async def deliver():
            while True:
                due, data = await held.get()
                await asyncio.sleep(max(0, due - self.loop.time()))
                await self.open.wait()
                if not data:
                    writer.close()
                    return
                writer.write(data)
                await writer.drain()
                self.passed += len(data)

        delivering = asyncio.create_task(deliver())
        try:
            while True:
                data = await reader.read(65536)
                held.put_nowait((self.loop.time() + self.seconds, data))
                if not data:
                    break
            await delivering
        finally:
            delivering.cancel()

    def _do(self, what):
        done = threading.Event()

        def call():
            what()
            done.set()
        self.loop.call_soon_threadsafe(call)
        if not done.wait(20):
            raise AssertionError("the slow network hangs")

    def cut(self):
        def now():
            self.is_cut = True
            for w in list(self.writers):
                w.transport.abort()
        self._do(now)

    def stall(self):
        self._do(lambda: self.open.clear())

    def mend(self):
        def now():
            self.is_cut = False
            self.open.set()
        self._do(now)

    def end(self):
        def now():
            self.server.close()
            for w in list(self.writers):
                w.transport.abort()
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.call_later(0.05, self.loop.stop)
        self.loop.call_soon_threadsafe(now)
        self.thread.join(20)
