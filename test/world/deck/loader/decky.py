"""Stands in for the module `decky` that Decky Loader gives to plugins: constants from the environment, a logger, `emit`."""
import logging
import os
import time

DECKY_VERSION = os.environ["DECKY_VERSION"]
DECKY_USER = os.environ["DECKY_USER"]
DECKY_USER_HOME = os.environ["DECKY_USER_HOME"]
DECKY_HOME = os.environ["DECKY_HOME"]
DECKY_PLUGIN_SETTINGS_DIR = os.environ["DECKY_PLUGIN_SETTINGS_DIR"]
DECKY_PLUGIN_RUNTIME_DIR = os.environ["DECKY_PLUGIN_RUNTIME_DIR"]
DECKY_PLUGIN_LOG_DIR = os.environ["DECKY_PLUGIN_LOG_DIR"]
DECKY_PLUGIN_DIR = os.environ["DECKY_PLUGIN_DIR"]
DECKY_PLUGIN_NAME = os.environ["DECKY_PLUGIN_NAME"]
DECKY_PLUGIN_VERSION = os.environ["DECKY_PLUGIN_VERSION"]
DECKY_PLUGIN_AUTHOR = os.environ["DECKY_PLUGIN_AUTHOR"]
DECKY_PLUGIN_LOG = os.path.join(DECKY_PLUGIN_LOG_DIR, time.strftime("%Y-%m-%d %H.%M.%S.log"))

logger = logging.getLogger("savepoint-plugin")
logger.setLevel(logging.INFO)
_file = logging.FileHandler(DECKY_PLUGIN_LOG, encoding="utf-8")
_file.setFormatter(logging.Formatter("[%(asctime)s][%(levelname)s]: %(message)s"))
logger.addHandler(_file)
logger.propagate = False

_send = None  # plugin_process.py sets it.


async def emit(event, *args):
    """Dropped without a word while the loader is not connected, as the real one does."""
    if _send is not None:
        await _send({"event": event, "args": list(args)})
