import pytest

from eventbook.coders.texts.charset import UnreadableTextError, decode


@pytest.mark.parametrize("name", ["base64", "hex", "rot13", "zip", "uu", "undefined", "klingon", "a\0b", " "])
def test_what_is_no_encoding_of_letters_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnreadableTextError, match="is no encoding that is known; write a name such as utf-8"):
        decode(b"Three were killed.", given=name)


@pytest.mark.parametrize("name", ["utf-8", "UTF-16", "utf-32", "windows-1256", "koi8-r", "gb18030", "utf-7"])
def test_an_encoding_that_a_person_names_is_used(name: str) -> None:
    assert decode("Three.".encode(name), given=name).text == "Three."


def test_a_document_that_names_a_codec_of_no_letters_is_read_as_if_it_said_nothing() -> None:
    content = "Trois personnes ont été tuées à Bamako, a déclaré le préfet.".encode("cp1252")
    assert decode(content, declared="base64") == decode(content)
