"""The documents of a bench's СКНО, from its files."""

import json
from pathlib import Path
from typing import Any


class SknoFileError(Exception):
    """No such file, or not one of a СКНО; the text is one line."""


def skno_of(path: Path | str) -> dict[str, Any]:
    """What `read` takes as `skno`: of a state file with its `.documents` beside it, or of a
    documents.json. SknoFileError."""
    path = Path(path)
    try:
        state = json.loads(path.read_text("utf-8"))
        if not isinstance(state, dict):
            raise SknoFileError(f"{path}: not a file of a СКНО")
        if "documents" not in state:
            beside = path.with_name(path.name + ".documents")
            data = beside.read_bytes() if beside.exists() else b""
            lines = data[: int(state["taken_bytes"])].splitlines()
            state["documents"] = [json.loads(line) for line in lines]
    except OSError as error:
        raise SknoFileError(f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise SknoFileError(f"{path}: not a file of a СКНО ({error})") from None
    return state
