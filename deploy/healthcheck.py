"""Ends with 0 if the API on API_PORT says that all is well, with 1 and the troubles if not.

Without API_PORT there is nobody to ask: that this runs at all means that the container does.
"""

import json
import os
import sys
import urllib.error
import urllib.request

PATIENCE = 8  # seconds; the answer itself takes at most 3


def ask(host: str, port: str) -> str:
    """Return what is wrong, nothing if all is well."""
    near = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{near}:{port}/healthz", timeout=PATIENCE):
            return ""
    except urllib.error.HTTPError as error:
        try:
            return f"{error.code}: {json.load(error).get('troubles')}"
        except (ValueError, AttributeError):
            return str(error)
    except OSError as error:
        return str(error)


def main() -> int:
    """Return the exit code."""
    port = os.environ.get("API_PORT")
    trouble = ask(os.environ.get("API_HOST", ""), port) if port else ""
    if trouble:
        print(trouble)
    return int(bool(trouble))


if __name__ == "__main__":
    sys.exit(main())
