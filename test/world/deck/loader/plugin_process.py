"""The plugin's process of the loader's stand-in: imports `<plugin>/main.py` with the module `decky` beside this file.

As read in the real one's source and measured: its signal handlers are there before the plugin's module is; `_migration`
ends before anything else; `_main` is a task whose exception is only logged; SIGTERM awaits `_unload`, then `_uninstall`
where it is one; a line that cannot be encoded is never sent, so that its call hangs. And when the loader's end of the
socket is gone, its reader takes the end for endless empty lines and never yields: no other task runs any more (here for
20 s, so that a failing test leaves nothing behind, and without the real one's 100 MB/s).
"""
import asyncio
import getpass
import importlib.util
import json
import os
import signal
import sys
import threading
import time
import traceback

LONGEST_LINE_BYTES = 2**30
SPIN_S = 20


def play_plugin(folder, home, connection):
    """Never returns. stdout stays the loader's: what the plugin prints goes to stderr. SIGTERM is blocked until here."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        live(loop, folder, home, connection)
        for thread in threading.enumerate():
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join()  # As Python's own exit does: such a thread keeps the real process alive, too.
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def live(loop, folder, home, connection):
    session = Session(connection)
    loop.add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(session.shut_down()))
    os.environ.update(decky_variables(folder, home))
    for name in ("SETTINGS", "RUNTIME", "LOG"):
        os.makedirs(os.environ[f"DECKY_PLUGIN_{name}_DIR"], exist_ok=True)
    session.plugin = import_main(folder).Plugin()
    if hasattr(session.plugin, "_migration"):
        loop.run_until_complete(session.plugin._migration())
    if hasattr(session.plugin, "_main"):
        session.hold(loop.create_task(log_failure(session.plugin._main())))
    session.hold(loop.create_task(session.serve()))
    try:
        loop.run_forever()
    except SystemExit:
        pass


def decky_variables(folder, home):
    """Folders are keyed by the plugin folder's name, the rest comes from its two JSON files."""
    with open(os.path.join(folder, "plugin.json"), encoding="utf-8") as file:
        plugin = json.load(file)
    with open(os.path.join(folder, "package.json"), encoding="utf-8") as file:
        version = json.load(file)["version"]
    plugin["flags"]  # The real one, too, fails without it.
    name = os.path.basename(folder)
    homebrew = os.path.join(home, "homebrew")
    return {
        "HOME": home,
        "USER": getpass.getuser(),
        "DECKY_VERSION": "v3.2.6",
        "DECKY_USER": getpass.getuser(),
        "DECKY_USER_HOME": home,
        "DECKY_HOME": homebrew,
        "DECKY_PLUGIN_SETTINGS_DIR": os.path.join(homebrew, "settings", name),
        "DECKY_PLUGIN_RUNTIME_DIR": os.path.join(homebrew, "data", name),
        "DECKY_PLUGIN_LOG_DIR": os.path.join(homebrew, "logs", name),
        "DECKY_PLUGIN_DIR": folder,
        "DECKY_PLUGIN_NAME": plugin["name"],
        "DECKY_PLUGIN_VERSION": version,
        "DECKY_PLUGIN_AUTHOR": plugin["author"],
    }


def import_main(folder):
    spec = importlib.util.spec_from_file_location("_", os.path.join(folder, "main.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def log_failure(coroutine):
    try:
        await coroutine
    except Exception:
        traceback.print_exc()


class Session:
    """One life of the plugin, from its socket to its end."""

    def __init__(self, connection):
        self.connection, self.plugin, self.writer = connection, None, None
        self.is_uninstalling, self.is_shutting_down = False, False
        self.tasks = set()

    def hold(self, task):
        """Or Python collects it."""
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def serve(self):
        import decky

        decky._send = self.send_event
        reader, self.writer = await asyncio.open_connection(sock=self.connection, limit=LONGEST_LINE_BYTES)
        ready = {"ready": True, "pluginPid": os.getpid()}
        self.writer.write(json.dumps(ready).encode() + b"\n")
        ended_s = None
        while True:
            line = await read_line(reader)  # Does not wait at the end of the stream.
            if line:
                self.hold(asyncio.create_task(self.take(line)))
                continue
            ended_s = ended_s or time.monotonic()
            if time.monotonic() - ended_s > SPIN_S:
                os._exit(1)

    async def take(self, line):
        message = json.loads(line)
        if "uninstall" in message:
            self.is_uninstalling = message["uninstall"]
            return
        answer = {"id": message["id"]}
        try:
            if message["method"].startswith("_"):
                raise Exception("Methods with a leading underscore are not for the panel.")
            answer["result"] = await getattr(self.plugin, message["method"])(*message["args"])
        except Exception as error:
            traceback.print_exc()
            answer["error"] = f"{type(error).__name__}: {error}"
        self.writer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8") + b"\n")
        await self.writer.drain()

    async def send_event(self, message):
        if self.writer is None:
            return
        self.writer.write(json.dumps(message).encode() + b"\n")
        await self.writer.drain()

    async def shut_down(self):
        if not self.is_shutting_down:
            self.is_shutting_down = True
            if hasattr(self.plugin, "_unload"):
                await log_failure(self.plugin._unload())
            if self.is_uninstalling and hasattr(self.plugin, "_uninstall"):
                await log_failure(self.plugin._uninstall())
        asyncio.get_running_loop().stop()
        sys.exit(0)


async def read_line(reader):
    try:
        return await reader.readuntil()
    except asyncio.IncompleteReadError as error:
        return error.partial
    except ConnectionError:
        return b""
