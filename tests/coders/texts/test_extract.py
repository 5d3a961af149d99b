"""What is read in bytes of every kind: all visible words, their parts, and the article's own facts."""

import io
from contextlib import suppress

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.coders.texts.charset import UnreadableTextError
from eventbook.coders.texts.extract import extract
from eventbook.schema.article import Medium
from eventbook.schema.text_parts import Marks, PartKind, text_of

PAGE = """<!doctype html><html lang="{lang}" dir="rtl"><head><meta charset="{charset}"><title>{title} - Site</title>
<meta property="og:site_name" content="The Site"><script type="application/ld+json">{{"@graph":[
{{"@type":"NewsArticle","datePublished":"2021-11-16T23:30:00+00:00","headline":"{title}"}}]}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1><p class="byline">By Amira</p>
<figure><img src="x"><figcaption>Police at the scene. <span class="credit">AP</span></figcaption></figure>
<p>{body}</p><p>{body}</p></article><footer>Imprint</footer></body></html>"""
ARABIC = "قال الرئيس إن ثلاثة أشخاص قتلوا في الانفجار الذي وقع في بغداد يوم الثلاثاء الماضي"
RUSSIAN = "Президент сообщил, что в результате взрыва в городе погибли три человека и десять ранены."


def parts(text: str, marks: Marks) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in marks.parts]


@pytest.mark.parametrize(
    ("lang", "charset", "title", "body"),
    [("ar", "windows-1256", "انفجار في بغداد", ARABIC), ("ru", "windows-1251", "Взрыв", RUSSIAN)],
)
def test_a_page_is_read_in_its_own_encoding_and_its_parts_are_told(
    lang: str, charset: str, title: str, body: str
) -> None:
    page = PAGE.format(lang=lang, charset=charset, title=title, body=body).encode(charset)
    medium, found = extract(page)
    assert medium is Medium.HTML
    assert parts(found.text, found.marks) == [
        ("furniture", "Home"),
        ("headline", title),
        ("byline", "By Amira"),
        ("caption", "Police at the scene."),
        ("credit", "AP"),
        ("body", body),
        ("body", body),
        ("furniture", "Imprint"),
    ]
    assert {name: fact.value for name, fact in found.marks.facts.items()} == {
        "published": "2021-11-16T23:30:00+00:00",
        "title": title,
        "outlet": "The Site",
        "language": lang,
    }


def test_a_page_that_nests_too_deeply_loses_no_word() -> None:
    found = extract(b"<html>" + b"<div>" * 5000 + b"deep words</div> and more")[1]
    assert found.text.split() == ["deep", "words", "and", "more"]


WORD = st.text("abcdefg\u00e9\u00f1\u0431\u0432\u0639\u0631\u0628\u65e5", min_size=1, max_size=6)
TAG = st.sampled_from(
    ["p", "div", "nav", "figcaption", "h1", "aside", "b", "a", "li", "table", "article", "footer"]
)
TREE = st.recursive(
    WORD, lambda inner: st.tuples(TAG, st.lists(inner, max_size=4)).map(lambda pair: pair), max_leaves=12
)


def written(tree: str | tuple[str, list[object]], words: list[str]) -> str:
    """Return a tree as HTML, and gather its words."""
    if isinstance(tree, str):
        words.append(tree)
        return f" {tree} "
    tag, inner = tree
    return f"<{tag}>" + "".join(written(one, words) for one in inner) + f"</{tag}>"  # type: ignore[arg-type]


@given(TREE)
def test_every_visible_word_of_a_page_is_in_its_text_once(tree: str | tuple[str, list[object]]) -> None:
    words: list[str] = []
    page = f"<html><body>{written(tree, words)}<script>hidden()</script></body></html>"
    if not words:
        return
    found = extract(page.encode())[1]
    assert sorted(found.text.split()) == sorted(words)


LINES = st.lists(
    st.one_of(
        st.text("ab .!\"'\u2013\u00e2\u20ac", max_size=30),
        st.sampled_from(
            [
                "This photo provided by the army shows a house. Army Media Office via APA man said so.",
                "Trending News",
                "By Amira Okello",
                "Published: 16 November 2021",
                "0 Response to it",
            ]
        ),
    ),
    min_size=1,
    max_size=8,
).map(lambda lines: "\n".join([*lines, "A last word."]))  # so that no repair leaves nothing to read


