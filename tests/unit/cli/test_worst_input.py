"""Input that no case can hold: special files, links, huge files. Each is one error, and soon."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

import pytest

from support.command import Outcome, brickform
from support.endings import has_to_end

PROJECT = "name: shop\ntargets: {dev: {catalog: main, schema: analytics}}\n"
MODEL = "def model(dbt, session):\n    return session.range(1)\n"
MEGABYTES = 1_500

Harm = Callable[[Path], object]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "models").mkdir(parents=True)
    (folder / "brickform.yml").write_text(PROJECT, encoding="utf-8")
    (folder / "models" / "orders.py").write_text(MODEL, encoding="utf-8")
    return folder


def generate(project: Path, *arguments: str | Path) -> Outcome:
    """Run a generate that must fail soon, in little memory, and leave nothing behind."""
    output = project.parent / "out"
    memory = getrusage(RUSAGE_SELF).ru_maxrss
    with has_to_end():
        done = brickform("generate", "bundle", project, "-q", "-o", output, *arguments)
    assert getrusage(RUSAGE_SELF).ru_maxrss - memory < MEGABYTES * 1000
    assert not output.exists()
    assert done.code == 1, done.err
    return done


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def replace(path: Path, make: Harm) -> None:
    path.unlink()
    make(path)


def write_sparse(path: Path, size: int) -> None:
    """Make a file that seems huge and takes no room."""
    with path.open("wb") as file:
        file.truncate(size)


def lead_out(path: Path) -> None:
    """Move a file or folder out of the project and leave a link to it."""
    elsewhere = path.parent.parent / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def make_dbt(make: Harm) -> Harm:
    """Make a dbt project, and something at the place of its profiles.yml."""

    def harm(project: Path) -> None:
        write(project / "dbt_project.yml", "name: shop\nprofile: shop\n")
        make(project / "profiles.yml")

    return harm


def bind_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path.name)
    os.chdir(here)


def nest_folders(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    for _ in range(300):
        Path("inner").mkdir()
        os.chdir("inner")
    Path("deep.py").write_text(MODEL, encoding="utf-8")
    os.chdir(here)


SPECIAL: dict[str, tuple[Harm, str, str]] = {
    "a model is a pipe": (lambda p: os.mkfifo(p / "models/x.py"), "models/x.py:1:1", "pipe or a device"),
    "a model is a socket": (lambda p: bind_socket(p / "models/x.py"), "models/x.py:1:1", "pipe or a device"),
    "a model is a link to itself": (
        lambda p: (p / "models/x.py").symlink_to("x.py"),
        "models/x.py:1:1",
        "symbolic links",
    ),
    "a model is a link to nothing": (
        lambda p: (p / "models/x.py").symlink_to("nowhere.py"),
        "models/x.py:1:1",
        "link that leads to no file",
    ),
    "a model is a link to a device": (
        lambda p: (p / "models/x.py").symlink_to("/dev/zero"),
        "models/x.py:1:1",
        "leads out of the project",
    ),
    "a folder of models leads out": (
        lambda p: (p / "models/more").symlink_to(p.parent),
        "models/more:1:1",
        "leads out of the project",
    ),
    "the folder of models leads out": (
        lambda p: lead_out(p / "models"),
        "models:1:1",
        "leads out of the project",
    ),
    "folders without end": (lambda p: nest_folders(p / "models"), "models/inner/inner", "50 folders deep"),
    "a property file is a pipe": (
        lambda p: os.mkfifo(p / "models/x.yml"),
        "models/x.yml:1:1",
        "pipe or a device",
    ),
    "the project file is a pipe": (
        lambda p: replace(p / "brickform.yml", os.mkfifo),
        "brickform.yml:1:1",
        "pipe or a device",
    ),
    "the project file is a folder": (
        lambda p: replace(p / "brickform.yml", Path.mkdir),
        "brickform.yml:1:1",
        "is a folder",
    ),
    "the project file is a link to nothing": (
        lambda p: replace(p / "brickform.yml", lambda path: path.symlink_to("nowhere")),
        "brickform.yml:1:1",
        "link that leads to no file",
    ),
    "the project file is a link to itself": (
        lambda p: replace(p / "brickform.yml", lambda path: path.symlink_to(path.name)),
        "brickform.yml:1:1",
        "symbolic links",
    ),
    "the project file leads out": (
        lambda p: lead_out(p / "brickform.yml"),
        "brickform.yml:1:1",
        "leads out of the project",
    ),
    "profiles.yml is a pipe": (
        make_dbt(os.mkfifo),
        "profiles.yml:1:1",
        "pipe or a device",
    ),
    "profiles.yml is a folder": (
        make_dbt(Path.mkdir),
        "profiles.yml:1:1",
        "is a folder",
    ),
    "a model is larger than any code": (
        lambda p: write(p / "models/x.py", b"x = 1\n" * 200_000),
        "models/x.py:1:1",
        "larger than 1 MB",
    ),
    "a property file is huge": (
        lambda p: write_sparse(p / "models/x.yml", 200_000_000),
        "models/x.yml:1:1",
        "larger than 10 MB",
    ),
    "a property file of many values": (
        lambda p: write(p / "models/x.yml", b"x: [" + b"a," * 4_000_000 + b"]\n"),
        "models/x.yml:1:",
        "1,000,000 values",
    ),
    "a number without end": (
        lambda p: write(p / "models/x.yml", b"x: 1" + b":1" * 2_000_000 + b"\n"),
        "models/x.yml:1:4",
        "more than 1,000 characters",
    ),
    "code nested without end": (
        lambda p: write(p / "models/x.py", MODEL.replace("1)", "-" * 100_000 + "1)")),
        "models/x.py:1:1",
        "nested too deep",
    ),
}
if sys.version_info >= (3, 11):  # an older Python takes as many calls as there are
    SPECIAL["calls nested without end"] = (
        lambda p: write(p / "models/x.py", MODEL.replace("1)", "1)" + ".cache()" * 20_000)),
        "models/x.py:1:1",
        "nested too deep",
    )


@pytest.mark.parametrize("name", SPECIAL)
def test_a_special_file_is_one_error(name: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBT_PROFILES_DIR", raising=False)
    harm, place, words = SPECIAL[name]
    harm(project)
    done = generate(project)
    first, *_ = done.err.splitlines()
    assert first.startswith((place, f"{project}/{place}"))
    assert words in first
    assert done.err.splitlines()[-1] == "1 error"


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Be a user without rights over the folder; for root, whom no mode keeps out, another user."""
    folder.chmod(0)
    if os.geteuid() == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.parametrize(
    ("locked", "message"),
    [
        ("models", "models:1:1: error[BF101]: 'models' cannot be read: Permission denied"),
        (
            "models/orders.py",
            "models/orders.py:1:1: error[BF101]: 'models/orders.py' cannot be read: Permission",
        ),
        (
            "brickform.yml",
            "brickform.yml:1:1: error[BF101]: 'brickform.yml' cannot be read: Permission denied",
        ),
        ("models/more", "models/more:1:1: error[BF101]: 'models/more' cannot be read: Permission denied"),
    ],
)
def test_what_may_not_be_read_is_one_error(locked: str, message: str) -> None:
    with TemporaryDirectory() as temporary:  # not pytest's own folder, which is closed to other users
        folder = Path(temporary)
        folder.chmod(0o755)
        project = folder / "project"
        write(project / "brickform.yml", PROJECT)
        write(project / "models/orders.py", MODEL)
        write(project / "models/more/returns.py", MODEL)
        brickform("validate", project)  # what is imported on the way may be closed to other users too
        with as_nobody(project / locked):
            done = generate(project)
    first, *_, last = done.err.splitlines()
    assert first.startswith(f"{project}/{message}")
    assert last == "1 error"


