"""``FileEvents``: everything that happens to files of artists, scripts, editors and git, in any order.

One generator owns a folder of sprites and keeps the truth about it. Each operation is one way in which real
programs write: in pieces, by a temporary name, thrice in a few milliseconds, with the time set back.
"""

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from neonworks_daemon.bench.chaos.folder_truth import Content, FolderTruth
from neonworks_daemon.bench.chaos.git_tree import GitTree, git_is_here
from neonworks_daemon.bench.chaos.sprite_stock import SpriteStock, pad_png

__all__ = ["FileEvents"]

RECIPE = 'formats = ["sheet"]\n\n[animations]\nidle = {{ action = "idle", frames = {frames} }}\n'
"""One short clip a sprite: the events are what is tested, not the drawing."""
_FOLDERS = ("", "heroes", "monsters", "monsters/cave", "props and more")
_GIT = "tracked"
_BRANCHES = ("day", "night")
_MOST_CORRUPT = 0.05
_FEW = 0.95
"""Share of the wanted files below which new ones are made, whatever the dice say."""
_STEP_S = 0.005
"""Three overwrites fall within it."""


class FileEvents:
    """``files`` sprites below ``root``; equal seeds give the same operations on the same content.

    ``sleep`` is called with seconds. ``events`` counts writes, renames and removals as the system sees them.
    """

    def __init__(
        self, root: Path, *, files: int, seed: int, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.root = root
        self.truth = FolderTruth()
        self.counts: Counter[str] = Counter()
        self.events = 0
        self.git = git_is_here()
        """Whether checkouts are among the operations."""
        self._random = random.Random(seed)
        self._stock = SpriteStock(seed)
        self._sleep = sleep
        self._wanted = files
        self._names = 0
        self._folders = list(_FOLDERS)
        self._repository = GitTree(root, _GIT)
        self._ways: Sequence[tuple[int, Callable[[], None]]] = (
            (10, self.create),
            (8, self.write_in_pieces),
            (12, self.replace_by_rename),
            (10, self.overwrite_thrice),
            (8, self.there_and_back),
            (6, self.delete),
            (8, self.delete_and_create),
            (6, self.rename),
            (5, self.rename_over),
            (8, self.touch),
            (8, self.overwrite_keeping_time),
            (4, self.corrupt),
            (6, self.repair),
            (1, self.move_folder),
            (1, self.change_recipe),
            (2, self.change_own_recipe),
            (1, self.check_out),
        )

    def prepare(self) -> None:
        """The first recipe and all files; with git a tenth of them tracked."""
        self._write_recipe(self.root / "neonworks.toml", 2)
        for folder in self._folders:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        if self.git:
            self._make_repository(max(2, self._wanted // 10))
        while len(self.truth.now) < self._wanted:
            self.create()

    def run(self, events: int) -> Iterator[int]:
        """Operations until so many more events have happened; gives the number so far after each."""
        most = self.events + events
        while self.events < most:
            weights, ways = zip(*self._ways, strict=True)
            few = len(self.truth.now) < _FEW * self._wanted
            self.create() if few else self._random.choices(ways, weights)[0]()
            self._pause()
            yield self.events

    def create(self) -> None:
        """A new file, unless there are enough."""
        if len(self.truth.now) >= self._wanted:
            self.delete()
        self._write(self._new_path(), next(self._stock))
        self._count("create")

    def write_in_pieces(self) -> None:
        """As a slow program writes: what is there in between is half a picture."""
        path = self._any()
        data = next(self._stock)
        cuts = sorted(self._random.sample(range(1, len(data)), self._random.randint(1, 3)))
        with (self.root / path).open("wb", buffering=0) as file:
            for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True):
                file.write(data[begin:end])
                self._count("write in pieces")
                self._sleep(self._random.choice((0.001, 0.01, 0.05)))
        self.truth.put(path, Content.of(data))

    def replace_by_rename(self) -> None:
        """As editors save: a temporary file, hidden or with a suffix of its own, takes the name."""
        path = self._any()
        data = next(self._stock)
        place = self.root / path
        name = self._random.choice(
            (f".{place.name}.swp", f"{place.name}~", f"{place.stem}-tmp{self._names}.png")
        )
        aside = place.with_name(name)
        aside.write_bytes(data)
        self._count("temporary file")
        if self._random.random() < 0.3:
            self._sleep(0.01)
        aside.replace(place)
        self.truth.put(path, Content.of(data))
        self._count("replace by rename")

    def overwrite_thrice(self) -> None:
        """Three other contents within five milliseconds."""
        path = self._any()
        for _ in range(3):
            self._write(path, next(self._stock))
            self._count("overwrite")
            self._sleep(_STEP_S / 4)

    def there_and_back(self) -> None:
        """A -> B -> A: nothing is new in the end."""
        path = self._any()
        before = (self.root / path).read_bytes()
        usable = self.truth.now[path].usable
        self._write(path, next(self._stock))
        self._count("A -> B")
        self._sleep(self._random.choice((0.0, 0.002, 0.02, 0.4)))
        self._write(path, before, usable=usable)
        self._count("B -> A")

    def delete(self) -> None:
        path = self._any()
        (self.root / path).unlink()
        self.truth.remove(path)
        self._count("delete")

    def delete_and_create(self) -> None:
        """The same name again, at once or a little later, with the same content or another."""
        path = self._any()
        before, usable = (self.root / path).read_bytes(), self.truth.now[path].usable
        (self.root / path).unlink()
        self.truth.remove(path)
        self._count("delete")
        self._sleep(self._random.choice((0.0, 0.002, 0.05)))
        same = self._random.random() < 0.5
        self._write(path, before if same else next(self._stock), usable=usable or not same)
        self._count("create again")

    def rename(self) -> None:
        """To a name that nobody has."""
        self._move(self._any(), self._new_path(), "rename")

    def rename_over(self) -> None:
        """To a name that another sprite has."""
        path, other = self._any(), self._any()
        if path != other:
            self._move(path, other, "rename over")

    def touch(self) -> None:
        """Another time, the same content."""
        os.utime(self.root / self._any())
        self._count("touch")

    def overwrite_keeping_time(self) -> None:
        """Other content of the same size, and the modification time set back to what it was."""
        path = self._any()
        place = self.root / path
        status = place.stat()
        data = pad_png(next(self._stock), status.st_size)
        self._write(path, data)
        os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
        self._count("overwrite, time kept")

    def corrupt(self) -> None:
        """Half a picture, garbage or nothing, and so it stays for a while; never too many at once."""
        bad = [path for path, content in self.truth.now.items() if not content.usable]
        if len(bad) >= _MOST_CORRUPT * self._wanted:
            return self.repair()
        path = self._any()
        data = next(self._stock)
        broken = self._random.choice((data[: len(data) // 2], self._random.randbytes(200), b""))
        self._write(path, broken, usable=False)
        self._count("corrupt")
        return None

    def repair(self) -> None:
        """A corrupt file becomes a picture."""
        bad = [path for path, content in self.truth.now.items() if not content.usable]
        if bad:
            self._write(self._random.choice(bad), next(self._stock))
            self._count("repair")

    def move_folder(self) -> None:
        """A folder with all that is in it gets another name."""
        folder = self._random.choice([folder for folder in self._folders if folder])
        moved = f"{folder.split(' ')[0]} {self._number()}"
        (self.root / folder).rename(self.root / moved)
        for path in [path for path in self.truth.now if path.startswith(f"{folder}/")]:
            content = self.truth.now[path]
            self.truth.remove(path)
            self.truth.put(f"{moved}{path[len(folder) :]}", content)
        self._folders = [
            f"{moved}{each[len(folder) :]}" if each == folder or each.startswith(f"{folder}/") else each
            for each in self._folders
        ]
        self._count("move folder")

    def change_recipe(self) -> None:
        """All sprites of one folder are to be animated in another way."""
        folder = self._random.choice([folder for folder in self._folders if folder])
        self._write_recipe(self.root / folder / "neonworks.toml", self._random.randint(2, 4))
        self.truth.recipe_changed(f"{folder}/")
        self._count("change a folder's recipe")

    def change_own_recipe(self) -> None:
        """One sprite gets a recipe of its own, another one, or loses it."""
        path = self._any()
        place = self.root / path
        recipe = place.with_name(f"{place.stem}.recipe.toml")
        if recipe.exists() and self._random.random() < 0.5:
            recipe.unlink()
        else:
            self._write_recipe(recipe, self._random.randint(2, 5))
        self.truth.recipe_changed(path)
        self._count("change a sprite's recipe")

    def check_out(self) -> None:
        """The other branch: tracked files change, come and go, and local changes to them are lost."""
        if self.git:
            self._repository.checkout(self._random.choice(_BRANCHES))
            self._look_at_tracked()
            self._count("git checkout", len(self._tracked()))

    def _make_repository(self, files: int) -> None:
        names = [f"t{number}.png" for number in range(files)]
        branches = {
            branch: {
                name: next(self._stock) for name in names if name == names[0] or self._random.random() < 0.8
            }
            for branch in _BRANCHES
        }
        self._repository.create(branches)
        self._look_at_tracked()

    def _tracked(self) -> list[str]:
        return [f"{_GIT}/{place.name}" for place in sorted((self.root / _GIT).glob("*.png"))]

    def _look_at_tracked(self) -> None:
        """What git wrote is found by reading: it is the only writer whose contents are not known here."""
        here = set(self._tracked())
        for path in [path for path in self.truth.now if path.startswith(f"{_GIT}/") and path not in here]:
            self.truth.remove(path)
        for path in here:
            content = Content.of((self.root / path).read_bytes())
            if content != self.truth.now.get(path):
                self.truth.put(path, content)

    def _any(self) -> str:
        return self._random.choice(sorted(self.truth.now))

    def _new_path(self) -> str:
        folder = self._random.choice(self._folders)
        return f"{folder}/s{self._number()}.png".lstrip("/")

    def _number(self) -> int:
        self._names += 1
        return self._names

    def _write(self, path: str, data: bytes, *, usable: bool = True) -> None:
        (self.root / path).write_bytes(data)
        self.truth.put(path, Content.of(data, usable=usable))

    def _move(self, path: str, to: str, word: str) -> None:
        content = self.truth.now[path]
        shutil.move(self.root / path, self.root / to)
        self.truth.remove(path)
        self.truth.put(to, content)
        self._count(word)

    def _write_recipe(self, place: Path, frames: int) -> None:
        place.write_text(RECIPE.format(frames=frames))

    def _pause(self) -> None:
        """Bursts, with now and then time enough for something to be published."""
        self._sleep(self._random.choices((0.0, 0.002, 0.02, 0.3), (70, 20, 8, 2))[0])

    def _count(self, word: str, events: int = 1) -> None:
        self.counts[word] += events
        self.events += events
