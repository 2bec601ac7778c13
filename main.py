"""The bridge between Decky Loader and the backend. It decides nothing and knows none of the backend's methods."""
import asyncio, contextlib, itertools, json, os, signal, threading, time
import decky

NODE, BACKEND = (os.path.join(decky.DECKY_PLUGIN_DIR, path) for path in ("bin/node", "dist/backend.mjs"))
# The loader is a PyInstaller program whose library path breaks others; `_ORIG` holds the one that it replaced.
LOADERS_OWN = ("LD_LIBRARY_PATH", "LD_PRELOAD", "_PYI", "_MEI", "PYTHON", "NODE_")
ENV = {name.replace("LD_LIBRARY_PATH_ORIG", "LD_LIBRARY_PATH"): value for name, value in os.environ.items()
       if name == "LD_LIBRARY_PATH_ORIG" or not name.startswith(LOADERS_OWN)}
PIPES = dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.PIPE)
STOPPED = {"error": {"code": "backend-stopped", "message": "The backend is not running."}}

class Plugin:
    process, unloading, starting, waiting, ids = None, False, asyncio.Lock(), {}, itertools.count(1)

    async def rpc(self, method, params):
        try:
            async with self.starting:
                call_id, answer = next(self.ids), asyncio.get_running_loop().create_future()
            if self.process is None: return {"ok": False, **STOPPED}
            self.process.stdin.write(json.dumps({"id": call_id, "method": method, "params": params}).encode() + b"\n")
            self.waiting[call_id] = answer
            reply = await answer
            return {"ok": True, "value": reply["result"]} if "result" in reply else {"ok": False, "error": reply["error"]}
        except Exception:  # What a method raises loses its text on the way to the panel.
            decky.logger.exception("A call failed in the bridge.")
            return {"ok": False, "error": {"code": "internal", "message": "The bridge failed; its log says why."}}

    async def _main(self):
        threading.Thread(target=end_with_loader, args=(self, os.getppid()), daemon=True).start()
        delay_s, is_restart = 0.25, False
        while not self.unloading:
            started_s = time.monotonic()
            try:
                with contextlib.suppress(OSError): os.chmod(NODE, 0o755)  # Unzipping drops the mode.
                async with self.starting:
                    self.process = await asyncio.create_subprocess_exec(
                        NODE, "--max-semi-space-size=1", BACKEND, **PIPES, env=ENV, start_new_session=True, limit=2**28)
                log_task = asyncio.create_task(log(self.process.stderr))
                if is_restart: self.process.stdin.write(b'{"id": 0}\n')  # Whatever it answers, it is there again.
                async for line in self.process.stdout: await self._receive(line)
                raise EOFError(f"exit code {await asyncio.wait_for(self.process.wait(), 1)}")
            except Exception as error:  # Decky also starts a plugin whose bin/node has not arrived yet.
                decky.logger.warning("The backend is not running: %r", error)
            kill_group(self.process)
            self.process, stranded, self.waiting = None, self.waiting, {}
            for answer in stranded.values(): answer.done() or answer.set_result(STOPPED)
            delay_s, is_restart = 0.5 if time.monotonic() - started_s > 30 else min(2 * delay_s, 30), True
            await asyncio.sleep(delay_s)

    async def _receive(self, line):
        try:
            message = json.loads(line)
            if "event" in message:
                await decky.emit(message["event"], message["payload"])
            elif message["id"] == 0:
                await decky.emit("notice", {"kind": "backend-restarted"})
                await decky.emit("changed", {})
            else:
                self.waiting.pop(message["id"]).set_result(message)
        except Exception as error:
            decky.logger.error("%d bytes from the backend are no message: %r", len(line), error)

    async def _unload(self):  # There is no `_uninstall`: Decky calls that on every update.
        self.unloading = True
        with contextlib.suppress(AttributeError, asyncio.TimeoutError):  # No backend, or one that does not end.
            async with self.starting: self.process.stdin.close()
            await asyncio.wait_for(self.process.wait(), 3)
        kill_group(self.process)

def end_with_loader(plugin, loader):  # In a thread: without its loader Decky's event loop spins and runs no task.
    while os.getppid() == loader: time.sleep(1)
    kill_group(plugin.process)
    os._exit(0)

async def log(stderr):
    while chunk := await stderr.read(65536): decky.logger.error("%s", chunk.decode(errors="replace").rstrip())

def kill_group(process):
    with contextlib.suppress(AttributeError, ProcessLookupError): os.killpg(process.pid, signal.SIGKILL)
