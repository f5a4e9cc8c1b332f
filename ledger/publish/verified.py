"""Which links were followed and found right, so that they are followed again only where something changed or vanished.

A page that changed is looked at by itself. When a file is gone, or the ids of a page are others, any page may have linked there: then
all are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ledger.kept import digest, keep, recall


class Verified(msgspec.Struct, array_like=True):
    """A site in which every link leads somewhere: ``pages[path]`` is the hash of a page and one of its ids, ``files`` are all others.

    ``engine`` names the code that made it, ``addresses`` the list of addresses, if all of them are made and none has moved.
    """

    engine: str = ""
    pages: dict[str, tuple[str, str]] = {}
    files: list[str] = []
    addresses: str = ""

    def seen_in(self, engine: str, names: Mapping[str, str], ids: Mapping[str, Collection[str]]) -> Verified:
        """The same of another site: ``names`` are the hashes of its files by path, ``ids`` those of each page."""
        pages: dict[str, tuple[str, str]] = {}
        for path in ids:
            before = self.pages.get(path)
            pages[path] = before if before and before[0] == names[path] else (names[path], digest("\n".join(ids[path]).encode("utf-8", "surrogatepass")))
        return Verified(engine, pages, [path for path in names if path not in pages])

    def lacks_nothing_of(self, before: Verified) -> bool:
        """Whether everything is still there that ``before`` had for a link to lead to."""
        files, were = {*self.files}, {*before.files}
        return (
            self.engine == before.engine
            and before.pages.keys() <= self.pages.keys()
            and were <= files
            and all(before.pages[path][1] == ids if path in before.pages else path not in were for path, (_, ids) in self.pages.items())
        )

    def changed_since(self, before: Verified) -> Iterable[str]:
        """The pages whose links have to be followed."""
        return [path for path, known in self.pages.items() if before.pages.get(path) != known] if self.lacks_nothing_of(before) else self.pages


_verified = msgspec.msgpack.Decoder(Verified)


def verified(file: Path) -> Verified:
    """What was found right last, as far as anybody remembers."""
    if (content := recall(file)) is not None:
        with suppress(msgspec.DecodeError):
            return _verified.decode(content)
    return Verified()


def remember(file: Path, found: Verified) -> None:
    keep(file, msgspec.msgpack.encode(found))
