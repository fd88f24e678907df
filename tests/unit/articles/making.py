"""Pages and documents of each kind, made small, and the sentences that they are made of."""

from __future__ import annotations

import io
import zipfile

FIRST = "The envoy flew in on Tuesday on a special assignment, the state agency said in a short report."
SECOND = "After the talks he said that the North would send 1,000 sappers and 5,000 builders to the border."
THIRD = "The purpose of the trip was not made public, but it comes as both armies work more closely together."
SENTENCES = (FIRST, SECOND, THIRD)

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Envoy arrives - The Made-up Ledger</title>
<meta property="og:site_name" content="The Made-up Ledger"><meta name="author" content="Jo Bloggs">
<meta property="article:published_time" content="2025-06-17T09:30:00Z">
<link rel="canonical" href="https://ledger.example/news/envoy"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Envoy arrives in the capital</h1><p>{FIRST}</p><p>{SECOND}</p>
<p style="display: none">Nobody sees these hidden words, however long the sentence that they stand in is.</p>
<p>{THIRD}</p></article><footer>All rights reserved by the Made-up Ledger.</footer></body></html>
"""


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF with these lines on its pages; a page without lines is one of pictures only."""
    numbers = range(len(pages))
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        content = f"BT /F1 11 Tf 40 750 Td {shown} ET" if lines else "0 0 m 100 100 l S"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({title}) /Author (Jo Bloggs) /CreationDate (D:20250617093000Z) >>")
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    table = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"<< /Size {len(places) + 1} /Root 1 0 R /Info {len(places)} 0 R >>"
    out.write(f"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def encrypted(plain: bytes, password: str) -> bytes:
    """The same PDF, to be opened with a password."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(plain))
    writer.encrypt(password, owner_password="for changes only", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    """A Word document of these paragraphs and a table of two cells."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Sappers", "1,000"
    document.core_properties.title = "A memo"
    document.core_properties.author = "Jo Bloggs"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**files: str) -> bytes:
    """A zip archive that is no document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()