def test_a_link_out_of_the_project_is_not_shown(project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("PASSWORD = 'never shown'", encoding="utf-8")
    (project / "models" / "linked.py").symlink_to(tmp_path / "secret.py")
    done = generate(project)
    assert "'models/linked.py' leads out of the project" in done.err
    assert "never shown" not in done.out + done.err


def test_links_inside_the_project_are_followed_once(project: Path) -> None:
    (project / "models" / "again").symlink_to(".")
    (project / "models" / "itself").symlink_to("itself")
    assert brickform("validate", project).code == 0


@pytest.mark.parametrize("manifest", ["pipe", "folder", "link to nothing", "link to itself", "device"])
def test_a_manifest_that_is_no_file(manifest: str, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    make: dict[str, Harm] = {
        "pipe": os.mkfifo,
        "folder": Path.mkdir,
        "link to nothing": lambda path: path.symlink_to("nowhere"),
        "link to itself": lambda path: path.symlink_to(path.name),
        "device": lambda path: path.symlink_to("/dev/zero"),
    }
    make[manifest](path)
    done = generate(project, "--manifest", path)
    assert done.err.startswith("manifest.json:1:1: error[BF101]: 'manifest.json' ")


def test_a_huge_manifest(project: Path, tmp_path: Path) -> None:
    write_sparse(tmp_path / "manifest.json", 501_000_000)
    done = generate(project, "--manifest", tmp_path / "manifest.json")
    assert "'manifest.json' is larger than 500 MB" in done.err


@pytest.mark.parametrize("number", ["0x" + "f" * 4000, "-0x" + "f" * 4000, "+1" + "0" * 4000])
@pytest.mark.parametrize("where", ["python", "yaml"])
def test_an_endless_number_is_an_error(number: str, where: str, project: Path) -> None:
    if where == "python":
        config = f"    dbt.config(foo={number})\n    dbt.config.get('foo')\n    return"
        write(project / "models/orders.py", MODEL.replace("    return", config))
    else:
        tags = f"config: {{python_job_config: {{tags: {{a: {number}}}}}}}"
        write(project / "models/models.yml", f"models: [{{name: orders, {tags}}}]")
    generate(project)


def test_a_lock_file_nested_too_deeply(project: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "brickform.lock.json").write_text("[" * 100_000, encoding="utf-8")
    done = brickform("generate", "bundle", project, "-o", tmp_path / "out")
    assert done.code == 1
    assert "BF603" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", ""),
        ("-o", "out", "-s", ""),
        ("-o", "out", "--module", 'my jobs"'),
        ("-o", "out", "--vars", "[" * 20_000),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert brickform("generate", "terraform", ".", *arguments).code == 2
    assert sorted(path.name for path in project.iterdir()) == ["brickform.yml", "models"]
