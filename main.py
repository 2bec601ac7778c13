"""The bridge between Decky Loader and the backend: decides nothing, and knows no method's name."""
import asyncio, contextlib, ctypes, io, itertools, json, os, signal, socket, subprocess, sys, time
import traceback
import decky

NODE, BACKEND = (f"{decky.DECKY_PLUGIN_DIR}/{path}" for path in ("bin/node", "dist/backend.mjs"))
# The loader is a PyInstaller program whose library path breaks others; `_ORIG` is what it replaced.
LOADERS_OWN = ("LD_LIBRARY_PATH", "LD_PRELOAD", "_PYI", "_MEI", "PYTHON", "NODE_")
ENV = {name: value for name, value in os.environ.items() if not name.startswith(LOADERS_OWN)}
ENV |= {name[:-5]: path for name, path in os.environ.items() if name == "LD_LIBRARY_PATH_ORIG"}
STOPPED = {"code": "backend-stopped", "message": "The backend is not running."}
FAILED = {"code": "internal", "message": "The bridge failed; its log says why."}

class Plugin:
    process, socket = None, None  # Of the class, where a signal finds them.
    stdin, opening, waiting, ids = None, asyncio.Lock(), {}, itertools.count(1)

    async def rpc(self, method=None, params=None):
        try:
            call = {"id": next(self.ids), "method": method, "params": params}
            line, answer = json.dumps(call).encode(), asyncio.get_running_loop().create_future()
            async with self.opening:
                if self.stdin is None:
                    return {"ok": False, "error": STOPPED}
                self.waiting[call["id"]] = answer
                self.stdin.write(line + b"\n")
            return await answer
        except Exception:  # What a method raises loses its text on the way to the panel.
            decky.logger.exception("A call failed in the bridge.")
            return {"ok": False, "error": FAILED}

    async def _main(self):
        delay_s = 0.25
        for restarts in itertools.count():
            started_s = time.monotonic()
            try:
                await self._serve(is_restart=restarts > 0)
            except Exception as error:  # Decky starts a plugin also before its bin/node is there.
                decky.logger.warning("The backend is not running: %r", error)
            kill_group()
            Plugin.process, self.stdin, stranded, self.waiting = None, None, self.waiting, {}
            for answer in stranded.values():
                answer.done() or answer.set_result({"ok": False, "error": STOPPED})
            delay_s = 0.5 if time.monotonic() - started_s > 30 else min(2 * delay_s, 30)
            await asyncio.sleep(delay_s)

    async def _serve(self, is_restart):
        async with self.opening:
            start_process()
            stdout, self.stdin = await asyncio.open_connection(sock=self.socket, limit=2**28)
        if is_restart:
            self.stdin.write(b'{"id": 0}\n')  # Whatever it answers, it is there again.
        with contextlib.suppress(ConnectionError):  # It ended before it had read everything.
            async for line in stdout:
                await self._receive(line)
        raise EOFError(f"exit code {await asyncio.to_thread(self.process.wait, 1)}")

    async def _receive(self, line):
        try:
            message = json.loads(line)
            if "event" in message:
                await decky.emit(message["event"], message["payload"])
            elif message["id"] == 0:
                await decky.emit("notice", {"kind": "backend-restarted"})
                await decky.emit("changed", {})
            else:
                name, key = ("value", "result") if "result" in message else ("error", "error")
                envelope = {"ok": key == "result", name: message[key]}
                self.waiting.pop(message["id"]).set_result(envelope)
        except Exception as error:
            decky.logger.error("%d bytes from the backend are no message: %r", len(line), error)

    def _unload(*_):  # At SIGTERM, when Decky's event loop begins to spin and runs no task more.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with contextlib.suppress(AttributeError, OSError):  # There is no process, or no longer.
            Plugin.socket.shutdown(socket.SHUT_RDWR)
            kill_at_s, how = time.monotonic() + 1.5, os.WEXITED | os.WNOHANG | os.WNOWAIT
            while not os.waitid(os.P_PID, Plugin.process.pid, how):
                time.sleep(0.01)
                time.monotonic() < kill_at_s or kill_group()
        kill_group()
        os._exit(0)

def start_process():  # A signal waits until it knows whom to end.
    signal.signal(signal.SIGTERM, lambda *_: signal.signal(signal.SIGTERM, signal.SIG_IGN))
    try:
        os.access(NODE, os.X_OK) or os.chmod(NODE, 0o755)  # Unzipping drops the mode.
        Plugin.socket, theirs = socket.socketpair()
        with theirs, open(decky.DECKY_PLUGIN_LOG, "ab") as log:
            command = (NODE, "--max-semi-space-size=1", BACKEND)
            streams = {"stdin": theirs, "stdout": theirs, "stderr": log}
            Plugin.process = subprocess.Popen(command, **streams, env=ENV, start_new_session=True)
    finally:
        if signal.signal(signal.SIGTERM, Plugin._unload) == signal.SIG_IGN:
            Plugin._unload()

def kill_group():
    with contextlib.suppress(AttributeError, OSError):
        os.killpg(Plugin.process.pid, signal.SIGKILL)

LIBC = ctypes.CDLL(None)
signal.signal(signal.SIGTERM, Plugin._unload)
LIBC.prctl(1, signal.SIGTERM)  # At the loader's death, too: without it a plugin spins for ever.
for frame, _ in traceback.walk_stack(sys._getframe(1)):
    for file in frame.f_locals.values():
        if type(file) is io.BytesIO and not file.closed and len(file.getvalue()) > 2**20:
            content = file.getvalue()  # The zip, which Decky holds while it forks. Pages go back.
            first, size = (id(content) + 8191) // 4096 * 4096, len(content) - 3 * 4096
            LIBC.madvise(ctypes.c_void_p(first), ctypes.c_size_t(size), 4)
