"""Debian packages fetched by apt into a folder and unpacked there; nothing is installed.

apt itself does the work, with a private configuration: its own lists, cache and package state, the
mirror and the key ring of this machine's own apt sources. So the packages are checked against the
archive's signature and hashes, proxies keep working, and root is not needed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

SUITE = "trixie"
DEBIAN_SUITES = frozenset(
    "bullseye bookworm trixie forky duke sid".split()
    + "oldoldstable oldstable stable testing unstable".split()
)
ONE_LINE = re.compile(r"deb\s+(?:\[([^]]*)\]\s*)?(\S+)\s+(\S+)\s+(.+)")
SYSTEM_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
TIMEOUT_S = 600


class FetchError(Exception):
    """The packages cannot be had here; the text says why."""


class Archive(NamedTuple):
    """A Debian archive that this machine already uses: its address and its signing key."""

    uri: str
    signed_by: str


def parse_list(text: str) -> list[Archive]:
    """The Debian archives of a one-line-style `sources.list`."""
    found = []
    for line in text.splitlines():
        match = ONE_LINE.match(line.split("#")[0])
        if not match:
            continue
        options, uri, suite, components = match.groups()
        if suite in DEBIAN_SUITES and "main" in components.split():
            signed = re.search(r"signed-by=(\S+)", options or "", re.IGNORECASE)
            found.append(Archive(uri, signed.group(1) if signed else ""))
    return found


def parse_sources(text: str) -> list[Archive]:
    """The Debian archives of a deb822-style `.sources` file."""
    found = []
    for stanza in re.split(r"\n[ \t]*\n", text):
        fields: dict[str, str] = {}
        name = ""
        for line in stanza.splitlines():
            if line.startswith("#"):
                continue
            if line[:1] in (" ", "\t"):
                fields[name] = fields.get(name, "") + "\n" + line
            elif ":" in line:
                name, value = line.split(":", 1)
                name = name.strip().lower()
                fields[name] = value.strip()
        wanted = (
            "deb" in fields.get("types", "").split()
            and fields.get("enabled", "yes").lower() not in ("no", "false", "0", "off")
            and DEBIAN_SUITES & set(fields.get("suites", "").split())
            and "main" in fields.get("components", "").split()
        )
        if wanted:
            signed = fields.get("signed-by", "")
            found += [Archive(uri, signed) for uri in fields.get("uris", "").split()]
    return found


def archives(etc_apt: Path = Path("/etc/apt")) -> list[Archive]:
    """The Debian archives in this machine's apt sources, the likeliest main archive first."""
    found: list[Archive] = []
    parts = etc_apt / "sources.list.d"
    for path in [etc_apt / "sources.list", *sorted(parts.glob("*"))]:
        if path.suffix not in (".list", ".sources") or not path.is_file():
            continue
        parse = parse_list if path.suffix == ".list" else parse_sources
        found += parse(path.read_text(encoding="utf-8"))
    unique = [a for a in dict.fromkeys(found) if not a.uri.startswith("cdrom:")]
    return sorted(unique, key=lambda a: "debian" not in a.uri.rstrip("/").split("/")[-1])


def private_config(home: Path, archive: Archive, architectures: list[str]) -> Path:
    """Write apt's private configuration into `home`; returns the file for `apt-get -c`."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    (home / "status").touch()
    signed = archive.signed_by or (str(SYSTEM_KEYRING) if SYSTEM_KEYRING.exists() else "")
    (home / "debian.sources").write_text(
        f"Types: deb\nURIs: {archive.uri}\nSuites: {SUITE}\nComponents: main\n"
        f"Architectures: {' '.join(architectures)}\nTargets: Packages\n"
        + (f"Signed-By: {signed}\n" if signed else ""),
        encoding="utf-8",
    )
    listed = " ".join(f'"{name}";' for name in architectures)
    config = home / "apt.conf"
    config.write_text(
        f"""\
#clear APT::Architectures;
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Architecture "{architectures[0]}";
APT::Architectures {{ {listed} }};
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
Dir::Etc::SourceList "{home}/debian.sources";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "{home}";
Dir::State::Lists "{home}/lists";
Dir::State::Status "{home}/status";
Dir::Cache "{home}/cache";
""",
        encoding="utf-8",
    )
    return config


def fetch(packages: list[str], architectures: list[str], into: Path) -> None:
    """Fetch `packages` (`name:architecture`) and unpack them into `into/<architecture>`.

    The architecture `all` names a package without code. Raises FetchError.
    """
    for program in ("apt-get", "dpkg-deb"):
        if not shutil.which(program):
            raise FetchError(f"{program} is not on this machine")
    candidates = archives()
    if not candidates:
        raise FetchError("no Debian archive among this machine's apt sources")
    reasons = []
    into.mkdir(parents=True, exist_ok=True)
    for archive in candidates:
        with tempfile.TemporaryDirectory(prefix="apt-", dir=into) as home:
            try:
                _fetch_from(archive, packages, architectures, into, Path(home).resolve())
                return
            except FetchError as error:
                reasons.append(str(error))
    raise FetchError("\n".join(reasons))


def _fetch_from(
    archive: Archive, packages: list[str], architectures: list[str], into: Path, home: Path
) -> None:
    apt = ["apt-get", "-c", str(private_config(home, archive, architectures))]
    debs = home / "debs"
    debs.mkdir()
    _run([*apt, "-q", "-o", "APT::Update::Error-Mode=any", "update"], home)
    names = [name.removesuffix(":all") for name in packages]
    _run([*apt, "-q", "download", *names], debs)
    for deb in sorted(debs.glob("*.deb")):
        target = into / deb.stem.rsplit("_", 1)[1]
        target.mkdir(exist_ok=True)
        _run(["dpkg-deb", "-x", str(deb), str(target)], home)


def _run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, timeout=TIMEOUT_S,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"{command[0]} took longer than {TIMEOUT_S} s") from error
    if done.returncode:
        lines = done.stdout.splitlines()
        said = [line for line in lines if line.startswith(("E:", "W:", "Err:", "dpkg"))]
        raise FetchError("\n".join((said or lines)[-6:]))