@given(LINES)
def test_parts_cover_the_words_of_a_text_and_never_overlap(text: str) -> None:
    found = extract(text.encode())[1]
    covered = "".join(found.text[one.start : one.end] for one in found.marks.parts)
    assert "".join(covered.split()) == "".join(found.text.split())


@given(LINES)
def test_reading_a_text_that_was_read_changes_nothing(text: str) -> None:
    once = extract(text.encode())[1].text
    assert extract(once.encode())[1].text == once


def test_a_caption_glued_into_a_paragraph_is_told_from_the_body() -> None:
    line = "It burned. This photo released by the army shows the house on Sunday. Army Office via APA man said so."
    found = extract(f"A headline\n{line}\nTrending News\nPost a Comment".encode())[1]
    assert parts(found.text, found.marks) == [
        ("headline", "A headline"),
        ("body", "It burned."),
        ("caption", "This photo released by the army shows the house on Sunday."),
        ("credit", "Army Office via AP"),
        ("body", "A man said so."),
        ("furniture", "Trending News"),
        ("furniture", "Post a Comment"),
    ]


MAIL = b"""From: Sample Wire <alerts@wire.example.org>\r
To: desk@example.com\r
Subject: =?utf-8?q?Explosi=C3=B3n?=\r
Date: Tue, 16 Nov 2021 23:30:00 +0300\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="b"\r
\r
--b\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
Tres personas murieron en una explosi=F3n =96 seg=\r
uro.\r
-- \r
The desk\r
--b\r
Content-Type: application/pdf; name="x.pdf"\r
Content-Disposition: attachment; filename="x.pdf"\r
\r
%PDF\r
--b--\r
"""


def test_a_mail_is_read_with_its_headers_and_its_attachments_are_told() -> None:
    medium, found = extract(MAIL)
    assert medium is Medium.MAIL
    assert parts(found.text, found.marks)[0] == ("headline", "Explosión")
    assert (
        text_of(found.text, found.marks.parts, PartKind.BODY)
        == "Tres personas murieron en una explosión \u2013 seguro."
    )
    assert found.marks.facts["published"].value == "2021-11-16T23:30:00+03:00"
    assert found.marks.remarks == (
        "attachment 'x.pdf' (application/pdf, 4 bytes) was not read; save it and add it by itself",
    )


def pdf(pages: list[list[str]]) -> bytes:
    """Make a PDF whose pages have these lines."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for at, lines in enumerate(pages):
        drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 50 800 Td {drawn} ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * at} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    made, places = "%PDF-1.4\n", list[int]()
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\n"
    return (f"{made}{end}startxref\n{len(made)}\n%%EOF").encode("latin-1")


LONG = [
    "Three people were killed on Tuesday when a bomb went off in the centre of Kampa-",
    "la, the police said, and seventeen others were hurt by the glass of the windows.",
]

SEVERAL = [["A bomb in Kampala", "kills three"], ["Elsewhere it was", "quiet"], ["Nobody was", "arrested"]]


def test_the_lines_of_a_pdf_become_paragraphs_and_what_repeats_is_furniture() -> None:
    made = pdf(
        [
            ["Kampala Courier", *SEVERAL[n], *LONG, f"{SEVERAL[n][1]} {SEVERAL[n][0]}.", f"Page {n + 1} of 3"]
            for n in range(3)
        ]
    )
    medium, found = extract(made)
    assert medium is Medium.PDF
    body = text_of(found.text, found.marks.parts, PartKind.BODY)
    assert "centre of Kampala, the police said" in body
    assert "Courier" not in body
    assert text_of(found.text, found.marks.parts, PartKind.FURNITURE).count("Kampala Courier") == 3
    assert "Page 2 of 3" in found.text


def test_a_pdf_of_pictures_or_with_a_password_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableTextError, match="holds no text, only pictures of it; run OCR"):
        extract(pdf([[]]))
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([LONG])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableTextError, match="encrypted PDF; remove the password"):
        extract(out.getvalue())


def test_a_page_of_a_pdf_without_text_is_told() -> None:
    assert extract(pdf([LONG, []]))[1].marks.remarks == (
        "no text on page 2: perhaps pictures; read them in the file",
    )


@given(st.binary(min_size=1, max_size=300))
def test_no_bytes_whatever_break_the_reading(content: bytes) -> None:
    for start in (b"", b"%PDF-1.4\n", b"<html><body>", b"From: a\nSubject: b\nMIME-Version: 1.0\n\n"):
        with suppress(UnreadableTextError):
            extract(start + content)
