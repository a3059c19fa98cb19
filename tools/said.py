"""What an error says to the person at the desk."""

from pathlib import Path


def said(error: BaseException, path: Path | str = "") -> str:
    """«FILE: No such file or directory» of an error of the system, of any other its own words.

    `path` is the file that it is about, where the error does not name one itself.
    """
    text, name = str(error), str(path)
    if isinstance(error, OSError) and error.strerror:
        text, name = error.strerror, str(error.filename or name)
    elif isinstance(error, UnicodeDecodeError):
        text = "no text in UTF-8"
    return f"{name}: {text}" if name else text
