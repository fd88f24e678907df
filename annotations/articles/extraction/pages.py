"""The article in a page, told from what is around it, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Set

import lxml.html
import trafilatura
from lxml.html import HtmlElement

from annotations.articles.decode import decode
from annotations.articles.extraction.about import headline, language, published, title_of_page
from annotations.articles.extraction.guessing import guess_encoding
from annotations.articles.extraction.visible import count, visible_text
from annotations.articles.messages import Extract, Extracted, Refused
from annotations.articles.tidy import one_line, without_controls

#: The declaration must be within the first kilobyte; four are allowed for what people paste before it.
_HEAD = 4_096
_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:()-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s{0,40}<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:()-]{1,40})""")

_HIDDEN = (
    "//*[@hidden and not(@hidden='until-found')]"
    "|//*[contains(translate(@style, ' DISPLAYNOE', 'displaynoe'), 'display:none')]"
    "|//*[contains(translate(@style, ' VISBLTYHDEN', 'visbltyhden'), 'visibility:hidden')]"
)

#: An article with fewer characters than this, on a page that speaks of subscribing, is a beginning.
_STUB = 1_500
_WALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|to (?:continue|keep) reading|already a subscriber"
    r"|(?:for|only) subscribers|subscribers only|subscriber[- ]only"
    r"|unlock (?:this|the full) (?:article|story)"
    r"|sign in to (?:continue|read)|register to (?:continue|read)|create (?:a |an )?(?:free )?account to"
    r"|(?:jetzt|artikel) weiterlesen mit|nur für abonnenten|réservée? aux abonnés|solo para suscriptores"
    r"|riservato agli abbonati|только для подписчиков",
    re.IGNORECASE,
)
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_SCRIPT_WANTED = re.compile(
    r"(?:enable|activate|turn on|requires?|need) javascript|javascript (?:is )?disabled", re.I
)
#: A larger share of a text than this that is not visible on its page is told.
_UNSEEN = 0.1
_TABLE = re.compile(r"\s*\|\s*")
#: So few characters are rarely an article.
_HARDLY = 200


def read_page(raw: bytes, task: Extract) -> Extracted | Refused:
    """The article of a page; with `task.plain` all of its visible text.

    Raises:
        SourceError: the bytes are no text in the encoding that a person chose.
    """
    decoded = decode(raw, chosen=task.chosen, declared=(task.declared, *_declared(raw)), guess=guess_encoding)
    page = without_controls(decoded.text)
    # Once more: a reference like &#27; has made a control character of what was none.
    visible = without_controls(visible_text(page))
    of = count(visible)
    if of == 0:
        return Refused("holds no visible text (it may be put together by a script, or all pictures)", True)
    if task.plain:
        read = Extracted(
            text=visible, kept=of, visible=of, title=title_of_page(page), language=language(page)
        )
    else:
        found = _article(page, visible, task.address)
        if found is None:
            return Refused("no article was found in this page")
        read = found
    kept, unseen = _seen(read.text, visible)
    notes = _warnings(page, visible, kept)
    if unseen > _UNSEEN * (kept + unseen):
        notes.append(f"{unseen:,} characters of it are data of the page that it does not show")
    return Extracted(
        text=read.text,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        title=read.title,
        publisher=read.publisher,
        author=read.author,
        published=read.published,
        language=read.language,
        url=read.url,
        kept=min(kept, of),
        visible=of,
        notes=tuple(notes),
    )


def _declared(raw: bytes) -> list[str]:
    """The encodings that a page says it is in."""
    names = []
    for pattern in (_META, _XML):
        found = pattern.search(raw[:_HEAD])
        if found:
            name = found[1].decode("ascii")
            # It could not have been read if it were so (https://html.spec.whatwg.org/#determining-the-character-encoding).
            names.append("utf-8" if name.lower().startswith("utf-16") else name)
    return names


def _article(page: str, visible: str, address: str | None) -> Extracted | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = lxml.html.document_fromstring(page.encode("utf-8"), parser=parser)
    for hidden in tree.xpath(_HIDDEN):
        # The text behind an element belongs to what is around it.
        if isinstance(hidden, HtmlElement) and hidden.getparent() is not None:
            hidden.drop_tree()
    found = trafilatura.bare_extraction(
        tree,
        url=address,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict):
        return None
    text = _paragraphs(without_controls(found.text or ""), frozenset(visible.split("\n\n")))
    if not text:
        return None
    title = headline(page, found.title)
    # A headline makes claims too. Only one that is really shown, and only where it is missing.
    if title and not _holds(text[: len(title) + 500], title) and _holds(visible, title):
        text = f"{title}\n\n{text}"
    return Extracted(
        text=text,
        title=title,
        publisher=one_line(found.sitename),
        author=one_line(found.author),
        published=published(page, found.url or address, one_line(found.date)),
        language=language(page),
        url=_web(found.url),
    )


def _paragraphs(text: str, shown: Set[str]) -> str:
    """The lines of a text, with a blank line between each two, without those that hold nothing.

    The extractor writes lists and tables in Markdown; its marks are taken off lines that are not `shown` so.
    """
    lines = []
    for line in (" ".join(line.split()) for line in text.split("\n")):
        if line not in shown:
            line = _TABLE.sub(" | ", line).strip(" |") if line.startswith("|") else line.removeprefix("- ")
            if not line.strip("|- "):
                continue
        if line:
            lines.append(line)
    return "\n\n".join(lines)


def _seen(text: str, visible: str) -> tuple[int, int]:
    """How many characters of a text are visible on the page, and how many are not, white space left out.

    Extractors also take text from what pages hold for search engines.
    """
    shown, kept, unseen = _squeezed(visible), 0, 0
    for line in map(_squeezed, text.split("\n")):
        if line in shown:
            kept += len(line)
        else:
            unseen += len(line)
    return kept, unseen


def _squeezed(text: str) -> str:
    return "".join(text.replace("|", " ").split())


def _holds(text: str, words: str) -> bool:
    return " ".join(words.split()) in " ".join(text.split())


def _warnings(page: str, visible: str, kept: int) -> list[str]:
    """What a person should know before believing that this is the article."""
    if _NOT_FREE.search(page) or (kept < _STUB and _WALL.search(visible)):
        return ["may be only the beginning: the page is for subscribers"]
    if kept < _HARDLY:
        if _SCRIPT_WANTED.search(page):
            return ["holds hardly any text: the page wants to be put together by a script"]
        return ["holds hardly any text"]
    return []


def _web(address: str | None) -> str | None:
    return (
        address if address and address.startswith(("http://", "https://")) and len(address) < 2_000 else None
    )
