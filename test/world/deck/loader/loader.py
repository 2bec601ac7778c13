"""Plays Decky Loader for one plugin: `python3 loader.py --plugin <folder> --home <folder>`.

Two processes, as on a Deck. This one is the loader; it forks the plugin's, which is `plugin_process.py`. Settings, data
and logs lie in `<home>/homebrew/{settings,data,logs}/<folder's name>`. The environment is passed on, with Decky's
variables added.

Outside, JSON lines:
  stdout             {"ready": true, "pluginPid": 123}  after every start of the plugin
  stdin              {"id": 1, "method": "rpc", "args": ["getOverview", {}]}
  stdout             {"id": 1, "result": ...}  or  {"id": 1, "error": "text"}
                     {"event": "changed", "args": [{}]}
  stdin              {"id": 2, "loader": "stop" | "start" | "update"}  what the player does with the plugin
  stdout             {"id": 2, "result": {"tookMs": 1240, "killed": 0}}

With `--zip` the plugin is started as after an install: forked while the zip is in memory, which the loader then frees.
`--from url` holds it as a download does, in three places; else as a file does.

As measured on the real one (3.2.6): at a stop it sends SIGTERM and closes its end of the plugin's socket at once; what
lives 5 s later gets SIGKILL. An update stops the plugin, and the file watcher starts it 0.1 s before it is stopped
again, a second before its last start.

Unlike the real one: it connects at once, not after 2 s; it does not change the plugin folder's owner and modes, as with
CHOWN_PLUGIN_PATH=0, and an update leaves the folder as it is; it also stops when stdin ends, so that it never outlives
who started it; and when the plugin's process ends by itself, it exits with code 1 where the real one hangs at full load.
"""
import argparse
import asyncio
import io
import json
import os
import signal
import socket
import sys
import time

from plugin_process import play_plugin

LONGEST_LINE_BYTES = 2**30
PATIENCE_S = 5


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--home", required=True)
    parser.add_argument("--zip")
    parser.add_argument("--from", dest="source", choices=["file", "url"], default="file")
    options = parser.parse_args()
    sys.exit(asyncio.run(play_loader(options)))


async def play_loader(options):
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop.set)
    stdin, stdout = await open_standard_streams(loop)
    plugin = PluginOfLoader(os.path.abspath(options.plugin), os.path.abspath(options.home), stdout)
    install(plugin, options)
    calls = asyncio.create_task(take_lines(stdin, stdout, plugin))
    calls.add_done_callback(lambda _: stop.set())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({plugin.died, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        await plugin.stop()
        return 0
    print("The plugin's process ended by itself; the real loader hangs now.", file=sys.stderr)
    return 1


def install(plugin, options):
    """The zip is in memory until the plugin has been forked."""
    if options.zip is None:
        return plugin.start()
    with open(options.zip, "rb") as file:
        if options.source == "file":
            res_zip = io.BytesIO(file.read())
        else:
            data = file.read()
            res_zip = io.BytesIO(data)
    plugin.start()
    del res_zip


async def open_standard_streams(loop):
    stdin = asyncio.StreamReader(limit=LONGEST_LINE_BYTES)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin.buffer)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, sys.stdout.buffer)
    return stdin, asyncio.StreamWriter(transport, protocol, None, loop)


async def take_lines(stdin, stdout, plugin):
    """Calls go to the plugin as they are; what the player does is done here."""
    tasks = set()
    while line := await stdin.readline():
        message = json.loads(line)
        work = act(message, plugin, stdout) if "loader" in message else plugin.pass_call(line, message["id"])
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)


async def act(message, plugin, stdout):
    started = time.monotonic()
    plugin.killed = 0
    if message["loader"] == "start":
        plugin.start()
    elif message["loader"] == "stop":
        await plugin.stop()
    else:
        await plugin.update()
    result = {"tookMs": round((time.monotonic() - started) * 1000), "killed": plugin.killed}
    stdout.write(json.dumps({"id": message["id"], "result": result}).encode() + b"\n")


class PluginOfLoader:
    """The plugin, as the loader's process knows it."""

    def __init__(self, folder, home, stdout):
        self.folder, self.home, self.stdout = folder, home, stdout
        self.pid, self.link, self.killed = None, None, 0
        self.died = asyncio.get_running_loop().create_future()

    def start(self):
        loader_end, plugin_end = socket.socketpair()
        # A signal to the child would still wake the loader's own loop, whose handlers it has until it sets its own.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        self.pid = os.fork()
        if self.pid == 0:
            loader_end.close()
            play_plugin(self.folder, self.home, plugin_end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        plugin_end.close()
        self.writer = asyncio.get_running_loop().create_future()
        self.link = asyncio.create_task(self.listen(loader_end))

    async def listen(self, connection):
        reader, writer = await asyncio.open_connection(sock=connection, limit=LONGEST_LINE_BYTES)
        self.writer.set_result(writer)
        try:
            while line := await reader.readline():
                self.stdout.write(line)
                await self.stdout.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()
        self.died.set_result(None)

    async def pass_call(self, line, call_id):
        if self.pid is None:
            error = {"id": call_id, "error": "KeyError: the plugin is not loaded"}
            return self.stdout.write(json.dumps(error).encode() + b"\n")
        writer = await asyncio.shield(self.writer)
        writer.write(line)
        await writer.drain()

    async def stop(self, is_uninstall=False):
        if self.pid is None:
            return
        pid, self.pid = self.pid, None
        if is_uninstall:
            (await self.writer).write(b'{"uninstall": true}\n')
        try:
            os.kill(pid, signal.SIGTERM)
            self.link.cancel()  # Which closes the socket: the plugin's event loop spins from now on.
            deadline = time.monotonic() + PATIENCE_S
            while os.waitpid(pid, os.WNOHANG) == (0, 0):
                if time.monotonic() > deadline:
                    self.killed += 1
                    os.kill(pid, signal.SIGKILL)
                await asyncio.sleep(0.1)
        except (ProcessLookupError, ChildProcessError):
            pass

    async def update(self):
        await self.stop(is_uninstall=True)
        self.start()
        await asyncio.sleep(0.1)
        await self.stop()
        await asyncio.sleep(1)
        self.start()


if __name__ == "__main__":
    main()
