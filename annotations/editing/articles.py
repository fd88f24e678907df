"""Articles of a project: added, described, removed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from msgspec.structs import replace

from annotations.articles import Original, Source, article_files, is_address, read_original, read_source
from annotations.articles.files import file_bytes
from annotations.articles.kinds import kind_of_name
from annotations.consequences import Consequence
from annotations.editing.sentences import segmentation_id
from annotations.editing.versions import Carriers, CarryingListener, VersionEdits
from annotations.errors import ProjectError, SourceError, VariorumError
from annotations.records import Article, ArticleState, Settings, new_id, utc_now


class Added(NamedTuple):
    """What adding a source came to.

    Attributes:
        article: the article version.
        outcome: whether that is new, or was there.
        carried: how much evidence was carried to a new version, by anchor.
        guessed: whether its encoding was guessed.
        consequences: the claims whose status a new version has changed, because their evidence waits for a
            person now.
    """

    article: Article
    outcome: Literal["added", "same", "new version"]
    carried: dict[str, int]
    guessed: bool
    consequences: list[Consequence]


class ArticleEdits(VersionEdits):
    """Edits of articles."""

    def carry_ahead(
        self, source: Source, *, version_of: str | None = None, told: CarryingListener | None = None
    ) -> Carriers | None:
        """Compare what was read with the version that it follows, and seek its quotes, for `add_source`.

        It changes nothing but that the text is kept, so that it may run on another thread as long as nobody
        changes the project. A thousand quotes take up to seconds.

        Args:
            source: what was read.
            version_of: as `add_source` has it.
            told: told how far it is; what it raises ends it.

        Returns:
            What was found out; null where there is nothing to carry.

        Raises:
            ReadOnlyError: the project is open to be read only.
            ProjectError: as `add_source` raises it.
        """
        self._writable()
        sha256 = self.keep_source(source)
        latest = self._newest(self.article(version_of).work) if version_of else self.find_source(source)
        if latest is None or latest.sha256 == sha256:
            return None
        return self._carried_ahead(latest, sha256, told)

    def add_source(
        self,
        source: Source,
        *,
        version_of: str | None = None,
        undoable: bool = True,
        ahead: Carriers | None = None,
    ) -> Added:
        """Add what was read: a new article, or the next version of one whose text has changed.

        The older version becomes ``superseded``, keeps its evidence, and copies are carried to the new one.

        Args:
            source: what was read.
            version_of: an article of which a person says that this is its next version, wherever it came
                from; else the one that came from the same file or address, if there is one.
            undoable: whether undo takes it back.
            ahead: what `carry_ahead` found out for it.

        Raises:
            ReadOnlyError: the project is open to be read only.
            ProjectError: the text holds a lone surrogate, or could not be written; or there is no article
                `version_of`.
        """
        self._writable()
        where = self._source_of(source)
        named = self.article(version_of) if version_of else None
        sha256 = self.keep_source(source)
        latest = self._newest(named.work) if named else self.find_source(source)
        if latest is not None and latest.sha256 == sha256:
            return Added(latest, "same", {}, source.guessed, [])
        id = new_id()
        title = source.title
        article = Article(
            id=id,
            work=latest.work if latest else id,
            version=latest.version + 1 if latest else 1,
            label=latest.label if latest else self._free_label(source.label),
            title=title,
            publisher=source.publisher or (latest.publisher if latest else None),
            author=source.author or (latest.author if latest else None),
            published=source.published or (latest.published if latest else None),
            retrieved=utc_now(),
            language=source.language or (latest.language if latest else None),
            url=source.url or (latest.url if latest else None),
            source=where,
            encoding=source.encoding,
            sha256=sha256,
            chars=len(source.text),
        )
        carried: dict[str, int] = {}
        quoted = dict.fromkeys(piece.claim for piece in self.evidence_in(latest.id)) if latest else {}
        before = {claim: self.agreement(claim) for claim in quoted}
        label = (
            f"article {article.label} added" if latest is None else f"new version of article {article.label}"
        )
        with self._change(label, undoable=undoable) as edits:
            if latest is not None and latest.state == "current":
                edits.put(replace(latest, state="superseded"))
            edits.put(article)
            if latest is not None:
                carried = self._carry_over(edits, latest, article, ahead)
        changed = [Consequence(self.claim(id), then, self.agreement(id)) for id, then in before.items()]
        outcome: Literal["added", "new version"] = "new version" if latest else "added"
        return Added(article, outcome, carried, source.guessed, [one for one in changed if one.matters])

    def add_files(self, paths: Sequence[Path]) -> list[Added]:
        """Read and add article files; all are read before the first is added.

        Raises:
            SourceError: one of them cannot become an article; none was added.
        """
        return [self.add_source(source) for source in readable(paths)]

    def new_files(self) -> list[Path]:
        """The article files of the project folder that are no articles of the project yet."""
        if self.folder is None:
            return []
        known = {article.source for article in self.articles}
        return [path for path in article_files(self.folder) if self.source_name(path) not in known]

    def changed_files(self, among: Collection[Path] | None = None) -> list[Path]:
        """The files of current articles whose text is another one by now. Reads them all, or those `among`
        the given ones.

        Files that are gone or cannot be read are left out.
        """
        if self.folder is None:
            return []
        found = []
        for article in self.current_articles:
            path = self.folder / article.source if article.source else None
            if path is None or (among is not None and path not in among):
                continue
            if kind_of_name(path.name) is not None and path.is_file():
                with contextlib.suppress(VariorumError):
                    if self._reads_otherwise(path, article):
                        found.append(path)
        return found

    def _reads_otherwise(self, path: Path, article: Article) -> bool:
        if kind_of_name(path.name) != "text" and self._originals.has(article.sha256, file_bytes(path)):
            return False  # the same bytes: no need to take the text out of them again
        return self.as_before(read_source(path)).sha256 != article.sha256

    def as_before(self, source: Source) -> Source:
        """The source, read in the encoding that its last version was read in, where that gives its text once
        more or the encoding was only guessed this time: a person may have said which one it is.
        """
        latest = self.find_source(source)
        if latest is None or latest.encoding == source.encoding:
            return source
        with contextlib.suppress(SourceError):
            again = self._read_again(source, latest.encoding)
            if again.sha256 == latest.sha256 or source.guessed:
                return again
        return source

    def _read_again(self, source: Source, encoding: str) -> Source:
        if source.path is not None:
            return read_source(source.path, encoding=encoding)
        if source.original is None:
            return source
        again = read_original(source.original, name=source.name, encoding=encoding)
        return replace(again, address=source.address, url=again.url or source.url)

    def reread(self, id: str, encoding: str) -> Source:
        """Read what an article came from once more, in the encoding that a person says it is in: the page or
        document that was kept, or else its file. `add_source` makes it the next version.

        Raises:
            ProjectError: nothing was kept, and it came from no file.
            SourceError: it cannot be read, or not in that encoding.
        """
        article = self.article(id)
        source = article.source
        path = None
        if source is not None and not is_address(source):
            path = Path(os.path.abspath(self.folder or "."), source)
        kept = self.originals(id)
        if kept:
            again = read_original(kept[0], name=source or "original", encoding=encoding)
            return replace(
                again, path=path, address=source if path is None else None, url=again.url or article.url
            )
        if path is None:
            raise ProjectError(f"nothing was kept that {article.label} could be read from again")
        return read_source(path, encoding=encoding)

    def find_source(self, source: Source) -> Article | None:
        """The newest version of the article that came from where a source came from, if there is one.

        What came from nowhere in particular is known by its text.
        """
        where = self._source_of(source)
        if where is None:
            known = [a for a in self.articles if a.source is None and a.sha256 == source.sha256]
        else:
            known = [article for article in self.articles if article.source == where]
        return max(known, key=lambda article: article.version, default=None)

    def _newest(self, work: str) -> Article:
        return max((a for a in self.articles if a.work == work), key=lambda article: article.version)

    def _source_of(self, source: Source) -> str | None:
        return self.source_name(source.path) if source.path is not None else source.address

    def source_name(self, path: Path) -> str:
        """How `Article.source` names a file: relative to the project folder inside it, else absolute."""
        absolute = Path(os.path.abspath(path))
        if self.folder is not None:
            with contextlib.suppress(ValueError):
                return absolute.relative_to(os.path.abspath(self.folder)).as_posix()
        return absolute.as_posix()

    def set_article(self, id: str, **fields: Any) -> Article:
        """Change the details of an article: title, publisher, author, published, language, url, label, state.

        A label belongs to the work, so all versions of the article take it.

        Raises:
            ProjectError: the label is empty or another article has it; there is no such state, or another
                version of the article is the current one.
        """
        article = self.article(id)
        self._check_state(article, fields.get("state", article.state))
        versions = self._described(article, fields)
        with self._change(f"details of article {article.label}") as edits:
            for version in versions:
                edits.put(version)
        return self.article(id)

    def _described(self, article: Article, fields: dict[str, Any]) -> list[Article]:
        """The versions of an article as they are once these details are this version's; it comes first."""
        label = fields.get("label", article.label)
        if not label.strip():
            raise ProjectError("a label cannot be empty")
        if any(other.label == label for other in self.articles if other.work != article.work):
            raise ProjectError(f"the label “{label}” is taken")
        others = [a for a in self.articles if a.work == article.work and a.id != article.id]
        return [replace(article, **fields), *(replace(other, label=label) for other in others)]

    def remove_article(self, id: str) -> None:
        """Take an article version out of the project, with its evidence and reviews; text and file stay.

        Where that was the newest version, the one before it counts again.
        """
        article = self.article(id)
        older = [a for a in self.articles if a.work == article.work and a.version < article.version]
        before = max(older, key=lambda a: a.version, default=None)
        newest = not any(a.work == article.work and a.version > article.version for a in self.articles)
        with self._change(f"article {article.label} removed") as edits:
            for piece in self.evidence_in(id):
                self._drop_evidence(edits, piece)
            for review in self._store.tables.reviews_in(id):
                edits.delete(review)
            resegmented = self.find(Settings, segmentation_id(id))
            if resegmented is not None:
                edits.delete(resegmented)
            edits.delete(article)
            if newest and before is not None and before.state == "superseded":
                edits.put(replace(before, state="current"))

    def _check_state(self, article: Article, state: str) -> None:
        if state not in get_args(ArticleState):
            raise ProjectError(
                f"there is no state “{state}”; an article is {', '.join(get_args(ArticleState))}"
            )
        versions = [a for a in self.articles if a.work == article.work and a.id != article.id]
        if state == "current" != article.state and any(
            other.state == "current" or other.version > article.version for other in versions
        ):
            raise ProjectError(f"a newer version of article {article.label} counts")

    def keep_source(self, source: Source) -> str:
        """Put the text of a source on disk, and the page or document that it is from, so that `add_source`
        need not wait for that later; the hash of the text.

        It may be called on another thread.

        Raises:
            ProjectError: it could not be written, or holds a lone surrogate.
        """
        sha256 = self._keep(source.text)
        if source.original is not None:
            try:
                self._originals.put(sha256, source.original)
            except OSError as problem:
                raise ProjectError(f"the page could not be kept: {problem.strerror or problem}") from problem
        return sha256

    def originals(self, id: str) -> list[Original]:
        """The pages or documents that the text of an article was taken from, as they were read.

        Raises:
            ProjectError: there is no such article, or one of them is damaged or cannot be read.
        """
        try:
            return self._originals.of(self.article(id).sha256)
        except OSError as problem:
            raise ProjectError(f"the page could not be read: {problem.strerror or problem}") from problem

    def _keep(self, text: str) -> str:
        try:
            return self._texts.put(text)
        except UnicodeEncodeError:
            raise ProjectError("a text holds a lone surrogate, which no file can hold") from None
        except OSError as problem:
            raise ProjectError(f"the text could not be kept: {problem.strerror or problem}") from problem

    def _free_label(self, wanted: str | None) -> str:
        taken = {article.label for article in self.articles}
        if wanted and wanted not in taken:
            return wanted
        return next(label for label in labels() if label not in taken)


def labels() -> Iterator[str]:
    """A … Z, AA, AB … without end."""
    number = 0
    while True:
        number += 1
        label, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            label = chr(ord("A") + digit) + label
        yield label


def readable(paths: Iterable[Path]) -> list[Source]:
    """Read all files.

    Raises:
        SourceError: one line that names each file that could not be read, and why.
    """
    sources, problems = read_all(paths)
    if problems:
        raise SourceError("; ".join(problems))
    return sources


def read_all(
    paths: Iterable[Path], read: Callable[[Path], Source] = read_source
) -> tuple[list[Source], list[str]]:
    """Read all files; what could be read, and what was wrong with the others."""
    sources, problems = [], []
    for path in paths:
        try:
            sources.append(read(path))
        except VariorumError as problem:
            problems.append(str(problem))
    return sources, problems
