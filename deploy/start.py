"""Starts the server at $PORT, and visits it once it answers: `python deploy/start.py`."""

import os
import subprocess
import sys

PORT = os.environ.get("PORT", "8501")
URL = f"http://127.0.0.1:{PORT}"
# A browser address that is set spares the server from asking one of Amazon for its own.
SERVER = (
    *(sys.executable, "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", f"--server.port={PORT}"),
    *("--server.headless=true", "--browser.serverAddress=localhost"),
)

if __name__ == "__main__":
    subprocess.Popen([sys.executable, "deploy/visit.py", URL])
    os.execv(sys.executable, SERVER)  # so that SIGTERM reaches the server, which then ends by itself
