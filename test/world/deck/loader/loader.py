"""Plays Decky Loader for one plugin: `python3 loader.py --plugin <folder> --home <folder>`.

Two processes, as on a Deck. This one is the loader; it forks the plugin's, which imports `<plugin>/main.py` with the
module `decky` beside this file. Settings, data and logs lie in `<home>/homebrew/{settings,data,logs}/<folder's name>`.
The environment is passed on, with Decky's variables added.

Outside, JSON lines:
  first line out     {"ready": true, "pluginPid": 123}
  stdin              {"id": 1, "method": "rpc", "args": ["getOverview", {}]}
  stdout             {"id": 1, "result": ...}  or  {"id": 1, "error": "text"}
                     {"event": "changed", "args": [{}]}

As measured on the real one: `_migration` ends before anything else, `_main` is a task whose exception is only logged,
methods with a leading `_` are refused, events before the connection are dropped. SIGTERM awaits `_unload`, and after
5 s comes SIGKILL. When the loader is killed, the plugin's event loop reads the end of its socket as endless empty
messages: it spins and runs no other task (here for 20 s, so that a failing test leaves nothing behind).

Unlike the real one: it connects at once, not after 2 s; it does not change the plugin folder's owner and modes, as with
CHOWN_PLUGIN_PATH=0; it also stops when stdin ends, so that it never outlives who started it; and when the plugin's
process ends by itself, it exits with code 1 where the real one hangs at full load.
"""
import argparse
import asyncio
import getpass
import importlib.util
import json
import os
import signal
import socket
import sys
import threading
import time
import traceback

LONGEST_LINE_BYTES = 2**30
PATIENCE_S = 5
SPIN_S = 20


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--home", required=True)
    options = parser.parse_args()
    plugin_folder = os.path.abspath(options.plugin)
    loader_end, plugin_end = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        loader_end.close()
        play_plugin(plugin_folder, os.path.abspath(options.home), plugin_end)
    plugin_end.close()
    sys.exit(asyncio.run(play_loader(pid, loader_end)))


# The loader's process


async def play_loader(plugin_pid, connection):
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop.set)
    from_plugin, to_plugin = await asyncio.open_connection(sock=connection, limit=LONGEST_LINE_BYTES)
    stdin, stdout = await open_standard_streams(loop)
    calls = asyncio.create_task(pass_on(stdin, to_plugin))
    calls.add_done_callback(lambda _: stop.set())
    answers = asyncio.create_task(pass_on(from_plugin, stdout))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({answers, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        await stop_plugin(plugin_pid)
        return 0
    os.waitpid(plugin_pid, 0)
    print("The plugin's process ended by itself; the real loader hangs now.", file=sys.stderr)
    return 1


async def open_standard_streams(loop):
    stdin = asyncio.StreamReader(limit=LONGEST_LINE_BYTES)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin.buffer)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, sys.stdout.buffer)
    return stdin, asyncio.StreamWriter(transport, protocol, None, loop)


async def pass_on(reader, writer):
    """Chunks as they come: the loader knows nothing of what it carries."""
    try:
        while chunk := await reader.read(2**20):
            writer.write(chunk)
            await writer.drain()
    except ConnectionError:
        pass  # The other end is gone.


async def stop_plugin(pid):
    try:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_S
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.02)
    except (ProcessLookupError, ChildProcessError):
        pass


# The plugin's process


def play_plugin(folder, home, connection):
    """Never returns. stdout stays the loader's: what the plugin prints goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        os.environ.update(decky_variables(folder, home))
        for name in ("SETTINGS", "RUNTIME", "LOG"):
            os.makedirs(os.environ[f"DECKY_PLUGIN_{name}_DIR"], exist_ok=True)
        asyncio.new_event_loop().run_until_complete(live(folder, connection))
        for thread in threading.enumerate():
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join()  # As Python's own exit does: such a thread keeps the real process alive, too.
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


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
        "DECKY_VERSION": "v3.1.10",
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


async def live(folder, connection):
    loop = asyncio.get_running_loop()
    terminated = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, terminated.set)
    plugin = import_main(folder).Plugin()
    if hasattr(plugin, "_migration"):
        await plugin._migration()
    main_task = asyncio.create_task(log_failure(plugin._main())) if hasattr(plugin, "_main") else None
    serving = asyncio.create_task(serve(plugin, connection))
    await terminated.wait()
    if hasattr(plugin, "_unload"):
        await log_failure(plugin._unload())
    return main_task, serving  # Held until here, or Python collects them; what is under way is not awaited.


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


async def serve(plugin, connection):
    import decky

    reader, writer = await asyncio.open_connection(sock=connection, limit=LONGEST_LINE_BYTES)

    async def send(message):
        writer.write(json.dumps(message).encode() + b"\n")
        await writer.drain()

    decky._send = send
    await send({"ready": True, "pluginPid": os.getpid()})
    tasks = set()
    try:
        while line := await reader.readline():
            task = asyncio.create_task(answer(plugin, json.loads(line), send))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    except ConnectionError:
        pass
    spin_like_the_real_one()


async def answer(plugin, call, send):
    try:
        if call["method"].startswith("_"):
            raise Exception("Methods with a leading underscore are not for the panel.")
        result = await getattr(plugin, call["method"])(*call["args"])
        await send({"id": call["id"], "result": result})
    except ConnectionError:
        pass  # The loader is gone.
    except Exception as error:
        traceback.print_exc()
        await send({"id": call["id"], "error": f"{type(error).__name__}: {error}"})


def spin_like_the_real_one():
    deadline = time.monotonic() + SPIN_S
    while time.monotonic() < deadline:
        pass
    os._exit(1)


main()
